package worldmesh.peer.port;

import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.Receipt;

/** Keeps a player's verified receipts: what it may hold up against an authority that lost a command. */
@FunctionalInterface
public interface ReceiptSink {
    /** Keeps nothing: for players that did not ask for a receipts file. */
    ReceiptSink NONE = (command, receipt) -> {};

    /** Keeps {@code receipt} of {@code command}; it is written when the call returns, and only then acknowledged. */
    void append(CommandEnvelope command, Receipt receipt);
}

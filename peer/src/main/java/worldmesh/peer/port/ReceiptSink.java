package worldmesh.peer.port;

import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.Receipt;

/** Keeps a player's verified receipts: what it may hold up against an authority that lost a command. */
@FunctionalInterface
public interface ReceiptSink {
    /** Keeps nothing: for players that did not ask for a receipts file. */
    ReceiptSink NONE = (command, receipt) -> {};

    /** Keeps {@code receipt} of {@code command}; it need not be durable before {@link #sync}. */
    void append(CommandEnvelope command, Receipt receipt);

    /** Makes what was appended durable; only then the commands count as accepted. Once for all of one update. */
    default void sync() {}
}

package worldmesh.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import worldmesh.peer.port.ReceiptSink;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.Receipt;

/** Notes every command that was acknowledged to its player, outside of all machines. One thread. */
final class Witness implements ReceiptSink {
    private final List<CommandId> acked = new ArrayList<>();
    private Consumer<CommandId> onAck = command -> {};

    /** From now on {@code listener} hears of every acknowledgement. */
    void onAck(Consumer<CommandId> listener) {
        onAck = listener;
    }

    @Override
    public void append(CommandEnvelope command, Receipt receipt) {
        acked.add(command.id());
        onAck.accept(command.id());
    }

    /** The acknowledged commands in the order they were acknowledged. */
    List<CommandId> acked() {
        return acked;
    }
}

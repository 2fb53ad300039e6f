package worldmesh.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import worldmesh.peer.port.ReceiptSink;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.Receipt;

/** Keeps every receipt of an acknowledged command that reached a player, outside of all machines. One thread. */
final class Witness implements ReceiptSink {
    private final Map<CommandId, List<Receipt>> acked = new LinkedHashMap<>();
    private final List<BiConsumer<CommandEnvelope, Receipt>> listeners = new ArrayList<>();

    /** From now on {@code listener} hears of every acknowledgement. */
    void onAck(BiConsumer<CommandEnvelope, Receipt> listener) {
        listeners.add(listener);
    }

    @Override
    public void append(CommandEnvelope command, Receipt receipt) {
        acked.computeIfAbsent(command.id(), id -> new ArrayList<>(1)).add(receipt);
        listeners.forEach(listener -> listener.accept(command, receipt));
    }

    /** The receipts of each acknowledged command, in the order the commands were acknowledged first. */
    Map<CommandId, List<Receipt>> acked() {
        return acked;
    }
}

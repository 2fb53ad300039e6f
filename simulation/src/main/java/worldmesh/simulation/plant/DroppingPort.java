package worldmesh.simulation.plant;

import java.util.function.Consumer;
import worldmesh.mesh.MeshPort;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.peer.wire.Batches;
import worldmesh.peer.wire.MessageKind;
import worldmesh.testkit.mesh.ForwardingPort;
import worldmesh.world.delta.SignedBatch;

/**
 * The planted bug {@code drop-delta}: one delta in {@link #ONE_IN} is ignored whenever it arrives, so that no repair by
 * vectors brings it back.
 */
public final class DroppingPort extends ForwardingPort {
    private static final int ONE_IN = 16;

    /** Ignores some of what {@code inner} receives. */
    public DroppingPort(MeshPort inner) {
        super(inner);
    }

    @Override
    public int drain(Consumer<MeshSignal> consumer, int max) {
        return inner.drain(signal -> consumer.accept(without(signal)), max);
    }

    private static MeshSignal without(MeshSignal signal) {
        if (signal instanceof MeshSignal.Received received
                && MessageKind.decode(received.message()) instanceof Batches batches) {
            var kept = batches.batches().stream().filter(raw -> !ignored(raw)).toList();
            return new MeshSignal.Received(
                    received.from(), received.lane(), received.stream(), new Batches(kept).encode());
        }
        return signal;
    }

    private static boolean ignored(byte[] raw) {
        SignedBatch batch = SignedBatch.decode(raw);
        return batch != null && Math.floorMod(batch.content().longAt(0), ONE_IN) == 0;
    }
}

package worldmesh.benchmarks.chat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import worldmesh.mesh.MeshPort;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.runtime.identity.PeerId;
import worldmesh.testkit.mesh.ForwardingPort;

/** A mesh that a session shares with a transfer: one stream of BULK is counted and kept from the session. */
final class SharedLink extends ForwardingPort {
    /** No session uses it. */
    static final int TRANSFER_STREAM = 200;

    private final AtomicLong transferred = new AtomicLong();

    SharedLink(MeshPort mesh) {
        super(mesh);
    }

    /** Bytes of the transfer that arrived here. Any thread. */
    long transferred() {
        return transferred.get();
    }

    /** Sends a part of the transfer; false while the lane is full. Any thread. */
    boolean transfer(PeerId to, byte[] part) {
        return inner.send(to, Lane.BULK, TRANSFER_STREAM, part);
    }

    @Override
    public int drain(Consumer<MeshSignal> consumer, int max) {
        return inner.drain(
                signal -> {
                    if (signal instanceof MeshSignal.Received received
                            && received.lane() == Lane.BULK
                            && received.stream() == TRANSFER_STREAM) {
                        transferred.addAndGet(received.message().length);
                    } else {
                        consumer.accept(signal);
                    }
                },
                max);
    }
}

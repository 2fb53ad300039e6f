package worldmesh.benchmarks.chat;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.Mesh;
import worldmesh.mesh.MeshPort;
import worldmesh.mesh.link.CloseReason;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.LinkState;
import worldmesh.mesh.link.LinkStats;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.link.NetworkStats;
import worldmesh.runtime.identity.PeerId;

/** A mesh that a session shares with a transfer: one stream of BULK is counted and kept from the session. */
final class SharedLink implements MeshPort {
    /** No session uses it. */
    static final int TRANSFER_STREAM = 200;

    private final Mesh mesh;
    private final AtomicLong transferred = new AtomicLong();

    SharedLink(Mesh mesh) {
        this.mesh = mesh;
    }

    /** Bytes of the transfer that arrived here. Any thread. */
    long transferred() {
        return transferred.get();
    }

    /** Sends a part of the transfer; false while the lane is full. Any thread. */
    boolean transfer(PeerId to, byte[] part) {
        return mesh.send(to, Lane.BULK, TRANSFER_STREAM, part);
    }

    @Override
    public int drain(Consumer<MeshSignal> consumer, int max) {
        return mesh.drain(
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

    @Override
    public PeerId self() {
        return mesh.self();
    }

    @Override
    public InetSocketAddress local() {
        return mesh.local();
    }

    @Override
    public long connect(InetSocketAddress to, @Nullable PeerId expected) {
        return mesh.connect(to, expected);
    }

    @Override
    public boolean send(PeerId to, Lane lane, int stream, byte[] message) {
        return mesh.send(to, lane, stream, message);
    }

    @Override
    public void flush() {
        mesh.flush();
    }

    @Override
    public void close(PeerId peer, CloseReason reason) {
        mesh.close(peer, reason);
    }

    @Override
    public LinkStats stats(PeerId peer) {
        return mesh.stats(peer);
    }

    @Override
    public LinkState state(PeerId peer) {
        return mesh.state(peer);
    }

    @Override
    public NetworkStats networkStats(PeerId peer) {
        return mesh.networkStats(peer);
    }

    @Override
    public NetworkStats networkStats() {
        return mesh.networkStats();
    }

    @Override
    public void close() {
        mesh.close();
    }
}

package worldmesh.testkit.mesh;

import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.MeshPort;
import worldmesh.mesh.link.CloseReason;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.LinkState;
import worldmesh.mesh.link.LinkStats;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.link.NetworkStats;
import worldmesh.mesh.link.VoiceTap;
import worldmesh.mesh.path.PathFinder;
import worldmesh.runtime.identity.PeerId;

/** A mesh port that passes everything on to another one; a subclass changes some of it. As thread-safe as that one. */
public abstract class ForwardingPort implements MeshPort {
    /** The port behind it. */
    protected final MeshPort inner;

    /** In front of {@code inner}. */
    protected ForwardingPort(MeshPort inner) {
        this.inner = inner;
    }

    @Override
    public PeerId self() {
        return inner.self();
    }

    @Override
    public InetSocketAddress local() {
        return inner.local();
    }

    @Override
    public long connect(InetSocketAddress to, @Nullable PeerId expected) {
        return inner.connect(to, expected);
    }

    @Override
    public boolean send(PeerId to, Lane lane, int stream, byte[] message) {
        return inner.send(to, lane, stream, message);
    }

    @Override
    public void flush() {
        inner.flush();
    }

    @Override
    public void probe(PeerId peer, int bytes) {
        inner.probe(peer, bytes);
    }

    @Override
    public void propose(PeerId peer, InetSocketAddress address) {
        inner.propose(peer, address);
    }

    @Override
    public boolean shakesHands(InetSocketAddress address) {
        return inner.shakesHands(address);
    }

    @Override
    public void connectThrough(PeerId peer) {
        inner.connectThrough(peer);
    }

    @Override
    public void welcome(PeerId peer) {
        inner.welcome(peer);
    }

    @Override
    public void tapVoice(VoiceTap tap) {
        inner.tapVoice(tap);
    }

    @Override
    public PathFinder paths() {
        return inner.paths();
    }

    @Override
    public void close(PeerId peer, CloseReason reason) {
        inner.close(peer, reason);
    }

    @Override
    public LinkStats stats(PeerId peer) {
        return inner.stats(peer);
    }

    @Override
    public LinkState state(PeerId peer) {
        return inner.state(peer);
    }

    @Override
    public NetworkStats networkStats(PeerId peer) {
        return inner.networkStats(peer);
    }

    @Override
    public NetworkStats networkStats() {
        return inner.networkStats();
    }

    @Override
    public int drain(Consumer<MeshSignal> consumer, int max) {
        return inner.drain(consumer, max);
    }

    @Override
    public void close() {
        inner.close();
    }
}

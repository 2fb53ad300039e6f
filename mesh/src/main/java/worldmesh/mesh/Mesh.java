package worldmesh.mesh;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.link.CloseReason;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.LinkStats;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.Signer;
import worldmesh.runtime.net.DatagramPort;
import worldmesh.runtime.time.Clock;

/** The mesh over a real datagram port: keeps its links alive on its own threads and hands signals to a bounded inbox. */
public final class Mesh implements MeshPort {
    private Mesh() {}

    /** Starts on {@code port}, which it closes in the end. */
    public static Mesh open(
            MeshSettings settings, Signer identity, DatagramPort port, Clock clock, SecureRandom random) {
        throw new UnsupportedOperationException(settings + " " + identity + port + clock + random);
    }

    @Override
    public PeerId self() {
        throw new UnsupportedOperationException();
    }

    @Override
    public InetSocketAddress local() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long connect(InetSocketAddress to, @Nullable PeerId expected) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean send(PeerId to, Lane lane, int stream, byte[] message) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close(PeerId peer, CloseReason reason) {
        throw new UnsupportedOperationException();
    }

    @Override
    public LinkStats stats(PeerId peer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int drain(Consumer<MeshSignal> consumer, int max) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}

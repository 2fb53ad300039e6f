package worldmesh.benchmarks.resume;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import worldmesh.mesh.Mesh;
import worldmesh.mesh.MeshSettings;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.net.UdpDatagramPort;
import worldmesh.runtime.time.SystemClock;

/** The peer that all links lead to; nothing ever happens to it. Driven by one thread. */
final class Hub implements AutoCloseable {
    private static final int DRAIN = 10_000;

    final Mesh mesh;
    private final Map<PeerId, DroppedLink> links = new HashMap<>(); // looked up only, never iterated

    Hub(String host, SecureRandom random) {
        // A kilohertz of handshakes from one address is no flood here.
        MeshSettings settings = MeshSettings.defaults().withLimits(1_024, 1_024, 1_024, 10_000);
        mesh = Mesh.open(
                settings,
                Ed25519Signer.generate(random),
                UdpDatagramPort.open(new InetSocketAddress(host, 0)),
                SystemClock.INSTANCE,
                random);
    }

    void expect(DroppedLink link) {
        links.put(link.peer(), link);
    }

    /** Hands out what has arrived. */
    void drain(long now) {
        mesh.drain(
                signal -> {
                    if (signal instanceof MeshSignal.Received received) {
                        link(received.from()).onHubReceived(received.message(), now);
                    } else if (signal instanceof MeshSignal.LinkUp up) {
                        link(up.peer()).onHubLinked();
                    }
                },
                DRAIN);
    }

    private DroppedLink link(PeerId peer) {
        return Objects.requireNonNull(links.get(peer), "nobody else connects to the hub");
    }

    @Override
    public void close() {
        mesh.close();
    }
}

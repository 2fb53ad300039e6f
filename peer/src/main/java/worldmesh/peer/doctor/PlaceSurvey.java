package worldmesh.peer.doctor;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import worldmesh.mesh.Mesh;
import worldmesh.mesh.MeshSettings;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.ice.UdpMux;
import worldmesh.mesh.link.CloseReason;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.net.UdpDatagramPort;
import worldmesh.runtime.time.Clock;

/**
 * Asks how far members are, by a link to each under a key that is forgotten. Confined to the thread that calls it,
 * which it keeps for five seconds at most.
 */
final class PlaceSurvey implements AutoCloseable {
    /** Members asked at once; a party has no more. */
    static final int PLACES_MAX = 32;

    private static final long PATIENCE_NANOS = 5_000_000_000L;

    /** A round trip is measured every half of a second. */
    private static final long MEASURE_NANOS = 1_500_000_000L;

    private static final long LOOK_NANOS = 50_000_000L;

    private static final long POLL_NANOS = 1_000_000L;
    private static final int SIGNALS_MAX = 64;

    private final Clock clock;
    private final Mesh mesh;
    private final Map<InetSocketAddress, PeerId> linked = new HashMap<>();

    /** The shortest of each: a machine that is busy makes some longer, and none shorter. */
    private final Map<InetSocketAddress, Long> trips = new LinkedHashMap<>();

    PlaceSurvey(Clock clock, SecureRandom random) {
        this.clock = clock;
        UdpMux mux = new UdpMux(UdpDatagramPort.open(new InetSocketAddress(0)));
        this.mesh = Mesh.open(MeshSettings.defaults(), Ed25519Signer.generate(random), mux, clock, random);
    }

    /** The round trips to those that answer. */
    Map<InetSocketAddress, Long> ask(List<InetSocketAddress> places) {
        places.stream().distinct().limit(PLACES_MAX).forEach(place -> mesh.connect(place, null));
        long asked = Math.min(PLACES_MAX, places.stream().distinct().count());
        long begun = clock.nanoTime();
        long wholeAt = 0;
        long lookedAt = 0;
        for (long past = 0; past < PATIENCE_NANOS; past = clock.nanoTime() - begun) {
            mesh.drain(this::onSignal, SIGNALS_MAX);
            mesh.flush();
            LockSupport.parkNanos(POLL_NANOS);
            if (past - lookedAt >= LOOK_NANOS) {
                lookedAt = past;
                linked.forEach(this::look);
            }
            if (wholeAt == 0 && linked.size() == asked) {
                wholeAt = past + MEASURE_NANOS;
            } else if (wholeAt != 0 && past >= wholeAt && trips.size() == asked) {
                break;
            }
        }
        return trips;
    }

    private void look(InetSocketAddress place, PeerId peer) {
        long rtt = mesh.stats(peer).rttNanos();
        if (rtt > 0) {
            trips.merge(place, rtt, Math::min);
        }
    }

    private void onSignal(MeshSignal signal) {
        if (signal instanceof MeshSignal.LinkUp up) {
            linked.put(up.address(), up.peer());
        }
    }

    @Override
    public void close() {
        linked.values().forEach(peer -> mesh.close(peer, CloseReason.LEFT));
        mesh.flush();
        mesh.close();
    }
}

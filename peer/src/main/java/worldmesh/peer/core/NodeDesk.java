package worldmesh.peer.core;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.path.Rendezvous;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.trust.WorldManifest;

/**
 * Meets members at the rendezvous node: is there for the world that is played or looked for, and knows the way through
 * it to members whose place nobody knows.
 */
final class NodeDesk {
    /** Between tries to reach one member: a handshake through the node takes less. */
    static final long AGAIN_NANOS = 1_000_000_000L;

    /** A member that is not met by then is somewhere else, or gone. */
    static final long PATIENCE_NANOS = 60_000_000_000L;

    /** What a break of the connection may cost streams that go by it. */
    static final long WISH_NANOS = 100_000_000L;

    /** Members sought at once; a party is smaller. */
    static final int SOUGHT_MAX = 64;

    private final SessionScope scope;
    private final DoorDesk door;
    private final Map<PeerId, Sought> sought = new TreeMap<>();
    private byte @Nullable [] expected;
    private boolean told;
    private long wishedNanos;

    private static final class Sought {
        final long endNanos;
        long nextNanos;

        Sought(long now) {
            this.nextNanos = now;
            this.endNanos = now + PATIENCE_NANOS;
        }
    }

    NodeDesk(SessionScope scope, DoorDesk door) {
        this.scope = scope;
        this.door = door;
    }

    private Rendezvous node() {
        return scope.links.mesh().paths().rendezvous();
    }

    /** A world that an invitation names. */
    void expect(byte @Nullable [] world) {
        expected = world == null ? null : world.clone();
    }

    /** The way through the node; null while there is none. */
    @Nullable InetSocketAddress way(PeerId peer) {
        return node().way(peer);
    }

    void onAdmitted(PeerLink link) {
        sought.remove(link.peer());
        if (node() != Rendezvous.NONE) {
            node().letIn(link.peer());
        }
    }

    /** A member is here, and nobody knows where. */
    void seek(PeerId peer) {
        if (sought.size() < SOUGHT_MAX && !peer.equals(scope.world.self())) {
            sought.putIfAbsent(peer, new Sought(scope.nowNanos));
        }
    }

    void onTime() {
        if (node() == Rendezvous.NONE) {
            return;
        }
        meet();
        sought.entrySet()
                .removeIf(entry -> scope.nowNanos - entry.getValue().endNanos >= 0
                        || scope.links.find(entry.getKey()) != null
                        || door.barred(entry.getKey()) != null);
        sought.forEach(this::tryNow);
        partStreams();
    }

    private void meet() {
        WorldManifest manifest = scope.world.manifest();
        byte[] looked = expected;
        if (manifest != null && !told) {
            told = true;
            node().meet(manifest.worldId().hash().bytes());
        } else if (manifest == null && looked != null) {
            node().meet(looked);
        }
    }

    /** The node may come and go, and links with it: the wish is said again and again. */
    private void partStreams() {
        if (!node().carriesStreams() || scope.nowNanos - wishedNanos < WISH_NANOS) {
            return;
        }
        wishedNanos = scope.nowNanos;
        for (PeerLink link : scope.links.admitted()) {
            scope.links.mesh().partStreams(link.peer(), way(link.peer()));
        }
    }

    private void tryNow(PeerId peer, Sought one) {
        if (scope.nowNanos - one.nextNanos < 0) {
            return;
        }
        one.nextNanos = scope.nowNanos + AGAIN_NANOS;
        scope.links.mesh().connectThrough(peer);
        InetSocketAddress way = way(peer);
        if (way != null) {
            scope.links.mesh().connect(way, peer);
        }
    }
}

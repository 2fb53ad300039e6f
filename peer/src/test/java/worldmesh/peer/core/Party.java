package worldmesh.peer.core;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.world.replica.ReplicaLimits;

/** A few nodes over a {@link MemoryMesh}, driven at 100 Hz in one thread. */
final class Party {
    static final long STEP_MILLIS = 10;

    final MemoryMesh net = new MemoryMesh();
    final SimulatedSignatures signatures = new SimulatedSignatures();
    final List<Node> nodes = new ArrayList<>();
    TestGame game = new TestGame();
    long stepMillis = STEP_MILLIS;
    ReplicaLimits limits = ReplicaLimits.DEFAULT;
    int openings;

    /** Real links in place of those of {@link #net}, which then carries nothing; to be set before the first node. */
    @Nullable CoreNet cores;

    Node node(String name) {
        Node node = new Node(this, name, 9_001 + nodes.size());
        nodes.add(node);
        return node;
    }

    /** Three players, linked and caught up. */
    static Party ofThree() {
        Party party = new Party();
        Node host = party.node("ann").host();
        party.node("bob").join(host);
        party.node("eve").join(host);
        party.run(1_000);
        return party;
    }

    long nanos() {
        return 1_000_000_000L + net.nowMillis * 1_000_000;
    }

    void run(long millis) {
        for (long end = net.nowMillis + millis; net.nowMillis < end; ) {
            net.nowMillis += stepMillis;
            if (cores != null) {
                cores.runUntil(nanos());
            }
            for (Node node : nodes) {
                if (node.alive) {
                    node.update();
                }
            }
        }
    }

    /** Nothing gets from one to the other any more. */
    void cut(Node one, Node other) {
        if (cores == null) {
            net.cut(one.mesh, other.mesh);
        } else {
            cores.cut(one.mesh.local(), other.mesh.local());
        }
    }

    void heal(Node one, Node other) {
        if (cores == null) {
            net.heal(one.mesh, other.mesh);
        } else {
            cores.heal(one.mesh.local(), other.mesh.local());
        }
    }

    boolean converged() {
        return nodes.stream()
                        .filter(node -> node.alive)
                        .map(node -> node.world.digest())
                        .distinct()
                        .count()
                == 1;
    }
}

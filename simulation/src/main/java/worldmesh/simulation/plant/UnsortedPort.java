package worldmesh.simulation.plant;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import worldmesh.mesh.MeshPort;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.runtime.identity.PeerId;
import worldmesh.testkit.mesh.ForwardingPort;

/**
 * The planted bug {@code unsorted-iteration}: what arrived from several peers is served peer by peer in the order of a
 * hash map over object identities. What one peer sent stays in order, so that only the order of effects changes.
 */
public final class UnsortedPort extends ForwardingPort {
    private static final int BATCH = 1_024;

    private final Deque<MeshSignal> shuffled = new ArrayDeque<>();

    /** Shuffles what {@code inner} receives. */
    public UnsortedPort(MeshPort inner) {
        super(inner);
    }

    @Override
    public int drain(Consumer<MeshSignal> consumer, int max) {
        var arrived = new ArrayList<MeshSignal>();
        inner.drain(arrived::add, BATCH);
        var received = new ArrayList<MeshSignal.Received>();
        for (MeshSignal signal : arrived) {
            if (signal instanceof MeshSignal.Received message) {
                received.add(message);
            } else {
                shuffle(received);
                shuffled.add(signal);
            }
        }
        shuffle(received);
        int taken = 0;
        while (taken < max && !shuffled.isEmpty()) {
            consumer.accept(shuffled.remove());
            taken++;
        }
        return taken;
    }

    private void shuffle(List<MeshSignal.Received> received) {
        Map<PeerId, List<MeshSignal>> byPeer = new TreeMap<>(Comparator.naturalOrder());
        for (MeshSignal.Received message : received) {
            byPeer.computeIfAbsent(message.from(), peer -> new ArrayList<>()).add(message);
        }
        IdentityHashMap<Object, List<MeshSignal>> unsorted = new IdentityHashMap<>();
        byPeer.values().forEach(messages -> unsorted.put(new Object(), messages));
        unsorted.values().forEach(shuffled::addAll);
        received.clear();
    }
}

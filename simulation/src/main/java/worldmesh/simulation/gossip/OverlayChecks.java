package worldmesh.simulation.gossip;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Looks at the neighbours of all peers at once. */
final class OverlayChecks {
    private OverlayChecks() {}

    /** How many parts the overlay of these peers falls into, none of which hears of another. */
    static int parts(List<SimPeer> peers) {
        Set<SimPeer> left = new HashSet<>();
        for (SimPeer peer : peers) {
            if (peer.alive && peer.joined) {
                left.add(peer);
            }
        }
        int parts = 0;
        for (SimPeer peer : peers) {
            if (left.remove(peer)) {
                parts++;
                var queue = new ArrayDeque<>(List.of(peer));
                while (!queue.isEmpty()) {
                    for (SimPeer next : queue.remove().neighbours()) {
                        if (left.remove(next)) {
                            queue.add(next);
                        }
                    }
                }
            }
        }
        return parts;
    }

    /** The most neighbours of one peer. */
    static int mostNeighbours(List<SimPeer> peers) {
        return peers.stream()
                .filter(peer -> peer.alive)
                .mapToInt(peer -> peer.gossip.neighbours().size())
                .max()
                .orElse(0);
    }
}

package worldmesh.peer.core;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** A party whose players keep files, each on a disk of its own that answers when it is looked at. */
final class PartyDisks {
    private final Party party;
    private final Map<Node, MemoryAssets> disks = new LinkedHashMap<>();

    PartyDisks(Party party) {
        this.party = party;
    }

    /** Gives the player a disk, or its disk again after a restart. */
    Node with(Node node) {
        MemoryAssets disk = disks.computeIfAbsent(node, each -> new MemoryAssets());
        node.session.assets().keepIn(disk, 0);
        return node;
    }

    MemoryAssets of(Node node) {
        return Objects.requireNonNull(disks.get(node));
    }

    void run(long millis) {
        for (long end = party.net.nowMillis + millis; party.net.nowMillis < end; ) {
            for (Node node : party.nodes) {
                if (node.alive) {
                    of(node).answer();
                }
            }
            party.run(Party.STEP_MILLIS);
        }
    }
}

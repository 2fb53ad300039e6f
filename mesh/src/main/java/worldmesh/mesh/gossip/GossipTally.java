package worldmesh.mesh.gossip;

import java.util.EnumMap;
import java.util.Map;

/** What a peer's part of the overlay counted. Confined to its owner. */
public final class GossipTally {
    private final Map<GossipRefusal, Long> refused = new EnumMap<>(GossipRefusal.class);
    private long received;
    private long duplicates;
    private long pulls;
    private long grafts;
    private long prunes;

    void refuse(GossipRefusal why) {
        refused.merge(why, 1L, Long::sum);
    }

    void receive() {
        received++;
    }

    void duplicate() {
        duplicates++;
    }

    void pull(int messages) {
        pulls += messages;
    }

    void graft() {
        grafts++;
    }

    void prune() {
        prunes++;
    }

    /** Messages that came for the first time. */
    public long received() {
        return received;
    }

    /** Messages that came once more. */
    public long duplicates() {
        return duplicates;
    }

    /** Messages asked for because only their announcement came. */
    public long pulls() {
        return pulls;
    }

    /** Streams that a neighbour was asked to send from then on. */
    public long grafts() {
        return grafts;
    }

    /** Streams that a neighbour was asked to announce only. */
    public long prunes() {
        return prunes;
    }

    /** How often something did not count for this reason. */
    public long refused(GossipRefusal why) {
        return refused.getOrDefault(why, 0L);
    }

    /** How often anything did not count. */
    public Map<GossipRefusal, Long> refused() {
        var all = new EnumMap<GossipRefusal, Long>(GossipRefusal.class);
        for (GossipRefusal why : GossipRefusal.values()) {
            all.put(why, refused(why));
        }
        return all;
    }
}

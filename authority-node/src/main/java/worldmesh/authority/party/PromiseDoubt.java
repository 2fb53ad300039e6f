package worldmesh.authority.party;

import java.util.LinkedHashMap;
import java.util.Map;
import worldmesh.authority.party.wire.PartyRoster;
import worldmesh.runtime.identity.PeerId;

/**
 * How often a member's word that it promised a higher epoch may cost the holder an election. Nobody can check it, so
 * each member is believed at once, and then ever more rarely. Confined to the owner's thread.
 */
final class PromiseDoubt {
    /** After an election that one member's word caused, the next one it may cause: eight times what one takes. */
    private static final long WAIT_NANOS = 8_000_000_000L;

    /** The wait doubles each time, up to about a quarter of an hour. */
    private static final int DOUBLINGS_MAX = 7;

    private final Map<PeerId, Belief> beliefs = new LinkedHashMap<>();

    private final PartyCounts counts;

    private record Belief(long againNanos, int doublings) {}

    PromiseDoubt(PartyCounts counts) {
        this.counts = counts;
    }

    /** True if the member is believed this time; counted if not. */
    boolean tryBelieve(PeerId from, long nowNanos) {
        Belief before = beliefs.get(from);
        if (before != null && nowNanos < before.againNanos()) {
            counts.add(PartyCounts.Kind.PROMISES_DOUBTED);
            return false;
        }
        int doublings = before == null ? 0 : before.doublings();
        beliefs.remove(from);
        beliefs.put(from, new Belief(nowNanos + (WAIT_NANOS << doublings), Math.min(DOUBLINGS_MAX, doublings + 1)));
        if (beliefs.size() > PartyRoster.MEMBERS_MAX) {
            beliefs.remove(beliefs.keySet().iterator().next());
        }
        return true;
    }
}

package worldmesh.authority.party;

import java.util.HashMap;
import java.util.Map;
import worldmesh.authority.party.PartyMember.Leader;
import worldmesh.authority.party.wire.PartyMessage.Fetch;
import worldmesh.runtime.identity.PeerId;

/**
 * What a member does in the holder's place for one that gets no state from it, and how often: each costs a look at the
 * whole state. Confined to the owner's thread.
 */
final class StandIn {
    /** A member is told the state once in this time: it asks for two seconds before it asks the next. */
    private static final long STATE_NANOS = 1_500_000_000L;

    /** A member that tells somebody the state may ask this one to vouch once in this time. */
    private static final long SUMMONS_NANOS = 500_000_000L;

    private final PartyMember member;
    private final StateTransfer transfer;
    private final Map<PeerId, Long> served = new HashMap<>();
    private final Map<PeerId, Long> summoned = new HashMap<>();

    StandIn(PartyMember member, StateTransfer transfer) {
        this.member = member;
        this.transfer = transfer;
    }

    /** Tells the state, if this member has the log and follows the same holder. */
    void onFetch(PeerId from, Fetch fetch, long nowNanos) {
        boolean able = member.isLed() && member.mayStand() && member.world().ready();
        if (isOfTenure(fetch.epoch()) && able && isTime(served, from, STATE_NANOS, nowNanos)) {
            transfer.serve(from, fetch);
        }
    }

    /** True if a member of the roster may have this one vouch for what it tells in the holder's place. */
    boolean isSummons(PeerId from, long epoch, long nowNanos) {
        return isOfTenure(epoch)
                && member.log.roster().members().contains(from)
                && isTime(summoned, from, SUMMONS_NANOS, nowNanos);
    }

    private boolean isOfTenure(long epoch) {
        Leader leader = member.leader();
        return leader != null && leader.epoch() == epoch;
    }

    private boolean isTime(Map<PeerId, Long> last, PeerId peer, long intervalNanos, long nowNanos) {
        last.keySet().retainAll(member.view());
        Long before = last.get(peer);
        boolean time = before == null || nowNanos - before >= intervalNanos;
        if (time) {
            last.put(peer, nowNanos);
        }
        return time;
    }
}

package worldmesh.authority.party;

import org.jspecify.annotations.Nullable;
import worldmesh.authority.party.PartyMember.Leader;
import worldmesh.runtime.identity.PeerId;

/** Where one member stands, and how long nobody on its side could hold the role. Confined to the owner's thread. */
final class Outlook {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** A side without a quorum for so many graces answers provisionally; a joiner meets its holder before. */
    private static final int PROVISIONAL_GRACES = 2;

    private final PartyMember member;
    private long powerlessSince = Long.MAX_VALUE;
    private long unledSince = Long.MAX_VALUE;
    private @Nullable Standing told;

    Outlook(PartyMember member) {
        this.member = member;
    }

    /** Looks who is here. */
    void look(@Nullable Tenure tenure, long nowNanos) {
        boolean powerful = member.hasQuorum() || (member.isLed() && tenure == null);
        if (powerful) {
            powerlessSince = Long.MAX_VALUE;
        } else if (powerlessSince == Long.MAX_VALUE) {
            powerlessSince = nowNanos;
        }
        if (member.isLed()) {
            unledSince = Long.MAX_VALUE;
        } else if (unledSince == Long.MAX_VALUE) {
            unledSince = nowNanos;
        } else if (nowNanos - unledSince >= member.setup.settings().adoptMillis() * NANOS_PER_MILLI) {
            member.setApart();
        }
    }

    private boolean isPowerlessFor(long millis, long nowNanos) {
        return powerlessSince != Long.MAX_VALUE && nowNanos - powerlessSince >= millis * NANOS_PER_MILLI;
    }

    /** True once this side has waited so long for a quorum that it may go on alone. */
    boolean mayAdopt(long nowNanos) {
        return isPowerlessFor(member.setup.settings().adoptMillis(), nowNanos);
    }

    /** Tells the world where this member stands, if that is news. */
    void tell(@Nullable Tenure tenure, long nowNanos) {
        Standing now = standing(tenure, nowNanos);
        if (!now.equals(told)) {
            told = now;
            member.world().stands(now);
        }
    }

    Standing standing(@Nullable Tenure tenure, long nowNanos) {
        Leader leader = member.leader();
        PeerId holder = leader != null && member.isLed() ? leader.peer() : null;
        return new Standing(
                role(tenure, nowNanos), epoch(), holder, member.log.roster().members(), member.cut.isForked());
    }

    private Standing.Role role(@Nullable Tenure tenure, long nowNanos) {
        if (tenure != null) {
            return tenure.hasQuorum() ? Standing.Role.HOLDER : Standing.Role.PROVISIONAL;
        }
        long patienceMillis = PROVISIONAL_GRACES * member.setup.settings().graceMillis();
        if (!member.isLed() && !member.hasQuorum() && isPowerlessFor(patienceMillis, nowNanos)) {
            return Standing.Role.PROVISIONAL;
        }
        return member.log.roster().members().contains(member.self()) ? Standing.Role.FOLLOWER : Standing.Role.LEARNER;
    }

    /** The epoch this member goes by. */
    long epoch() {
        Leader leader = member.leader();
        return leader == null ? member.log.promised() : leader.epoch();
    }
}

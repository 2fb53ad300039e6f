package worldmesh.authority.party;

import org.jspecify.annotations.Nullable;

/** When a member without a holder campaigns, and if for all or for its side alone. Confined to the owner's thread. */
final class CampaignPlan {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final PartyMember member;
    private final Outlook outlook;
    private long atNanos = Long.MAX_VALUE;

    /** What to do now. */
    enum Decision {
        WAIT,
        /** Ask all for the role. */
        STAND,
        /** Take it for this side alone. */
        ADOPT
    }

    CampaignPlan(PartyMember member, Outlook outlook) {
        this.member = member;
        this.outlook = outlook;
    }

    /** Not before so long from now. */
    void postpone(long millis, long nowNanos) {
        atNanos = nowNanos + millis * NANOS_PER_MILLI;
    }

    /** The view has changed; {@code met} if it shows somebody new, whose holder's word is waited for. */
    void onView(boolean met, boolean wasLed, long nowNanos) {
        if (met) {
            postpone(member.setup.settings().graceMillis(), nowNanos);
        } else if (wasLed || atNanos == Long.MAX_VALUE) {
            postpone(0, nowNanos);
        }
    }

    /** The ranks wait for each other from the moment on at which the holder was lost. */
    void look(long nowNanos) {
        atNanos = member.losesLeader() ? Math.max(atNanos, nowNanos) : atNanos;
    }

    /** What a member that has no campaign open does. */
    Decision decide(@Nullable Tenure tenure, long nowNanos) {
        boolean alone = member.isAdopting() || (outlook.mayAdopt(nowNanos) && member.rank() == 0);
        boolean unled = tenure == null ? !member.isLed() : !tenure.hasQuorum();
        if (!unled || (!member.mayStand() && !(alone && member.isHomeless()))) {
            return Decision.WAIT;
        }
        if (!member.hasQuorum()) {
            return alone ? Decision.ADOPT : Decision.WAIT;
        }
        long stagger = member.rank() * member.setup.settings().staggerMillis() * NANOS_PER_MILLI;
        return nowNanos >= atNanos + stagger ? Decision.STAND : Decision.WAIT;
    }
}

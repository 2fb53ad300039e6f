package worldmesh.peer.core;

import java.util.OptionalLong;

/**
 * World time: the clock all stamps are drawn from. The founder's wall clock starts it; a joiner takes its offset from
 * the party over the link and steps once; after that nobody steps back, and stamps never do, since the hybrid clock of
 * a replica keeps its maximum. Small errors are slewed, so that motion does not jump.
 */
public final class WorldTime {
    /** A jump further than this is refused: two days, twice the largest error of a household clock we promise for. */
    static final long MAX_FIRST_JUMP_MILLIS = 172_800_000;

    /** Forward errors above this are jumped: half of what a replica accepts from the future. */
    static final long JUMP_MILLIS = 250;

    private final ClockFilter filter = new ClockFilter();
    private long millis;
    private long carryNanos;
    private long lastNanos;
    private long errorMillis;
    private boolean started;
    private boolean settled;
    private boolean remembered;

    /** Starts from the wall clock and the offset saved by an earlier opening; founders count as settled. */
    void start(long nowNanos, long wallMillis, OptionalLong savedOffset, boolean founder) {
        millis = wallMillis + savedOffset.orElse(0);
        lastNanos = nowNanos;
        started = true;
        settled = founder;
        remembered = savedOffset.isPresent();
    }

    boolean started() {
        return started;
    }

    /** True once the time is the party's, not only this machine's guess. */
    public boolean settled() {
        return settled;
    }

    /**
     * True if stamps may be drawn from it: the time is the party's, or was at an earlier opening. A bare guess may be a
     * day ahead, and a stamp that far in the future waits a day at every other peer.
     */
    boolean stampsAllowed() {
        return settled || remembered;
    }

    /** Declares the time good without a sample: nobody else is there to ask. */
    void settle() {
        settled = true;
    }

    /** World time in milliseconds. */
    public long millis() {
        return millis;
    }

    /** What to add to the wall clock to get world time. */
    long offsetMillis(long wallMillis) {
        return millis - wallMillis;
    }

    /** Moves the time on; slows down to half while ahead, hurries by a tenth while behind. */
    void advance(long nowNanos) {
        long elapsed = Math.max(0, nowNanos - lastNanos) + carryNanos;
        lastNanos = Math.max(lastNanos, nowNanos);
        long step = elapsed / 1_000_000;
        carryNanos = elapsed % 1_000_000;
        long correction = errorMillis < 0 ? Math.max(errorMillis, -(step / 2)) : Math.min(errorMillis, (step + 9) / 10);
        errorMillis -= correction;
        millis += step + correction;
    }

    /**
     * Takes the party's time as it was told unasked: nobody knows how long that took beside a round trip of the link.
     * Good to begin with, and any answer to a question counts for more.
     */
    void onWord(long partyMillis, long rttNanos) {
        if (!settled) {
            step(partyMillis + rttNanos / 2_000_000);
        }
    }

    private boolean step(long now) {
        boolean believed = Math.abs(now - millis) <= MAX_FIRST_JUMP_MILLIS;
        if (believed) {
            settled = true;
            millis = now;
        }
        return believed;
    }

    /** Takes the party's time, read {@code rttNanos / 2} ago; answers whether it was believed. */
    boolean onSample(long partyMillis, long rttNanos, long nowNanos) {
        if (!settled && !step(partyMillis + rttNanos / 2_000_000)) {
            return false;
        }
        correct(filter.now(partyMillis, rttNanos, nowNanos) - millis);
        return true;
    }

    private void correct(long error) {
        if (error > JUMP_MILLIS) {
            millis += error;
            errorMillis = 0;
        } else {
            errorMillis = error;
        }
    }
}

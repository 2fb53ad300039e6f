package worldmesh.peer.rate;

import worldmesh.mesh.link.LinkQuality;

/**
 * How often one peer is sent updates of motion: as often as there are some until more waits in front of the line than
 * it carries away, then at once as often as it carries, and more often again once it is measured that it carries more.
 * A queue that is there stops updates until it is gone. Between two rates there is room, and a rise that did not last
 * makes the next one wait longer, so that a line that stays as it is makes the rate stay. Decision 0027. Confined
 * to the session's thread.
 */
public final class UpdateRate {
    /** What waits longer than this before the line holds updates back: they are of no use when they are late. */
    static final long QUEUE_NANOS = 50_000_000L;

    /** A queue below this is gone. */
    static final long GONE_NANOS = 20_000_000L;

    /** A line that carries this share of what is sent, in the time it is sent in, is not what makes the queue. */
    static final double CARRIED = 0.9;

    /** So much of what the line carries is used, since other things want some of it. */
    static final double USED = 0.8;

    /** An episode is judged after this, if the queue is not gone before. */
    static final long EPISODE_NANOS = 400_000_000L;

    /** What was sent before a change says nothing of it; at least. */
    static final long SETTLE_NANOS = 500_000_000L;

    /** The line is measured so often while a higher rate is wanted. */
    static final long PROBE_NANOS = 800_000_000L;

    /** A train, which goes with the next update, and what it made wait have left the line after this. */
    static final long TRAIN_OVER_NANOS = 600_000_000L;

    /** A rate holds for so long before it rises; */
    static final long HOLD_NANOS = 1_000_000_000L;

    /** at most this, after rises that did not last; */
    static final long HOLD_MAX_NANOS = 120_000_000_000L;

    /** which is said of those that were taken back within this. */
    static final long LASTS_NANOS = 10_000_000_000L;

    /** A line that carries so many times what it did may be faster; less is chance. */
    static final double MORE = 1.5;

    /** One that carries so many times as much has changed, whatever was tried before. */
    static final double MUCH_MORE = 3;

    /** Where it is not known what the line carried when it was full, one step is tried after this. */
    static final long TRY_NANOS = 40_000_000_000L;

    /** Who moves again after so long begins anew. */
    static final long IDLE_NANOS = 30_000_000_000L;

    /** A line that is unstable and loses so much drops what it does not carry in place of letting it wait. */
    static final double DROPS_PERCENT = 45;

    /** What is lost is known of the last hundred updates or so, so that it is looked at so often. */
    static final long LOSSES_NANOS = 10_000_000_000L;

    /** A rate that was chosen by what the line carries is too high only if a queue grows so often */
    private static final int STRIKES = 3;

    /** within so long of each other. */
    private static final long STRIKES_NANOS = 2_000_000_000L;

    /** The same holds for so long of the highest rate, if a lower one was taken back soon: it was jitter then. */
    private static final long DOUBT_NANOS = 60_000_000_000L;

    /** A train fills the line for so long. */
    private static final double TRAIN_SECONDS = 0.06;

    private static final int TRAIN_BYTES_MIN = 200;
    private static final int TRAIN_BYTES_MAX = 9_600;
    private static final long UNKNOWN_BITS = 64_000;
    private static final double BITS_PER_BYTE = 8;
    private static final double SECOND_NANOS = 1e9;
    private static final double PERCENT = 100;
    private static final int HOLD_TIMES = 8;
    private static final int INTERVAL_PARTS = 4;
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final RateTerms terms;
    private final int[] steps;
    private int at;
    private long intervalNanos;
    private long sentAt = NEVER;
    private long changedAt = NEVER;
    private long raisedAt = NEVER;
    private long probedAt = NEVER;
    private long holdNanos = HOLD_NANOS;
    private boolean known;
    private boolean full;
    private long fullSince;
    private double leastCarried;
    private double hertzBefore;
    private double carriedHertz;
    private double carriedBits;
    private long misjudgedAt = NEVER;
    private int strikes;
    private long struckAt = NEVER;
    private int changes;

    /** Begins with the highest rate. */
    public UpdateRate(RateTerms terms) {
        this.terms = terms;
        this.steps = terms.steps();
    }

    /** Updates a second at the most; {@code all} stands for as many as there are. */
    public int hertz(int all) {
        return !terms.adapts() || (at == 0 && steps[0] == RateTerms.HERTZ_MAX) ? all : steps[at];
    }

    /** How often it was changed. */
    public int changes() {
        return changes;
    }

    /** True if an update is to wait until the queue in front of the line is shorter. */
    public boolean holds(long now) {
        return full && now - sentAt < SECOND_NANOS / terms.lowestHertz();
    }

    /** An update left. */
    public void onSent(long now) {
        long interval = now - sentAt;
        if (interval >= IDLE_NANOS) {
            intervalNanos = 0;
        } else if (!full) {
            intervalNanos = intervalNanos == 0 ? interval : intervalNanos + (interval - intervalNanos) / INTERVAL_PARTS;
        }
        sentAt = now;
    }

    /**
     * Looks at the line while there is something to send. Answers of how many bytes a train is to be that measures it,
     * 0 for none.
     */
    public int look(LinkQuality line, long now) {
        if (!terms.adapts()) {
            return 0;
        }
        if (now - sentAt >= IDLE_NANOS && at > 0) {
            restart();
        }
        if (!full) {
            fill(line, now);
        }
        if (full) {
            leastCarried = Math.min(leastCarried, line.throughput());
            if (line.queueNanos() < GONE_NANOS || now - fullSince >= EPISODE_NANOS) {
                judge(line, now);
            }
            return 0;
        }
        return at == 0 ? 0 : rise(line, now);
    }

    /** Looks whether more waits, or is dropped, than the line carries away. */
    private void fill(LinkQuality line, long now) {
        boolean drops = line.unstable() && line.lossSentPercent() >= DROPS_PERCENT;
        if (line.queueNanos() >= QUEUE_NANOS || (drops && now - changedAt >= LOSSES_NANOS)) {
            full = true;
            fullSince = now;
            leastCarried = drops ? 1 - line.lossSentPercent() / PERCENT : 1;
            hertzBefore = actualHertz();
        }
    }

    private boolean settled(long now) {
        return now - changedAt >= SETTLE_NANOS;
    }

    private double actualHertz() {
        double most = steps[at];
        return intervalNanos == 0 ? most : Math.min(most, SECOND_NANOS / intervalNanos);
    }

    /** A queue stood and is gone, or will not go. */
    private void judge(LinkQuality line, long now) {
        boolean stands = line.queueNanos() >= QUEUE_NANOS;
        full = stands;
        fullSince = now;
        double carried = leastCarried;
        leastCarried = 1;
        if (carried >= CARRIED || !settled(now) || now - probedAt < TRAIN_OVER_NANOS) {
            return; // what is sent here is not what waits, or was sent before the last change, or was a train
        }
        strikes = now - struckAt < STRIKES_NANOS ? strikes + 1 : 1;
        struckAt = now;
        fall(line, carried, now);
    }

    /** Goes as often as the line carries, if it is sure that this is too often. */
    private void fall(LinkQuality line, double carried, long now) {
        int lower = step(hertzBefore * carried * USED);
        boolean sure = at == 0 && now - misjudgedAt >= DOUBT_NANOS;
        if (lower > at && (sure || strikes >= STRIKES)) {
            strikes = 0;
            carriedHertz = hertzBefore * carried;
            carriedBits = Math.max(1, line.bandwidthBitsPerSecond());
            known = line.bandwidthReached();
            change(lower, now);
            holdNanos = now - raisedAt < LASTS_NANOS ? Math.min(HOLD_MAX_NANOS, holdNanos * HOLD_TIMES) : HOLD_NANOS;
        }
    }

    /** The highest step that is not above a rate; the lowest if all are. */
    private int step(double hertz) {
        int fitting = 0;
        while (fitting < steps.length - 1 && steps[fitting] > hertz) {
            fitting++;
        }
        return fitting;
    }

    private int rise(LinkQuality line, long now) {
        if (!settled(now)) {
            return 0;
        }
        double more = line.bandwidthBitsPerSecond() / carriedBits;
        int higher = step(carriedHertz * USED * more);
        boolean tries = !known && now - changedAt >= Math.max(holdNanos, TRY_NANOS);
        boolean may = more >= MUCH_MORE || (more >= MORE && now - changedAt >= holdNanos);
        if ((higher < at && may) || tries) {
            if (now - changedAt < LASTS_NANOS) {
                misjudgedAt = now;
            }
            carriedHertz *= Math.max(1, more);
            carriedBits *= Math.max(1, more);
            raisedAt = now;
            change(higher < at && may ? higher : at - 1, now);
            return 0;
        }
        return probe(line, now);
    }

    /** Of how many bytes a train is to be now, 0 for none. */
    private int probe(LinkQuality line, long now) {
        if (now - probedAt < PROBE_NANOS || line.queueNanos() >= GONE_NANOS) {
            return 0;
        }
        probedAt = now;
        double bits = Math.max(UNKNOWN_BITS, line.bandwidthBitsPerSecond());
        return (int) Math.max(TRAIN_BYTES_MIN, Math.min(TRAIN_BYTES_MAX, bits * TRAIN_SECONDS / BITS_PER_BYTE));
    }

    private void change(int step, long now) {
        at = step;
        intervalNanos = 0;
        changedAt = now;
        changes++;
    }

    private void restart() {
        at = 0;
        full = false;
        intervalNanos = 0;
        holdNanos = HOLD_NANOS;
        changedAt = NEVER;
    }
}

package worldmesh.mesh.congestion;

/**
 * What delays say about the queue on the way there. A round trip has the queue on the way back in it, which the other
 * side makes; where that side tells when records came, the way there is known by itself, though not how long it is but
 * only how much longer than at best. Confined to its owner.
 */
final class PathDelay {
    /** The shortest round trip is forgotten after one to two of these. BBR takes ten seconds; a queue lasts longer. */
    static final long BUCKET_NANOS = 15_000_000_000L;

    /** While somebody else's queue hides it. */
    static final long HIDDEN_NANOS = 60_000_000_000L;

    private final DelaySeries roundTrip = new DelaySeries();
    private final DelaySeries there = new DelaySeries();
    private int sinceThere;

    void sample(long rttNanos, boolean hidden, long now) {
        roundTrip.sample(rttNanos, hidden ? HIDDEN_NANOS : BUCKET_NANOS, now);
        sinceThere = Math.min(sinceThere + 1, DelaySeries.SAMPLES + 1);
    }

    /** How long the way there took, by two clocks: it means something beside others of its kind alone. */
    void oneWay(long nanos, boolean hidden, long now) {
        there.sample(nanos, hidden ? HIDDEN_NANOS : BUCKET_NANOS, now);
        sinceThere = 0;
    }

    /** The way without a queue; 0 before the first sample. */
    long base() {
        return roundTrip.base();
    }

    /** The same with what stands on the way back: all of the round trip that is not this side's. */
    long way() {
        return base() + Math.max(0, roundTrip.recentAbove() - recentQueue());
    }

    void beginRound() {
        roundTrip.beginRound();
        there.beginRound();
    }

    boolean roundKnown() {
        return roundTrip.roundSamples() >= DelaySeries.SAMPLES;
    }

    /** The queue that stood throughout the round. */
    long roundQueue() {
        long both = roundTrip.roundAbove();
        // Never more than the round trip says: two clocks drift apart by a millisecond in ten seconds.
        return tellsThere() && there.roundSamples() > 0 ? Math.min(both, Math.max(0, there.roundAbove())) : both;
    }

    /** How far the round trips of the round lie above their shortest: jitter, mostly. */
    long roundSpread() {
        return tellsThere() && there.roundSamples() > 0 ? there.roundSpread() : roundTrip.roundSpread();
    }

    /** The queue that stands by the last few round trips; 0 as long as there are too few. */
    long recentQueue() {
        long both = roundTrip.recentAbove();
        return tellsThere() ? Math.min(both, Math.max(0, there.recentAbove())) : both;
    }

    /** The other side tells when records came, and has done so just now. */
    private boolean tellsThere() {
        return there.isRecent() && sinceThere <= DelaySeries.SAMPLES;
    }

    void restart() {
        roundTrip.restart();
        there.restart();
    }
}

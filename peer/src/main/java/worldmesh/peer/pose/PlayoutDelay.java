package worldmesh.peer.pose;

/**
 * How far behind a sender's poses are drawn: 100 ms where the way is even, more where it is not. Rises with the worst
 * late arrival at once, falls slowly, and moves the drawn time by a tenth of real time at most, so that nothing jumps.
 */
final class PlayoutDelay {
    /** The least delay: two periods at 20 Hz, so that one lost pose leaves no gap. */
    static final double MIN_MILLIS = 100;

    /** The largest delay: more would feel like another game. */
    static final double MAX_MILLIS = 400;

    /** One period at 20 Hz, and a frame. */
    private static final double MARGIN_MILLIS = 67;

    /** Part of the excess forgotten per second: down to a tenth within five seconds. */
    private static final double DECAY_PER_SECOND = 0.4;

    /** How fast the drawn time may run faster or slower than real time. */
    private static final double SLEW = 0.1;

    private double lateMillis;
    private double delayMillis = MIN_MILLIS;

    /** Takes the age of a pose at its arrival. */
    void onArrival(double ageMillis) {
        lateMillis = Math.max(lateMillis, Math.min(ageMillis, MAX_MILLIS));
    }

    /** Moves on by {@code elapsedMillis} of real time. */
    void advance(double elapsedMillis) {
        lateMillis *= Math.max(0, 1 - DECAY_PER_SECOND * elapsedMillis / 1000);
        double target = Math.max(MIN_MILLIS, Math.min(MAX_MILLIS, lateMillis + MARGIN_MILLIS));
        double step = SLEW * elapsedMillis;
        delayMillis += Math.max(-step, Math.min(step, target - delayMillis));
    }

    long millis() {
        return Math.round(delayMillis);
    }
}

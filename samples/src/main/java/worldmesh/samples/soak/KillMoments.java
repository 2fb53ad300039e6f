package worldmesh.samples.soak;

import java.util.random.RandomGenerator;

/** Draws when the host dies next: mostly under load, now and then while it still comes back. */
final class KillMoments {
    private static final int ONE_EARLY_IN = 5;
    private static final int EARLY_MILLIS_MAX = 1_500;
    private static final int LOAD_MILLIS_MIN = 200;
    private static final int LOAD_MILLIS_MAX = 2_500;

    private final RandomGenerator random;

    KillMoments(RandomGenerator random) {
        this.random = random;
    }

    /**
     * A moment to kill at.
     *
     * @param early counted from the start of the process, not from when it plays
     * @param millis so long after
     */
    record Moment(boolean early, long millis) {}

    Moment next() {
        boolean early = random.nextInt(ONE_EARLY_IN) == 0;
        int millis = early ? random.nextInt(EARLY_MILLIS_MAX) : random.nextInt(LOAD_MILLIS_MIN, LOAD_MILLIS_MAX);
        return new Moment(early, millis);
    }
}

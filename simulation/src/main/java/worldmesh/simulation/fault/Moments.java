package worldmesh.simulation.fault;

import java.util.random.RandomGenerator;

/** Draws when things happen and how long they last. */
record Moments(RandomGenerator random, long firstNanos, long endNanos) {
    private static final long MILLI = 1_000_000;

    /** A little more than the silence after which a link is given up. */
    private static final long LINK_DEATH_NANOS = 4_300 * MILLI;

    long next() {
        return random.nextLong(firstNanos, endNanos);
    }

    long down() {
        return random.nextLong(200 * MILLI, 2_500 * MILLI);
    }

    /** One partition in three outlives the links. */
    long apart() {
        return random.nextInt(3) == 0 ? random.nextLong(LINK_DEATH_NANOS, 6_000 * MILLI) : down();
    }
}

package worldmesh.simulation.gossip;

import java.util.random.RandomGenerator;

/**
 * Where peers live, and how long a datagram takes from one to another: the regions, shares and latencies of libp2p's
 * gossipsub-interop ({@code network_graph.py} of libp2p/test-plans).
 */
enum Region {
    AUSTRALIA(0, 290, 2, 165, 110, 180, 150, 110, 220, 190),
    EUROPE(1, 5_599, 165, 2, 125, 60, 70, 110, 95, 140),
    EAST_ASIA(2, 1_059, 110, 125, 4, 110, 140, 100, 175, 175),
    WEST_ASIA(3, 161, 180, 60, 110, 5, 110, 150, 110, 145),
    NA_EAST(4, 2_894, 150, 70, 140, 110, 2, 60, 130, 100),
    NA_WEST(5, 1_240, 110, 110, 100, 150, 60, 2, 160, 100),
    SOUTH_AFRICA(6, 47, 220, 95, 175, 110, 130, 160, 7, 190),
    SOUTH_AMERICA(7, 36, 190, 140, 175, 145, 100, 100, 190, 7);

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int TOTAL = 11_326;

    private final int column;
    private final int weight;

    @SuppressWarnings("ImmutableEnumChecker") // never written
    private final int[] millis;

    Region(int column, int weight, int... millis) {
        this.column = column;
        this.weight = weight;
        this.millis = millis;
    }

    /** One of them, as often as peers live there. */
    static Region draw(RandomGenerator random) {
        int left = random.nextInt(TOTAL);
        for (Region region : values()) {
            left -= region.weight;
            if (left < 0) {
                return region;
            }
        }
        throw new IllegalStateException("the weights of regions are fewer than " + TOTAL);
    }

    long nanosTo(Region other) {
        return millis[other.column] * NANOS_PER_MILLI;
    }
}

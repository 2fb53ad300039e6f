package worldmesh.peer.rate;

import java.util.stream.IntStream;

/**
 * Within which bounds the rate of updates follows the line.
 *
 * @param adapts false if updates go as often as there are some, whatever the line carries
 * @param lowestHertz updates a second that a peer is sent on the worst line; the least of the steps at or above it
 * @param highestHertz updates a second that it is sent on the best; the most that a component may ask for is no bound
 */
public record RateTerms(boolean adapts, int lowestHertz, int highestHertz) {
    /** As many as a component may ask for. */
    public static final int HERTZ_MAX = 60;

    /** From everything there is down to two a second. */
    public static final RateTerms DEFAULT = new RateTerms(true, 2, HERTZ_MAX);

    /** Beats that mostly divide each other, so that what is thinned out goes at beats that there are. */
    private static final int[] STEPS = {60, 30, 20, 10, 5, 2, 1};

    /** Refuses what has no step between. */
    public RateTerms {
        if (lowestHertz < 1 || highestHertz > HERTZ_MAX || lowestHertz > highestHertz) {
            throw new IllegalArgumentException("updates go " + lowestHertz + " to " + highestHertz
                    + " times a second, must be within 1.." + HERTZ_MAX + ", the lowest not above the highest");
        }
    }

    /** The rates there are, the highest first: the bounds, and the steps between them. */
    int[] steps() {
        return IntStream.concat(
                        IntStream.of(highestHertz, lowestHertz),
                        IntStream.of(STEPS).filter(hertz -> hertz > lowestHertz && hertz < highestHertz))
                .distinct()
                .map(hertz -> -hertz)
                .sorted()
                .map(hertz -> -hertz)
                .toArray();
    }
}

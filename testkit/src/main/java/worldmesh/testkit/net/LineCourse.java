package worldmesh.testkit.net;

import java.util.List;

/**
 * A line that changes by itself, as that of a telephone on its way: phases one after the other, over and over.
 *
 * @param phases at least one
 */
public record LineCourse(List<Phase> phases) {
    /** Copies what it is given. */
    public LineCourse {
        phases = List.copyOf(phases);
        if (phases.isEmpty()) {
            throw new IllegalArgumentException("a course has no phases, must have one at least");
        }
    }

    /**
     * What holds for a while.
     *
     * @param nanos how long
     * @param shape one direction; both are alike
     * @param moves true if whoever is behind the line has another address when it begins, and is not told
     */
    public record Phase(long nanos, LinkShape shape, boolean moves) {
        /** Refuses what would never end. */
        public Phase {
            if (nanos <= 0) {
                throw new IllegalArgumentException("a phase takes " + nanos + " ns, must be 1 at least");
            }
        }
    }

    /** The phase of that number, from 0 on; after the last comes the first. */
    public Phase phase(long number) {
        return phases.get((int) (number % phases.size()));
    }
}

package worldmesh.simulation.fault;

import java.util.random.RandomGenerator;

/** What a party is put through. */
public enum PartyCourse {
    /** Whatever chance wants, with at least one of the faults that each seed has to have. */
    ANY,

    /** Few machines whose holders are replaced and come back without knowing it, again and again. */
    RIVALS,

    /**
     * Whatever chance wants, in a party whose founder makes gold out of nothing. Of enough machines to catch it, an odd
     * number, by which {@link PartyPlan} knows it from the next.
     */
    COINER,

    /** Whatever chance wants, in a party whose founder has others give it theirs: of an even number of machines. */
    IMPERSONATOR;

    /** No party has more. */
    public static final int NODES_MAX = 16;

    private static final int NODES_MIN = 2;

    /** How many machines a seed has. */
    public int nodes(RandomGenerator random) {
        return switch (this) {
            case ANY -> fewOrMany(random);
            case RIVALS -> random.nextInt(3, 5);
            case COINER -> 5;
            case IMPERSONATOR -> 4;
        };
    }

    /** What happens to so many machines while people play for {@code playNanos}. */
    public PartyPlan plan(RandomGenerator random, int machines, long playNanos) {
        return switch (this) {
            case ANY -> PartyPlan.draw(random, machines, playNanos);
            case RIVALS -> PartyPlan.rivals(random, machines, playNanos);
            case COINER, IMPERSONATOR -> PartyPlan.cheating(random, machines, playNanos);
        };
    }

    /** The lesser of two draws: most bugs need few machines, and many cost the square of their number. */
    private static int fewOrMany(RandomGenerator random) {
        return Math.min(random.nextInt(NODES_MIN, NODES_MAX + 1), random.nextInt(NODES_MIN, NODES_MAX + 1));
    }
}

package worldmesh.simulation.fault;

import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;

/** What a party is put through. */
public enum PartyCourse {
    /** Whatever chance wants, with at least one of the faults that each seed has to have. */
    ANY(PartyCourse::fewOrMany, PartyPlan::draw),

    /** Few machines whose holders are replaced and come back without knowing it, again and again. */
    RIVALS(random -> random.nextInt(3, 5), PartyPlan::rivals),

    /**
     * Whatever chance wants, in a party whose founder makes gold out of nothing. Of enough machines to catch it, an odd
     * number, by which {@link PartyPlan} knows it from the next.
     */
    COINER(random -> 5, PartyPlan::cheating),

    /** Whatever chance wants, in a party whose founder has others give it theirs: of an even number of machines. */
    IMPERSONATOR(random -> 4, PartyPlan::cheating);

    /** No party has more. */
    public static final int NODES_MAX = 16;

    private static final int NODES_MIN = 2;

    private final ToIntFunction<RandomGenerator> nodes;
    private final Plans plans;

    /** What happens to so many machines. */
    private interface Plans {
        PartyPlan draw(RandomGenerator random, int nodes, long playNanos);
    }

    PartyCourse(ToIntFunction<RandomGenerator> nodes, Plans plans) {
        this.nodes = nodes;
        this.plans = plans;
    }

    /** The lesser of two draws: most bugs need few machines, and many cost the square of their number. */
    private static int fewOrMany(RandomGenerator random) {
        return Math.min(random.nextInt(NODES_MIN, NODES_MAX + 1), random.nextInt(NODES_MIN, NODES_MAX + 1));
    }

    /** How many machines a seed has. */
    public int nodes(RandomGenerator random) {
        return nodes.applyAsInt(random);
    }

    /** What happens to so many machines while people play for {@code playNanos}. */
    public PartyPlan plan(RandomGenerator random, int machines, long playNanos) {
        return plans.draw(random, machines, playNanos);
    }
}

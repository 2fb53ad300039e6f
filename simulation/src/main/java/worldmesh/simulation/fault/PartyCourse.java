package worldmesh.simulation.fault;

import java.util.random.RandomGenerator;

/** What a party is put through. */
public enum PartyCourse {
    /** Whatever chance wants, with at least one of the faults that each seed has to have. */
    ANY {
        @Override
        public int nodes(RandomGenerator random) {
            return Math.min(random.nextInt(NODES_MIN, NODES_MAX + 1), random.nextInt(NODES_MIN, NODES_MAX + 1));
        }

        @Override
        public PartyPlan plan(RandomGenerator random, int nodes, long playNanos) {
            return PartyPlan.draw(random, nodes, playNanos);
        }
    },

    /** Few machines whose holders are replaced and come back without knowing it, again and again. */
    RIVALS {
        @Override
        public int nodes(RandomGenerator random) {
            return random.nextInt(RIVAL_NODES_MIN, RIVAL_NODES_MAX + 1);
        }

        @Override
        public PartyPlan plan(RandomGenerator random, int nodes, long playNanos) {
            return PartyPlan.rivals(random, nodes, playNanos);
        }
    },

    /** Whatever chance wants, in a party whose founder makes gold out of nothing. */
    COINER {
        @Override
        public int nodes(RandomGenerator random) {
            return COINER_NODES;
        }

        @Override
        public PartyPlan plan(RandomGenerator random, int nodes, long playNanos) {
            return PartyPlan.cheating(random, nodes, playNanos);
        }
    },

    /** Whatever chance wants, in a party whose founder has others give it theirs. */
    IMPERSONATOR {
        @Override
        public int nodes(RandomGenerator random) {
            return IMPERSONATOR_NODES;
        }

        @Override
        public PartyPlan plan(RandomGenerator random, int nodes, long playNanos) {
            return PartyPlan.cheating(random, nodes, playNanos);
        }
    };

    /** No party has more. */
    public static final int NODES_MAX = 16;

    /** The lesser of two draws: most bugs need few machines, and many cost the square of their number. */
    private static final int NODES_MIN = 2;

    private static final int RIVAL_NODES_MIN = 3;
    private static final int RIVAL_NODES_MAX = 4;

    /** An odd and an even number of enough machines to catch a cheat: {@link PartyPlan} parts the two kinds by that. */
    private static final int COINER_NODES = 5;

    private static final int IMPERSONATOR_NODES = 4;

    /** How many machines a seed has. */
    public abstract int nodes(RandomGenerator random);

    /** What happens to so many machines while people play for {@code playNanos}. */
    public abstract PartyPlan plan(RandomGenerator random, int nodes, long playNanos);
}

package worldmesh.mesh.gossip;

/**
 * How large the views are and how long things wait. Where the defaults come from: docs/decisions/0026.
 *
 * @param activeTarget neighbours that a peer seeks
 * @param activeMax neighbours that it accepts
 * @param passiveMax peers that it knows of besides
 * @param shuffleNanos the time between two exchanges of known peers
 * @param rewireNanos the time after which one neighbour is taken anew, so that no clique closes itself off for good
 * @param announceNanos for how long announcements are gathered; nothing is announced where nothing is published
 * @param pullNanos how long after its announcement a message is asked for
 * @param keepNanos for how long a message can be asked for
 */
public record GossipSettings(
        int activeTarget,
        int activeMax,
        int passiveMax,
        long shuffleNanos,
        long rewireNanos,
        long announceNanos,
        long pullNanos,
        long keepNanos) {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;

    /** Slots of neighbours: a mask of one int names some of them. */
    static final int MAX_ACTIVE = 15;

    /** Five of the paper's table for 10,000 nodes, and one more that is given to who asks. */
    public static final GossipSettings DEFAULT =
            new GossipSettings(6, 7, 30, 10 * SECOND, 60 * SECOND, 200 * MILLI, 100 * MILLI, 5 * SECOND);

    /** Refuses what cannot work. */
    public GossipSettings {
        boolean views = activeTarget >= 1 && activeTarget <= activeMax && activeMax <= MAX_ACTIVE && passiveMax >= 0;
        boolean times = Math.min(Math.min(shuffleNanos, rewireNanos), Math.min(announceNanos, pullNanos)) > 0;
        if (!views || !times || keepNanos <= pullNanos) {
            throw new IllegalArgumentException("settings are views " + activeTarget + ", " + activeMax + ", "
                    + passiveMax
                    + " and times " + shuffleNanos + ", " + rewireNanos + ", " + announceNanos + ", " + pullNanos + ", "
                    + keepNanos + " ns; views must be 1 <= target <= max <= " + MAX_ACTIVE
                    + ", times positive, and what can be pulled kept for longer than the wait for it");
        }
    }

    /** The same with another number of peers known besides neighbours. */
    public GossipSettings withPassive(int max) {
        return new GossipSettings(
                activeTarget, activeMax, max, shuffleNanos, rewireNanos, announceNanos, pullNanos, keepNanos);
    }
}

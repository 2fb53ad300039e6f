package worldmesh.mesh.congestion;

/**
 * What became of the bytes of a round, and what share of them chance alone loses on this line. Confined to its owner.
 */
final class RoundLoss {
    /** Losses above those of chance by so much are those of a full queue too short to be seen. */
    private static final double MARGIN = 0.05;

    private static final double CERTAINTY = 2;

    private long acked;
    private long lost;
    private double chance;

    void onAcked(long bytes) {
        acked += bytes;
    }

    void onLost(long bytes) {
        lost += bytes;
    }

    void onSpurious(long bytes) {
        lost = Math.max(0, lost - bytes);
    }

    void beginRound() {
        acked = 0;
        lost = 0;
    }

    void restart() {
        chance = 0;
    }

    /** The round had no queue: what was lost in it was lost by chance. */
    void learn() {
        chance += (share() - chance) / 4;
    }

    long acked() {
        return acked;
    }

    /** The share that chance loses. */
    double chance() {
        return chance;
    }

    /** True if chance loses so much that outages and jumps are chance as well. */
    boolean isWild() {
        return chance >= MARGIN;
    }

    /** The share lost in the round. */
    double share() {
        return acked + lost == 0 ? 0 : (double) lost / (acked + lost);
    }

    /** The share lost above what chance loses here. */
    double excess() {
        return Math.max(0, share() - chance - noise() - MARGIN);
    }

    /** True if something was lost, and more than by chance if {@code more}. */
    boolean hasLost(boolean more) {
        return lost > 0 && (!more || share() > chance + noise());
    }

    /** How far the share of a round of so few records may lie above its mean. */
    private double noise() {
        double records = Math.max(1, (acked + lost) / (double) CongestionControl.RECORD_BYTES);
        return CERTAINTY * Math.sqrt(Math.max(chance, 0.01) / records);
    }
}

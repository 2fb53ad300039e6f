package worldmesh.authority.party;

/**
 * How much of the committed log a member keeps on its disk.
 *
 * @param kept the newest entries, which are always kept
 * @param most how many are kept at most while somebody may still need older ones
 */
public record Retention(long kept, long most) {
    /** Four times what a member may be behind and is still told entries, not the state. */
    public static final int KEPT_DEFAULT = 4_096;

    /** No entry that a lost branch could try again is cut sooner. */
    private static final long MOST_MIN = BranchChoice.LOST_MAX;

    private static final int MOST_FACTOR = 8;

    /** Keeps so many entries, and more, up to a bound, for as long as somebody may need them. */
    public static Retention of(long kept) {
        return new Retention(kept, Math.max(MOST_MIN, MOST_FACTOR * kept));
    }

    /**
     * The last tick that may be cut off.
     *
     * @param committed the end of the committed log
     * @param settled up to where every member of the roster has it on its disk
     * @param fork what lies behind this may be tried again, if another branch holds
     */
    long cuttable(long committed, long settled, long fork) {
        long needless = Math.min(Math.min(settled, fork), committed - kept);
        return Math.max(needless, committed - most);
    }

    /** How much further the log must be for another word about how far all have it. */
    long stride() {
        return Math.max(1, kept / 4);
    }
}

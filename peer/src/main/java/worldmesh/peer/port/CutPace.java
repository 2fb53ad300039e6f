package worldmesh.peer.port;

/**
 * How soon a party's log settles what all members have.
 *
 * @param ageMillis a cut is proposed so long after all members of the roster had what it is of: who comes back within
 *     that time is told apart by stamps as ever, and so far back a world can be looked at
 * @param batchesMin retained batches of a sector for which a cut is worth its cost
 * @param copiesMax a sector of more entities is not cut, since what lies below might not fit a snapshot; it is counted
 */
public record CutPace(long ageMillis, int batchesMin, int copiesMax) {
    /**
     * Two minutes cover a restart of a program and most evenings' broken links. 64 batches are some seconds of play. A
     * snapshot of 32 MiB holds about so many entities of four small components.
     */
    public static final CutPace DEFAULT = new CutPace(120_000, 64, 1 << 21);

    /** Refuses what cannot be. */
    public CutPace {
        if (ageMillis < 0 || batchesMin < 1 || copiesMax < 1) {
            throw new IllegalArgumentException("a pace of " + ageMillis + " ms, " + batchesMin + " batches, "
                    + copiesMax + " copies; they must be at least 0, 1 and 1");
        }
    }

    /** The same with what was had by all for so long. */
    public CutPace withAge(long millis) {
        return new CutPace(millis, batchesMin, copiesMax);
    }
}

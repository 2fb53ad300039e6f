package worldmesh.world.state;

/**
 * How often values were asked for as records: there already, or decoded for it. A decoded record is kept until its cell
 * is written or goes, so that what is kept is never more than what lives. Not thread-safe.
 */
public final class RecordReads {
    private long hits;
    private long misses;
    private long kept;

    void hit() {
        hits++;
    }

    void decoded(boolean keeps) {
        misses++;
        kept += keeps ? 1 : 0;
    }

    void dropped() {
        kept--;
    }

    /** Takes over what was counted in a state whose place another takes; what that kept is gone. */
    public void carry(RecordReads before) {
        hits += before.hits;
        misses += before.misses;
    }

    /** Adds what another counted and keeps. */
    public void add(RecordReads other) {
        carry(other);
        kept += other.kept;
    }

    /** Asked for and there. */
    public long hits() {
        return hits;
    }

    /** Asked for and decoded. */
    public long misses() {
        return misses;
    }

    /** Records kept now. */
    public long kept() {
        return kept;
    }
}

package worldmesh.samples.soak;

import java.util.List;
import worldmesh.samples.troupe.PartyAudit;
import worldmesh.samples.troupe.PartyPromises;

/**
 * What the checker found, as it is printed. Usage is the most of any peer, after a garbage collection, first when the
 * first victim was back and then at the end.
 *
 * @param soak the kind of soak
 * @param troubles what happened to the party: kills, stalls, splits, cut cables, leaves
 * @param acked commands that players hold receipts for
 * @param lostAcks of those, how many some peer's log lacks
 * @param duplicateEffects commands that stand in some peer's log more than once
 * @param takeoverMillisP99 from a kill of the holder to the first acknowledgement under a newer epoch
 * @param healMillisMax from the end of a split to equal worlds, -1 without one
 * @param diskBytesBase the most that all stores together took in the first half of the troubles
 * @param diskBytesEnd the same in the second half
 * @param logFirstTick where the longest log begins at the end; what was decided before was cut off
 * @param cuts of sectors that were settled
 * @param retainedBase signed batches in the first victim's store when it was killed
 * @param retainedEnd the most in any store at the end
 * @param stampsBase stamps and exclusions that were not settled in that first store
 * @param stampsEnd the most in any store at the end
 * @param deadRunsEnd runs of dead entities
 * @param problems what contradicts itself in the stores
 */
record SoakPartyFindings(
        String soak,
        int troubles,
        int kills,
        int acked,
        int lostAcks,
        int duplicateEffects,
        long goldBefore,
        long goldAfter,
        boolean restored,
        boolean converged,
        String digest,
        long takeoverMillisP99,
        long healMillisMax,
        boolean split,
        int provisional,
        long heapBytesBase,
        long heapBytesEnd,
        long threadsBase,
        long threadsEnd,
        long descriptorsBase,
        long descriptorsEnd,
        long diskBytesBase,
        long diskBytesEnd,
        long logFirstTick,
        long cuts,
        long retainedBase,
        long retainedEnd,
        long stampsBase,
        long stampsEnd,
        long deadRunsEnd,
        List<String> problems,
        long seed,
        int budgetSeconds)
        implements PartyPromises {
    /** Two seconds are asked of a machine that does nothing else (bench party); longer than this, nobody played on. */
    private static final long TAKEOVER_MILLIS = 10_000;

    /** Answers are remembered, and the world itself grows: a heap may be larger, but not by the length of the soak. */
    private static final long HEAP_GROWTH_BYTES = 48L << 20;

    /** Threads that come and go with links and pages. */
    private static final long THREADS_GROWTH = 8;

    /** Sockets of links under way, and tables that the store opened. */
    private static final long DESCRIPTORS_GROWTH = 48;

    /** Four write-ahead logs and the tables behind them are swept when they are full, now sooner, now later. */
    private static final long DISK_GROWTH_BYTES = 4 * (64L << 20);

    static SoakPartyFindings of(PartyAudit audit, long seed, int seconds) {
        return new SoakPartyFindings(
                "party",
                audit.count("trouble"),
                audit.kills(),
                audit.acked(),
                audit.lostAcks(),
                audit.duplicateEffects(),
                audit.goldBefore(),
                audit.goldAfter(),
                audit.restored(),
                audit.converged(),
                audit.digest(),
                audit.takeovers().p99(),
                audit.healMillis(),
                audit.wasSplit(),
                audit.provisional(),
                audit.longest("base-heap"),
                audit.longest("end-heap"),
                audit.longest("base-threads"),
                audit.longest("end-threads"),
                audit.longest("base-descriptors"),
                audit.longest("end-descriptors"),
                audit.longest("disk", false),
                audit.longest("disk", true),
                audit.logBegins(),
                audit.weight().cuts(),
                audit.weightAtKill().batches(),
                audit.weight().batches(),
                audit.weightAtKill().stamps(),
                audit.weight().stamps(),
                audit.weight().deadRuns(),
                audit.problems(),
                seed,
                seconds);
    }

    /** True if every promise held. */
    boolean good() {
        return keepsPromises() && isTakenOver() && (healMillisMax >= 0 || !split) && isBackToBase();
    }

    private boolean isTakenOver() {
        return takeoverMillisP99 >= 0 && takeoverMillisP99 < TAKEOVER_MILLIS;
    }

    private boolean isBackToBase() {
        return heapBytesEnd <= heapBytesBase + HEAP_GROWTH_BYTES
                && threadsEnd <= threadsBase + THREADS_GROWTH
                && descriptorsEnd <= descriptorsBase + DESCRIPTORS_GROWTH
                && diskBytesEnd <= diskBytesBase + DISK_GROWTH_BYTES;
    }
}

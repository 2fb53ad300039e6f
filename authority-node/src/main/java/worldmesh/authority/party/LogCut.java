package worldmesh.authority.party;

import java.util.List;
import java.util.Objects;
import worldmesh.authority.party.wire.Head;
import worldmesh.runtime.journal.JournalBatch;

/**
 * Takes the old end of the log off the disk, a few entries at a time. What goes is committed, and on the disk of every
 * member of the roster: they need it no more, and whoever else comes with a shorter log is told the state. Every step
 * is one batch of rows, after which the log begins behind the last entry that went. Confined to the owner's thread.
 */
final class LogCut {
    /** Entries of one step: less than the time of one sync. */
    private static final int STEP_ENTRIES = 64;

    /** A step ends behind the entry that brings it here. */
    private static final long STEP_BYTES = 2L << 20;

    private final PartyLog log;
    private final PartyWorld world;
    private final Retention retention;
    private final PartyCounts counts;
    private Head settled = Head.NONE;

    LogCut(PartyLog log, PartyWorld world, Retention retention, PartyCounts counts) {
        this.log = log;
        this.world = world;
        this.retention = retention;
        this.counts = counts;
    }

    /** True if a member should be asked or told again how far all have the log. */
    boolean isDue() {
        long further = log.committed().tick() - settled.tick();
        return further >= retention.stride() || further < 0;
    }

    /** Every member of the roster has the log on its disk up to this entry; false if that is no news. */
    boolean settle(Head head) {
        boolean further = head.tick() - settled.tick() >= retention.stride() || !isHere(settled);
        settled = further ? head : settled;
        return further;
    }

    private boolean isHere(Head head) {
        return Objects.equals(log.at(head.tick()), head);
    }

    /** What one step takes off; empty if nothing is to be cut now, or if the log has a gap there. */
    JournalBatch step() {
        JournalBatch rows = new JournalBatch();
        long last = cuttable();
        if (last - log.extent().first() + 1 < Math.min(STEP_ENTRIES, retention.stride())) {
            return rows;
        }
        List<byte[]> gone = log.cut(Math.min(last, log.extent().first() + STEP_ENTRIES - 1), STEP_BYTES, rows);
        gone.forEach(entry -> world.forget(entry, rows));
        counts.add(PartyCounts.Kind.LOG_CUTS, rows.isEmpty() ? 0 : 1);
        counts.add(PartyCounts.Kind.LOG_ENTRIES_CUT, gone.size());
        counts.add(
                PartyCounts.Kind.LOG_BYTES_CUT,
                gone.stream().mapToLong(entry -> entry.length).sum());
        return rows;
    }

    private long cuttable() {
        long atBest = cuttable(settled.tick());
        boolean worthwhile = atBest >= log.extent().first();
        return !worthwhile || isHere(settled) ? atBest : cuttable(0); // no row is read where nothing can be cut
    }

    /** True if what lies behind a fork may still be given up. */
    boolean isForked() {
        Head fork = log.chain().fork();
        return fork != null && log.committed().tick() - fork.tick() <= retention.most();
    }

    private long cuttable(long all) {
        Head fork = log.chain().fork();
        return retention.cuttable(log.committed().tick(), all, fork == null ? Long.MAX_VALUE : fork.tick());
    }
}

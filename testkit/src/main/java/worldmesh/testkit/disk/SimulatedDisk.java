package worldmesh.testkit.disk;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.testkit.sim.Scheduler;

/**
 * The disk of one simulated machine: what is synced survives a crash, of what is only written a prefix does. It
 * outlives the {@link SimulatedJournal}s opened on it, one at a time. One thread.
 *
 * <p>Faults: {@link #crash} ends the open journal and keeps a random prefix of the unsynced batches (a torn tail);
 * {@link #failNextSync} makes the next sync report an error and lose what it should have written, as Linux drops dirty
 * pages after an I/O error.
 */
public final class SimulatedDisk {
    /** Consumer disks stall for ten times their usual sync when they move data about. */
    private static final int STALL_FACTOR = 10;

    private static final int ONE_STALL_IN = 16;

    /** A sync that takes so long is noticed by who waits for it. */
    private static final long LONG_STALL_NANOS = 100_000_000;

    private final Scheduler scheduler;
    private final RandomGenerator random;
    private final long syncNanos;
    private final long syncJitterNanos;
    private final Deque<JournalBatch> unsynced = new ArrayDeque<>();
    private Rows synced = new Rows();
    private @Nullable SimulatedJournal open;
    private boolean failNext;
    private long delayNanos;
    private long syncs;
    private long faults;
    private long longStalls;

    /** An empty disk whose syncs take between {@code syncNanos} and {@code syncNanos + syncJitterNanos}. */
    public SimulatedDisk(Scheduler scheduler, RandomGenerator random, long syncNanos, long syncJitterNanos) {
        this.scheduler = scheduler;
        this.random = random;
        this.syncNanos = syncNanos;
        this.syncJitterNanos = syncJitterNanos;
    }

    /** Opens the one journal of this disk; its callbacks run on {@code callbacks}. */
    public SimulatedJournal open(Executor callbacks) {
        if (open != null) {
            throw new IllegalStateException("the simulated disk is in use; close or crash its journal first");
        }
        var journal = new SimulatedJournal(this, callbacks, synced.copy());
        open = journal;
        return journal;
    }

    /** The power fails: the open journal is dead, of the unsynced batches a random prefix is found afterwards. */
    public void crash() {
        if (open != null) {
            open.die("the simulated machine crashed");
            open = null;
        }
        failNext = false;
        int kept = unsynced.isEmpty() ? 0 : random.nextInt(unsynced.size() + 1);
        if (kept < unsynced.size()) {
            faults++;
        }
        for (int i = 0; i < kept; i++) {
            synced.apply(unsynced.remove());
        }
        unsynced.clear();
    }

    /** The next sync reports an error and what it should have written is lost. */
    public void failNextSync() {
        failNext = true;
    }

    /** The next sync takes so much longer. */
    public void delayNextSync(long nanos) {
        delayNanos = nanos;
    }

    /** Syncs done. */
    public long syncs() {
        return syncs;
    }

    /** Syncs begun that take a tenth of a second or longer, since the disk stalls. */
    public long longStalls() {
        return longStalls;
    }

    /** Batches torn off and syncs failed. */
    public long faults() {
        return faults;
    }

    void write(JournalBatch batch) {
        unsynced.add(batch);
    }

    /** Calls back after the virtual time one sync takes; now and then a disk stalls. */
    void afterSyncTime(Runnable done) {
        long factor = random.nextInt(ONE_STALL_IN) == 0 ? STALL_FACTOR : 1;
        long nanos = delayNanos + factor * (syncNanos + random.nextLong(syncJitterNanos + 1));
        longStalls += nanos >= LONG_STALL_NANOS ? 1 : 0;
        scheduler.after(nanos, done);
        delayNanos = 0;
    }

    /** Syncs the oldest {@code count} batches; false if the disk failed. */
    boolean sync(int count) {
        if (failNext) {
            failNext = false;
            faults++;
            unsynced.clear();
            return false;
        }
        syncs++;
        for (int i = 0; i < count; i++) {
            synced.apply(unsynced.remove());
        }
        return true;
    }

    void closed(SimulatedJournal journal) {
        if (open == journal) {
            open = null;
        }
    }
}

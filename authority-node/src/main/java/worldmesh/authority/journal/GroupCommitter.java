package worldmesh.authority.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import worldmesh.runtime.journal.JournalBatch.Row;

/**
 * Writes everything queued as one group with one sync, on its own thread, in the order of submission. The first error
 * stops it for good: after a failed sync nobody knows what is on disk, so nothing later may be reported durable.
 */
final class GroupCommitter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(GroupCommitter.class);

    /** Batches waiting; a full queue makes the submitter wait for the disk. One batch per tick needs a few. */
    private static final int QUEUE_MAX = 4096;

    /** A group is cut here, so that its memory is bounded; 8 MiB take a disk about as long as its sync. */
    private static final long GROUP_BYTES_MAX = 8L << 20;

    private static final long POLL_MILLIS = 20;

    private final ArrayBlockingQueue<Submission> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
    private final GroupWriter writer;
    private final Executor callbacks;
    private final Thread thread;
    private volatile long durable;
    private @Nullable Submission carried;

    GroupCommitter(GroupWriter writer, Executor callbacks, long lastSequence) {
        this.writer = writer;
        this.callbacks = callbacks;
        this.durable = lastSequence;
        this.thread = new Thread(this::run, "worldmesh-journal");
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((t, e) -> fail(e.toString()));
        thread.start();
    }

    /** The number of the last batch on disk. */
    long durable() {
        return durable;
    }

    /** Why the committer stopped, or null while it works. */
    @Nullable String failed() {
        return failure.get();
    }

    /** Stops the journal because of an error seen elsewhere, as on a read. */
    void fail(String reason) {
        if (failure.compareAndSet(null, reason)) {
            log.error("journal.failed reason={}", reason);
        }
    }

    /** Queues a batch; waits while the queue is full. */
    void submit(Submission submission) {
        try {
            while (!queue.offer(submission, POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                refuseIfFailed();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail("interrupted while waiting for the disk");
        }
        refuseIfFailed();
    }

    /** Waits until {@code done} is counted down by a durable batch. */
    void await(CountDownLatch done) {
        try {
            while (!done.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                refuseIfFailed();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail("interrupted while waiting for the disk");
            refuseIfFailed();
        }
    }

    void refuseIfFailed() {
        String reason = failure.get();
        if (reason != null) {
            throw new JournalFailedException("journal has stopped: " + reason);
        }
    }

    private void run() {
        try {
            List<Submission> group = new ArrayList<>();
            while (failure.get() == null && nextGroup(group)) {
                commit(group);
                group.clear();
            }
        } catch (IOException e) {
            fail(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            fail("the journal thread was interrupted");
        }
    }

    /** Collects what is queued; answers false once the stop mark is the next in line. */
    private boolean nextGroup(List<Submission> group) throws InterruptedException {
        Submission next = carried == null ? queue.take() : carried;
        carried = null;
        if (next.isStop()) {
            return false;
        }
        long bytes = 0;
        while (next != null) {
            if (next.isStop() || bytes > GROUP_BYTES_MAX) {
                carried = next;
                break;
            }
            group.add(next);
            bytes += next.bytes;
            next = queue.poll();
        }
        return true;
    }

    private void commit(List<Submission> group) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (Submission each : group) {
            rows.addAll(each.rows);
        }
        long last = group.get(group.size() - 1).sequence;
        if (!rows.isEmpty()) {
            writer.write(rows, last);
        }
        if (failure.get() != null) {
            return;
        }
        durable = last;
        for (Submission each : group) {
            callbacks.execute(each.whenDurable);
            each.done.countDown();
        }
    }

    /** Writes what is queued and ends the thread. */
    @Override
    public void close() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                if (queue.stream().noneMatch(Submission::isStop)) {
                    queue.offer(Submission.STOP, POLL_MILLIS, TimeUnit.MILLISECONDS);
                }
                thread.join(POLL_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Makes one group durable. */
    @FunctionalInterface
    interface GroupWriter {
        /** Writes the rows as one batch that ends at {@code lastSequence} and returns once it is on disk. */
        void write(List<Row> rows, long lastSequence) throws IOException;
    }

    /** One batch on its way to disk. */
    record Submission(long sequence, List<Row> rows, long bytes, Runnable whenDurable, CountDownLatch done) {
        private static final Submission STOP = new Submission(-1, List.of(), 0, () -> {}, new CountDownLatch(0));

        private boolean isStop() {
            return sequence < 0;
        }
    }
}

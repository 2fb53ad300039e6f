package worldmesh.authority.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import worldmesh.authority.journal.GroupCommitter.Submission;
import worldmesh.runtime.journal.JournalBatch.Row;

class GroupCommitterTest {
    private final List<String> events = new CopyOnWriteArrayList<>();

    @Test
    void sharesOneSyncAmongAllBatchesThatWaited() {
        CountDownLatch allQueued = new CountDownLatch(1);
        List<Integer> groups = new ArrayList<>();
        var committer = new GroupCommitter(
                (rows, last) -> {
                    awaitOrFail(allQueued);
                    groups.add(rows.size());
                },
                Runnable::run,
                0);

        for (int i = 1; i <= 100; i++) {
            committer.submit(batch(i));
        }
        allQueued.countDown();
        committer.close();

        assertEquals(100, groups.stream().mapToInt(Integer::intValue).sum());
        assertEquals(true, groups.size() <= 2, "groups " + groups);
        assertEquals(100, committer.durable());
        assertEquals("durable 1", events.get(0));
        assertEquals("durable 100", events.get(99));
    }

    @Test
    void reportsNothingDurableAfterTheFirstWriteError() {
        CountDownLatch submitted = new CountDownLatch(1);
        var committer = new GroupCommitter(
                (rows, last) -> {
                    awaitOrFail(submitted); // a disk that fails sooner is told to who submits
                    throw new IOException("no space left on device");
                },
                Runnable::run,
                7);
        Submission lost = batch(8);

        committer.submit(lost);
        submitted.countDown();
        assertThrows(JournalFailedException.class, () -> committer.await(lost.done()));
        var refused = assertThrows(JournalFailedException.class, () -> committer.submit(batch(9)));
        committer.close();

        assertEquals("journal has stopped: no space left on device", refused.getMessage());
        assertEquals("no space left on device", committer.failed());
        assertEquals(7, committer.durable());
        assertEquals(List.of(), events);
    }

    @Test
    void runsTheCallbackOfAnEmptyBatchInItsTurnWithoutASync() {
        List<Long> writes = new CopyOnWriteArrayList<>();
        var committer = new GroupCommitter((rows, last) -> writes.add(last), Runnable::run, 0);

        committer.submit(new Submission(1, List.of(), 0, () -> events.add("empty"), new CountDownLatch(1)));
        committer.close();

        assertEquals(List.of("empty"), events);
        assertFalse(writes.contains(1L));
        assertNull(committer.failed());
    }

    private Submission batch(long sequence) {
        Row row = new Row(Rows.bytes("k" + sequence), Rows.bytes("v"));
        return new Submission(
                sequence, List.of(row), 4, () -> events.add("durable " + sequence), new CountDownLatch(1));
    }

    private static void awaitOrFail(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}

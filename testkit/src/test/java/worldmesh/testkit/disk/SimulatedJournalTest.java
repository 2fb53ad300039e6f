package worldmesh.testkit.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.testkit.contract.DeltaJournalContract;
import worldmesh.testkit.contract.JournalBench;
import worldmesh.testkit.sim.Scheduler;

class SimulatedJournalTest {
    private static final byte[] KEY = {1};

    private final Scheduler scheduler = new Scheduler();
    private final SimulatedDisk disk = new SimulatedDisk(scheduler, new SplittableRandom(1), 1_000_000, 500_000);

    @TestFactory
    Stream<DynamicTest> keepsTheContractOfTheJournal() {
        return DeltaJournalContract.checks().stream()
                .map(check -> DynamicTest.dynamicTest(check.sentence(), () -> {
                    try (var bench = new SimulatedBench(check.sentence().hashCode())) {
                        check.body().accept(bench);
                    }
                }));
    }

    @Test
    void takesVirtualTimeToSyncAndSharesTheNextSync() {
        var durable = new ArrayList<Integer>();
        DeltaJournal journal = disk.open(Runnable::run);
        for (int i = 0; i < 5; i++) {
            int number = i;
            journal.submit(new JournalBatch().put(KEY, KEY), () -> durable.add(number));
        }

        scheduler.runUntil(999_999);
        assertEquals(List.of(), durable);
        scheduler.runUntil(60_000_000);

        assertEquals(List.of(0, 1, 2, 3, 4), durable);
        assertEquals(2, disk.syncs());
    }

    @Test
    void isLateOnceIfItIsToldTo() {
        var durable = new ArrayList<Integer>();
        DeltaJournal journal = disk.open(Runnable::run);
        disk.delayNextSync(100_000_000);

        journal.submit(new JournalBatch().put(KEY, KEY), () -> durable.add(1));
        scheduler.runUntil(100_999_999);
        assertEquals(List.of(), durable);
        scheduler.runUntil(160_000_000);
        journal.submit(new JournalBatch().put(KEY, KEY), () -> durable.add(2));
        scheduler.runUntil(220_000_000);

        assertEquals(List.of(1, 2), durable);
    }

    @Test
    void losesWhatIsNotSyncedInACrash() {
        boolean lost = false;
        boolean kept = false;
        for (int seed = 0; seed < 40; seed++) {
            var crashing = new SimulatedDisk(scheduler, new SplittableRandom(seed), 1_000, 0);
            crashing.open(Runnable::run).submit(new JournalBatch().put(KEY, KEY), () -> {});

            crashing.crash();

            boolean found = crashing.open(Runnable::run).get(KEY) != null;
            lost |= !found;
            kept |= found;
        }
        assertTrue(lost && kept, "a torn tail is sometimes there and sometimes not");
    }

    @Test
    void stopsForGoodWhenASyncFails() {
        var durable = new ArrayList<Integer>();
        DeltaJournal journal = disk.open(Runnable::run);
        disk.failNextSync();

        journal.submit(new JournalBatch().put(KEY, KEY), () -> durable.add(1));
        scheduler.runUntil(10_000_000);

        assertNotNull(journal.failed());
        assertEquals(List.of(), durable);
        assertThrows(IllegalStateException.class, () -> journal.submit(new JournalBatch(), () -> {}));
        journal.close();
        assertNull(disk.open(Runnable::run).get(KEY), "a failed sync loses what it should have written");
        assertEquals(1, disk.faults());
    }

    @Test
    void callsBackNobodyAfterACrash() {
        var durable = new ArrayList<Integer>();
        disk.open(Runnable::run).submit(new JournalBatch().put(KEY, KEY), () -> durable.add(1));

        disk.crash();
        scheduler.runUntil(10_000_000);

        assertEquals(List.of(), durable);
    }

    @Test
    void isOpenedOnceAtATime() {
        disk.open(Runnable::run);

        assertThrows(IllegalStateException.class, () -> disk.open(Runnable::run));
    }

    /** Runs callbacks only when the contract settles. */
    private static final class SimulatedBench implements JournalBench {
        private final Scheduler scheduler = new Scheduler();
        private final SimulatedDisk disk;
        private final Queue<Runnable> callbacks = new ArrayDeque<>();
        private DeltaJournal journal;

        SimulatedBench(long seed) {
            disk = new SimulatedDisk(scheduler, new SplittableRandom(seed), 1_000_000, 1_000_000);
            journal = disk.open(callbacks::add);
        }

        @Override
        public DeltaJournal journal() {
            return journal;
        }

        @Override
        public void settle() {
            scheduler.runUntil(scheduler.nowNanos() + 60_000_000_000L);
            while (!callbacks.isEmpty()) {
                callbacks.remove().run();
            }
        }

        @Override
        public void reopen() {
            journal.close();
            journal = disk.open(callbacks::add);
        }

        @Override
        public void crash() {
            disk.crash();
            journal = disk.open(callbacks::add);
        }

        @Override
        public void close() {
            journal.close();
        }
    }
}

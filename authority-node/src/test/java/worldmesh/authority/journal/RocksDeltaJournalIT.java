package worldmesh.authority.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.runtime.metrics.CacheStats;

class RocksDeltaJournalIT {
    @TempDir
    Path dir;

    private final LinkedBlockingQueue<Runnable> callbacks = new LinkedBlockingQueue<>();

    @Test
    void readsWhatWasSubmittedBeforeItIsDurableAndAfterReopening() {
        try (var journal = open()) {
            journal.submit(Rows.put("a/1", "one").put(Rows.bytes("b/1"), Rows.bytes("other")), () -> {});
            journal.submit(Rows.put("a/2", "two"), () -> {});
            journal.submit(new JournalBatch().delete(Rows.bytes("a/1")), () -> {});

            assertEquals("none", Rows.get(journal, "a/1"));
            assertEquals(List.of("a/2=two"), Rows.scan(journal, "a/"));
        }

        try (var journal = open()) {
            assertEquals(List.of("a/2=two"), Rows.scan(journal, "a/"));
            assertEquals("other", Rows.get(journal, "b/1"));
            assertNull(journal.failed());
        }
    }

    @Test
    void countsWhatItsCacheOfBlocksHadAndWhatItRead() {
        try (var journal = open()) {
            journal.commit(Rows.put("a/1", "one"));
        }
        try (var journal = open()) {
            for (int i = 0; i < 10; i++) {
                assertEquals("one", Rows.get(journal, "a/1"));
            }
            CacheStats blocks = journal.caches().get(0);

            assertEquals("journal", blocks.name());
            assertTrue(blocks.misses() > 0 && blocks.hits() > blocks.misses(), blocks.toString());
            assertTrue(blocks.entries() > 0 && blocks.entries() <= blocks.entriesMax(), blocks.toString());
        }
    }

    @Test
    void mergesRowsOnDiskWithRowsInMemoryInKeyOrder() {
        try (var journal = open()) {
            journal.commit(Rows.put("k1", "disk").put(Rows.bytes("k3"), Rows.bytes("disk")));

            journal.submit(Rows.put("k0", "new").put(Rows.bytes("k3"), Rows.bytes("new")), () -> {});
            journal.submit(Rows.put("k2", "new").put(Rows.bytes("k4"), Rows.bytes("new")), () -> {});

            assertEquals(List.of("k0=new", "k1=disk", "k2=new", "k3=new", "k4=new"), Rows.scan(journal, "k"));
        }
    }

    @Test
    void runsCallbacksInOrderOnTheGivenExecutorOnly() throws InterruptedException {
        StringBuilder order = new StringBuilder();
        try (var journal = open()) {
            for (int i = 0; i < 5; i++) {
                int number = i;
                journal.submit(Rows.put("k", "v" + i), () -> order.append(number));
            }

            for (int i = 0; i < 5; i++) {
                callbacks.take().run();
            }
        }

        assertEquals("01234", order.toString());
    }

    @Test
    void refusesASecondOpeningInWords() {
        try (var journal = open()) {
            journal.commit(Rows.put("k", "v"));
            var refused = assertThrows(JournalOpenException.class, this::open);

            assertSays("in use by a running program", refused);
            assertEquals("v", Rows.get(journal, "k"));
        }
    }

    @Test
    void refusesANewerStoreAndLeavesItAlone() throws IOException {
        open().close();
        Files.writeString(dir.resolve("FORMAT"), "worldmesh-store 99\n");

        var refused = assertThrows(JournalOpenException.class, this::open);

        assertSays("has format 99, this program reads up to 2", refused);
    }

    @Test
    void refusesAFileInPlaceOfTheDirectory() throws IOException {
        Path file = Files.writeString(dir.resolve("store"), "not a directory");

        var refused = assertThrows(JournalOpenException.class, () -> RocksDeltaJournal.open(file, callbacks::add));

        assertSays("must be a directory", refused);
    }

    @Test
    void refusesADamagedFormatFile() throws IOException {
        open().close();
        Files.write(dir.resolve("FORMAT"), new byte[] {1, 2, 3});

        var refused = assertThrows(JournalOpenException.class, this::open);

        assertSays("damaged file FORMAT", refused);
    }

    @Test
    void refusesWhenAcknowledgedBatchesWereCutOffTheLog() throws IOException {
        fill();
        Path wal = newestWal();
        try (RandomAccessFile file = new RandomAccessFile(wal.toFile(), "rw")) {
            file.setLength(file.length() - 50);
        }

        var refused = assertThrows(JournalOpenException.class, this::open);

        assertSays("lost acknowledged batches", refused);
        assertThrows(JournalOpenException.class, () -> RocksJournalView.open(dir));
    }

    @Test
    void toleratesATornBatchThatWasNeverAcknowledged() throws IOException {
        fill();
        byte[] torn = new byte[37]; // a record header (checksum, length 100, type full) and less than it announces
        torn[4] = 100;
        torn[6] = 1;
        Files.write(newestWal(), torn, java.nio.file.StandardOpenOption.APPEND);

        try (var journal = open()) {
            assertEquals(200, Rows.scan(journal, "row").size());
        }
    }

    @Test
    void refusesABitFlipAnywhereInTheLogOrLosesNothing() throws IOException {
        fill();
        Path wal = newestWal();
        byte[] good = Files.readAllBytes(wal);
        Path highWater = dir.resolve("HIGH_WATER");
        byte[] mark = Files.readAllBytes(highWater);

        for (int at = 0; at < good.length; at += good.length / 17) {
            byte[] bad = good.clone();
            bad[at] ^= 0x10;
            Files.write(wal, bad);
            Files.write(highWater, mark);
            assertTrue(refusesOrHasAllRows(), "bit flip at byte " + at);
        }
    }

    @Test
    void refusesAStoreWhoseDatabaseWasRemoved() throws IOException {
        fill();
        try (var files = Files.walk(dir.resolve("db"))) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        }

        var refused = assertThrows(JournalOpenException.class, this::open);

        assertSays("lost acknowledged batches", refused);
    }

    @Test
    void showsAReadOnlyViewBesideTheWriter() {
        try (var journal = open()) {
            journal.commit(Rows.put("k", "v"));

            try (var view = RocksJournalView.open(dir)) {
                assertEquals(1, view.batches());
                assertArrayEquals(Rows.bytes("v"), view.get(Rows.bytes("k")));
            }
        }
    }

    private static void assertSays(String expected, JournalOpenException refused) {
        assertTrue(String.valueOf(refused.getMessage()).contains(expected), refused.toString());
    }

    private boolean refusesOrHasAllRows() {
        try (var view = RocksJournalView.open(dir)) {
            int[] count = {0};
            view.scan(Rows.bytes("row"), (key, value) -> ++count[0] > 0);
            return count[0] == 200;
        } catch (JournalOpenException e) {
            return e.getMessage() != null && e.getMessage().contains("restore it");
        }
    }

    private void fill() {
        try (var journal = open()) {
            for (int i = 0; i < 200; i++) {
                journal.commit(Rows.put(String.format(java.util.Locale.ROOT, "row%04d", i), "x".repeat(100)));
            }
        }
    }

    private Path newestWal() throws IOException {
        try (var files = Files.list(dir.resolve("db"))) {
            return files.filter(path -> path.toString().endsWith(".log"))
                    .max(Comparator.comparingLong(path -> path.toFile().length()))
                    .orElseThrow();
        }
    }

    private RocksDeltaJournal open() {
        return RocksDeltaJournal.open(dir, callbacks::add);
    }
}

package worldmesh.authority.party;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.authority.journal.RocksDeltaJournal;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.party.wire.PartyRoster;
import worldmesh.authority.party.wire.RosterLink;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.world.hash.Hash;

/** A log that is cut, in a real database: however long a party plays, its store stays as large as it was. */
class LogCutIT {
    private static final int ENTRIES = 200_000;
    private static final int ENTRY_BYTES = 1_000;
    private static final int KEPT = 4_096;
    private static final int LOOK_EVERY = 10_000;

    /** A write-ahead log and the tables behind it are swept when they are full, now sooner, now later. */
    private static final long SWEEP_BYTES = 32L << 20;

    private final PeerId founder = new SimulatedSignatures().signer(0).peer();
    private final ToyCluster cluster = new ToyCluster(1, 1, PartyRules.STRICT, PartySettings.DEFAULT, false);
    private final PartyWorld world = cluster.machine(0);
    private final SplittableRandom random = new SplittableRandom(5);

    @TempDir
    Path directory;

    private PartyLog open(DeltaJournal journal) {
        return new PartyLog(journal, new RosterLink(PartyRoster.founding(founder), Head.NONE), bytes -> null);
    }

    /** Bytes that no compression makes smaller. */
    private Entry next(Head before) {
        byte[] bytes = new byte[ENTRY_BYTES];
        random.nextBytes(bytes);
        return new Entry(new Head(1, before.tick() + 1, Hash.of(bytes)), before.hash(), null, bytes);
    }

    private long diskBytes() {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aStoreOfTwoHundredThousandEntriesIsAsLargeAsOneOfAHundredThousand() {
        List<Long> sizes = new ArrayList<>();
        try (RocksDeltaJournal journal = RocksDeltaJournal.open(directory, Runnable::run)) {
            PartyLog log = open(journal);
            LogCut cut = new LogCut(log, world, Retention.of(KEPT), new PartyCounts());
            for (int i = 1; i <= ENTRIES; i++) {
                JournalBatch rows = new JournalBatch();
                log.commit(next(log.committed()), rows);
                journal.submit(rows, () -> {});
                cut.settle(log.committed());
                JournalBatch gone = cut.step();
                if (!gone.isEmpty()) {
                    journal.submit(gone, () -> {});
                }
                if (i % LOOK_EVERY == 0) {
                    journal.commit(new JournalBatch());
                    sizes.add(diskBytes());
                }
            }
        }

        int half = sizes.size() / 2;
        long early =
                sizes.subList(0, half).stream().mapToLong(Long::longValue).max().orElse(0);
        long late = sizes.subList(half, sizes.size()).stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
        assertTrue(late <= early + SWEEP_BYTES, sizes.toString());
        assertTrue(late < (long) ENTRIES * ENTRY_BYTES / 2, sizes.toString());
        try (RocksDeltaJournal journal = RocksDeltaJournal.open(directory, Runnable::run)) {
            PartyLog log = open(journal);
            assertEquals(ENTRIES, log.committed().tick());
            assertTrue(
                    log.extent().first() > ENTRIES - 2 * KEPT,
                    "the log begins at " + log.extent().first());
            for (long tick = log.extent().first(); tick <= ENTRIES; tick++) {
                assertNotNull(log.row(tick));
            }
        }
    }
}

package worldmesh.authority.party;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.party.wire.PartyRoster;
import worldmesh.authority.party.wire.RosterLink;
import worldmesh.authority.row.MemoryRows;
import worldmesh.authority.row.Table;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.testkit.crypto.SimulatedSignatures;

class LogCutTest {
    private static final int KEPT = 16;

    private final MemoryRows journal = new MemoryRows();
    private final PeerId founder = new SimulatedSignatures().signer(0).peer();
    private final RosterLink founding = new RosterLink(PartyRoster.founding(founder), Head.NONE);
    private final ToyCluster cluster = new ToyCluster(1, 1, PartyRules.STRICT, PartySettings.DEFAULT, true);
    private final PartyCounts counts = new PartyCounts();
    private PartyLog log = open();

    private PartyLog open() {
        return new PartyLog(journal, founding, ToyEntry::open);
    }

    private LogCut cut(Retention retention) {
        return new LogCut(log, cluster.machine(0), retention, counts);
    }

    private void play(long epoch, int entries) {
        for (int i = 0; i < entries; i++) {
            commit(epoch, null);
        }
    }

    private void commit(long epoch, @Nullable PartyRoster roster) {
        Head before = log.committed();
        var toy = new ToyEntry(epoch, before.tick() + 1, before.hash(), before.tick(), false, roster);
        JournalBatch rows = new JournalBatch();
        log.commit(Objects.requireNonNull(ToyEntry.open(toy.encode())), rows);
        write(rows);
    }

    private void write(JournalBatch rows) {
        journal.commit(rows);
        journal.settle();
    }

    private int steps(LogCut cut) {
        int steps = 0;
        for (JournalBatch rows = cut.step(); !rows.isEmpty(); rows = cut.step()) {
            write(rows);
            steps++;
        }
        return steps;
    }

    @Test
    void keepsTheNewestEntriesAndGoesOnBehindTheLastThatWent() {
        play(3, 100);
        LogCut cut = cut(Retention.of(KEPT));
        Head end = log.committed();

        cut.settle(end);
        int steps = steps(cut);

        assertEquals(2, steps, "64 entries a step");
        assertNull(log.row(84));
        Head begin = Objects.requireNonNull(log.at(85));
        assertEquals(
                16, Objects.requireNonNull(log.after(base(), 1_024, 1 << 20)).size());
        assertEquals(
                15, Objects.requireNonNull(log.after(begin, 1_024, 1 << 20)).size());
        assertEquals(100 - KEPT, counts.byName().get("log_entries_cut"));
        assertEquals(16, log.extent().levels().get("log_entries"));
    }

    private Head base() {
        return Head.decode(new ByteReader(Objects.requireNonNull(journal.get(Table.LOG_BASE.prefix()))));
    }

    @Test
    void isTheSameAfterARestartAtEveryWrite() {
        play(3, 40);
        play(5, 160);
        LogCut cut = cut(Retention.of(KEPT));
        cut.settle(log.committed());
        for (JournalBatch rows = cut.step(); !rows.isEmpty(); rows = cut.step()) {
            write(rows);
            PartyLog again = open();
            assertEquals(log.committed(), again.committed());
            assertEquals(log.extent().first(), again.extent().first());
            assertEquals(log.extent().levels(), again.extent().levels());
            assertEquals(base().tick() + 1, again.extent().first());
            for (long tick = again.extent().first(); tick <= 200; tick++) {
                assertEquals(log.at(tick), again.at(tick));
                assertNotNull(again.at(tick));
            }
        }
        assertNull(journal.get(Table.TENURE.key(8).putLong(3).array()), "no entry of that epoch is left");
        assertNotNull(journal.get(Table.TENURE.key(8).putLong(5).array()));
    }

    @Test
    void cutsNothingThatAMemberOfTheRosterLacksUntilTheLogIsTooLong() {
        play(3, 100);
        LogCut cut = cut(new Retention(KEPT, 200));
        cut.settle(Objects.requireNonNull(log.at(30)));

        steps(cut);
        assertEquals(31, log.extent().first());
        play(3, 100);
        assertEquals(0, steps(cut));
        play(3, 100);
        steps(cut);

        assertEquals(300 - 200 + 1, log.extent().first(), "nobody can hold it back for ever");
    }

    @Test
    void believesNoSettledEntryThatIsNotInTheOwnLog() {
        play(3, 100);
        LogCut cut = cut(Retention.of(KEPT));
        Head mine = Objects.requireNonNull(log.at(90));

        cut.settle(new Head(mine.epoch(), 90, Head.NONE.hash()));
        assertEquals(0, steps(cut));
        cut.settle(mine);

        assertTrue(steps(cut) > 0);
    }

    @Test
    void keepsWhatASideThatAdoptedItselfMayHaveToTryAgain() {
        play(3, 50);
        commit(3, new PartyRoster(1, false, List.of(founder)));
        play(3, 50);
        commit(4, new PartyRoster(2, true, List.of(founder)));
        play(4, 100);
        LogCut cut = cut(Retention.of(KEPT));
        cut.settle(log.committed());

        steps(cut);

        assertEquals(52, log.extent().first(), "behind the last roster that both sides have");
        assertEquals(151, log.behind(Objects.requireNonNull(log.at(52)), 1_000).size() + 1);
    }

    @Test
    void aMemberWithALogThatEndsBeforeTheCutIsToldTheState() {
        play(3, 100);
        Head before = Objects.requireNonNull(log.at(50));
        LogCut cut = cut(Retention.of(KEPT));
        cut.settle(log.committed());
        steps(cut);

        assertTrue(log.beginsAfter(before));
        assertTrue(log.mayContain(before), "nobody can say that it is another branch's");
        assertNull(log.after(before, 10, 1 << 20));
    }

    @Test
    void takesWhatLiesBeforeAStateOffTheDiskToo() {
        play(3, 30);
        Head at = new Head(9, 500, founding.at().hash());
        JournalBatch rows = new JournalBatch();
        log.rebase(at, List.of(founding), rows);
        write(rows);
        play(9, 40);
        LogCut cut = cut(Retention.of(KEPT));

        cut.settle(log.committed());
        for (int i = 0; i < 10; i++) {
            write(cut.step()); // some of them find nothing: entries just before the state were never here
        }

        assertNull(journal.get(Table.LOG.key(16).putLong(3).putLong(1).array()));
        assertEquals(540 - KEPT + 1, log.extent().first());
        assertEquals(16, log.extent().levels().get("log_entries"));
        assertEquals(16, open().extent().levels().get("log_entries"));
    }
}

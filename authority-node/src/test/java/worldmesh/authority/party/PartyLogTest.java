package worldmesh.authority.party;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.party.wire.PartyRoster;
import worldmesh.authority.party.wire.RosterLink;
import worldmesh.authority.row.MemoryRows;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.testkit.crypto.SimulatedSignatures;

class PartyLogTest {
    private final MemoryRows journal = new MemoryRows();
    private final PeerId founder = new SimulatedSignatures().signer(0).peer();
    private final RosterLink founding = new RosterLink(PartyRoster.founding(founder), Head.NONE);

    private PartyLog open() {
        return new PartyLog(journal, founding, ToyEntry::open);
    }

    private static Entry entry(long epoch, Head before, long number) {
        ToyEntry toy = new ToyEntry(epoch, before.tick() + 1, before.hash(), number, false, null);
        return Objects.requireNonNull(ToyEntry.open(toy.encode()));
    }

    private void write(JournalBatch rows) {
        journal.commit(rows);
        journal.settle();
    }

    private void commit(PartyLog log, Entry entry) {
        JournalBatch rows = new JournalBatch();
        log.commit(entry, rows);
        write(rows);
    }

    /** Entries 1 to {@code count} of epoch 3, each durable before the next one. */
    private void commitMany(PartyLog log, int count) {
        Head before = Head.NONE;
        for (int number = 1; number <= count; number++) {
            Entry entry = entry(3, before, number);
            commit(log, entry);
            before = entry.head();
        }
    }

    @Test
    void anEntryThatWasWithdrawnStaysWithdrawnAfterARestart() {
        PartyLog log = open();
        Entry blocked = entry(3, Head.NONE, 7);
        JournalBatch rows = new JournalBatch();
        log.accept(3, List.of(blocked), rows);
        log.disown(blocked.head(), rows);
        write(rows);

        PartyLog again = open();

        assertTrue(again.isDisowned(again.tail().get(0), again.accepted()));
        assertFalse(again.isDisowned(blocked, 4), "proposed again by a later holder, it may be committed");
        assertFalse(again.isDisowned(entry(3, Head.NONE, 8), 3));
    }

    @Test
    void rowsAreAheadOfTheLogUntilAnEntryOfALoneMemberIsDurable() {
        PartyLog log = open();
        Entry entry = entry(3, Head.NONE, 7);
        JournalBatch rows = new JournalBatch();

        log.commitAlone(entry, rows);
        write(rows);

        assertTrue(log.isLanding());
        assertEquals(Head.NONE, log.committed());
        log.advance(entry);
        assertFalse(log.isLanding());
        assertEquals(entry.head(), log.committed());
        assertEquals(entry.head(), open().committed());
    }

    @Test
    void whatALoneMemberCommittedIsNotPreparedAnyMoreAfterACrash() {
        PartyLog log = open();
        Entry entry = entry(3, Head.NONE, 7);
        Entry next = entry(3, entry.head(), 8);
        JournalBatch rows = new JournalBatch();
        log.commitAlone(entry, rows);
        write(rows);
        JournalBatch more = new JournalBatch();
        log.accept(3, List.of(entry, next), more);
        write(more);

        PartyLog again = open();

        assertEquals(entry.head(), again.committed());
        assertEquals(
                List.of(next.head()), again.tail().stream().map(Entry::head).toList());
        commit(again, next);
        assertEquals(next.head(), open().last());
    }

    @Test
    void whatIsBehindAForkIsFoundBeforeAStateThatWasTakenOverToo() {
        PartyLog log = open();
        commitMany(log, 4);
        JournalBatch rows = new JournalBatch();
        Head taken = new Head(5, 500, Head.NONE.hash());
        log.rebase(taken, List.of(log.chain().last()), rows);
        write(rows);
        commit(log, entry(5, taken, 9));

        Head fork = Objects.requireNonNull(log.at(2));
        List<Long> numbers = log.behind(fork, 1_000).stream()
                .map(bytes -> Objects.requireNonNull(ToyEntry.decode(bytes)).number())
                .toList();

        assertEquals(List.of(3L, 4L, 9L), numbers);
    }

    @Test
    void rostersThatWereTakenOverWithAStateAreAllThereAfterARestart() {
        PartyLog log = open();
        List<RosterLink> told = new ArrayList<>();
        for (long number = 10; number <= 13; number++) {
            PartyRoster roster = new PartyRoster(number, false, List.of(founder));
            told.add(new RosterLink(roster, new Head(5, 490 + number, Head.NONE.hash())));
        }
        JournalBatch rows = new JournalBatch();
        log.rebase(new Head(5, 503, Head.NONE.hash()), told, rows);
        write(rows);

        assertEquals(told, log.chain().told());
        assertEquals(told, open().chain().told(), "a state names them: with fewer it would be another one");
    }

    @Test
    void endsOfTheLogThatAreKeptInMemoryAreThoseOnTheDisk() {
        PartyLog log = open();
        commitMany(log, 6);

        assertEquals(headsOf(open()), headsOf(log));
        JournalBatch cut = new JournalBatch();
        log.cut(3, Long.MAX_VALUE, cut);
        write(cut);
        assertNull(log.at(3), "it is off the disk");
        assertEquals(headsOf(open()), headsOf(log));
        JournalBatch rows = new JournalBatch();
        log.rebase(new Head(5, 2, Head.NONE.hash()), List.of(log.chain().last()), rows);
        write(rows);
        assertNull(log.at(4), "another branch goes on from an earlier place");
    }

    private static List<Optional<Head>> headsOf(PartyLog log) {
        return LongStream.rangeClosed(1, 7)
                .mapToObj(log::at)
                .map(Optional::ofNullable)
                .toList();
    }
}

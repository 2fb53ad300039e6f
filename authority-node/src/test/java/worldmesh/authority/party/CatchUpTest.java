package worldmesh.authority.party;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.party.wire.PartyMessage;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.runtime.journal.JournalBatch;

/** Which entries a member is sent, and how many parts at once. */
class CatchUpTest {
    private static final int ENTRIES = 20;
    private static final long EPOCH = 1;

    private final ToyCluster cluster = new ToyCluster(1, 4, PartyRules.STRICT, PartySettings.DEFAULT, true);
    private final ToyMachine machine = cluster.machine(0);
    private final PeerId behind = cluster.machine(1).id;
    private final DeltaJournal journal = machine.open();
    private final PartyMember member = cluster.member(machine, journal);

    /** Each entry is a part of its own. */
    private final CatchUp catchUp = new CatchUp(member, 1);

    @BeforeEach
    void fill() {
        member.see(List.of(machine.id, behind));
        for (int i = 0; i < ENTRIES; i++) {
            Head before = member.log.committed();
            ToyEntry toy = new ToyEntry(EPOCH, before.tick() + 1, before.hash(), 7, false, null);
            JournalBatch rows = new JournalBatch();
            member.log.commit(Objects.requireNonNull(ToyEntry.open(toy.encode())), rows);
            journal.commit(rows);
        }
        machine.sent.clear();
    }

    private Head at(long tick) {
        return tick == 0 ? Head.NONE : Objects.requireNonNull(member.log.at(tick));
    }

    /** The ticks after which the parts begin that this answer sends. */
    private List<Long> ask(long tick) {
        machine.sent.clear();
        catchUp.answer(behind, at(tick), EPOCH);
        return machine.sent.stream()
                .map(message -> ((PartyMessage.Entries) message).after().tick())
                .toList();
    }

    @Test
    void sendsTwiceAsManyAheadForEachPartThatWasTaken() {
        assertEquals(List.of(0L), ask(0));
        assertEquals(List.of(1L, 2L), ask(1));
        assertEquals(List.of(3L, 4L, 5L), ask(2));
        assertEquals(List.of(6L), ask(3));
        assertEquals(List.of(7L, 8L), ask(5));
    }

    @Test
    void sendsAgainWhatIsAskedForAgain() {
        ask(0);
        ask(1);

        assertEquals(List.of(1L), ask(1));
        assertEquals(List.of(2L, 3L), ask(2));
    }

    @Test
    void sendsNothingTwiceToWhomTakesThemOneByOne() {
        List<Long> sent = new ArrayList<>();
        for (long tick = 0; tick < ENTRIES; tick++) {
            sent.addAll(ask(tick));
        }

        assertEquals(LongStream.range(0, ENTRIES).boxed().toList(), sent);
    }

    @Test
    void answersWhoHasAllThatThereIsNothingMore() {
        assertEquals(List.of((long) ENTRIES), ask(ENTRIES));
        assertTrue(((PartyMessage.Entries) machine.sent.get(0)).entries().isEmpty());
    }

    @Test
    void beginsAnewInAnotherEpoch() {
        ask(0);
        machine.sent.clear();

        catchUp.answer(behind, at(1), EPOCH + 1);

        assertEquals(1, machine.sent.size());
    }

    @Test
    void tellsWhoseLogIsAnother() {
        Head other = new Head(EPOCH, 5, at(6).hash());

        catchUp.answer(behind, other, EPOCH);

        assertEquals(List.of(new PartyMessage.Differ(EPOCH, other)), machine.sent);
    }
}

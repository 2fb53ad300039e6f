package worldmesh.authority.party;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.party.wire.PartyMessage.Campaign;
import worldmesh.authority.party.wire.PartyMessage.Lead;
import worldmesh.authority.party.wire.PartyRoster;
import worldmesh.authority.party.wire.RosterLink;
import worldmesh.authority.tick.LogEntry;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.runtime.journal.JournalBatch;

/** Which branch of a world holds, seen by a member of a side that adopted itself. */
class BranchChoiceTest {
    private static final byte[] ELECTED = {0};
    private static final byte[] ADOPTED = {1};

    private final ToyCluster cluster = new ToyCluster(1, 4, PartyRules.STRICT, PartySettings.DEFAULT, true);
    private final List<PeerId> peers =
            cluster.machines().stream().map(machine -> machine.id).toList();
    private final ToyMachine machine = cluster.machine(0);
    private final DeltaJournal journal = machine.open();
    private final PartyMember member = cluster.member(machine, journal);
    private final BranchChoice choice = new BranchChoice(member);
    private final List<RosterLink> common = new ArrayList<>();
    private final Head shared;

    /** A roster of four, an entry of commands, and the roster that two of them adopted. */
    BranchChoiceTest() {
        commit(1, new PartyRoster(1, false, peers));
        common.addAll(member.log.chain().told());
        shared = commit(1, null);
        commit(3, new PartyRoster(2, true, peers.subList(0, 2)));
        commit(3, null);
    }

    private Head commit(long epoch, @Nullable PartyRoster roster) {
        Entry entry = entry(epoch, member.log.committed(), roster);
        JournalBatch rows = new JournalBatch();
        member.log.commit(entry, rows);
        journal.commit(rows);
        return entry.head();
    }

    private static Entry entry(long epoch, Head before, @Nullable PartyRoster roster) {
        ToyEntry toy = new ToyEntry(epoch, before.tick() + 1, before.hash(), 7, false, roster);
        return Objects.requireNonNull(ToyEntry.open(toy.encode()));
    }

    @Test
    void holdsAnAdoptedRosterAgainstAHolderThatOnlyItsSideElected() {
        Lead lead = new Lead(2, ADOPTED, common, shared);

        assertEquals(BranchChoice.Outcome.MINE, choice.judge(lead, false));
    }

    @Test
    void yieldsAnAdoptedRosterToTheHolderOfTheCommonOne() {
        Lead lead = new Lead(2, ELECTED, common, shared);

        assertEquals(BranchChoice.Outcome.THEIRS, choice.judge(lead, false));
    }

    @Test
    void yieldsAnAdoptedRosterToWhoCommittedMoreByTheCommonOne() {
        Lead lead = new Lead(4, ADOPTED, common, entry(4, shared, null).head());

        assertEquals(BranchChoice.Outcome.THEIRS, choice.judge(lead, false));
    }

    @Test
    void keepsTheLogThatBothBranchesHave() {
        choice.giveUp(common);

        assertNotNull(journal.get(LogEntry.key(1, 1)));
        assertNull(journal.get(LogEntry.key(3, 3)));
        assertEquals(Head.NONE, member.log.committed());
    }

    @Test
    void hasNoSayBetweenTheLogItGaveUpAndTheNext() {
        Campaign campaign = new Campaign(9, false, member.log.chain().last());
        assertTrue(member.mayPromise(peers.get(3), campaign));

        choice.giveUp(common);

        assertFalse(member.mayPromise(peers.get(3), campaign));
    }
}

package worldmesh.authority.party;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.party.wire.PartyCodec;
import worldmesh.authority.party.wire.PartyMessage;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.hash.Hash;

/** What a holder makes of the words of its members, one at a time. */
class TenureSimTest {
    private static final byte[] NO_VOTE = {};

    private final ToyCluster cluster = new ToyCluster(1, 2, PartyRules.STRICT, PartySettings.DEFAULT, false);
    private final ToyMachine holder = cluster.machine(0);
    private final PeerId other = cluster.machine(1).id;

    private void hear(PartyMessage message) {
        holder.role().onMessage(other, PartyCodec.encode(message), cluster.now());
    }

    private long epoch() {
        return holder.role().standing().epoch();
    }

    @Test
    void takesNobodyIntoTheRosterWhoHasNoLogYet() {
        cluster.start(0);
        cluster.run(900);
        long tick = holder.role().committed().tick();
        assertTrue(tick > 0 && tick < 8, "a short log, " + tick);

        holder.role().onView(List.of(holder.id, other), cluster.now());
        hear(new PartyMessage.Ack(epoch(), Head.NONE, Head.NONE, true, NO_VOTE));
        cluster.run(500);

        assertEquals(List.of(holder.id), holder.role().standing().roster());
    }

    @Test
    void afterATakeoverCommandsGoBeforeTheRosterWithoutTheDead() {
        ToyCluster party = new ToyCluster(2, 4, PartyRules.STRICT, PartySettings.DEFAULT, false);
        party.heal();
        party.run(4_000);
        ToyMachine first = Objects.requireNonNull(party.holder());
        party.crash(party.machines().indexOf(first));
        ToyMachine next = party.holder();
        for (int i = 0; i < 500 && next == null; i++) {
            party.run(10);
            next = party.holder();
        }
        ToyMachine successor = Objects.requireNonNull(next, "nobody took the role over");
        party.run(20);
        assertEquals(4, successor.role().roster().roster().members().size());
        assertTrue(successor.role().mayPropose(), "commands wait for the roster");

        successor.propose(4_711);
        party.run(1_000);

        assertEquals(3, successor.role().roster().roster().members().size());
        assertTrue(successor.numbers().contains(4_711L));
    }

    @Test
    void commandsGoBeforeTheRosterAlsoWhereAnEntryOfTheDeadHolderComesFirst() {
        ToyCluster party = new ToyCluster(2, 4, PartyRules.STRICT, PartySettings.DEFAULT, false);
        party.heal();
        party.run(4_000);
        ToyMachine first = Objects.requireNonNull(party.holder());
        first.propose(4_711);
        party.run(14);
        party.crash(party.machines().indexOf(first));
        ToyMachine next = party.holder();
        for (int i = 0; i < 500 && next == null; i++) {
            party.run(10);
            next = party.holder();
        }
        ToyMachine successor = Objects.requireNonNull(next, "nobody took the role over");
        party.machines().stream()
                .filter(machine -> machine != successor)
                .forEach(machine -> machine.disk.delayNextSync(400 * ToyCluster.MILLI));

        party.run(300);
        boolean found = !successor.numbers().contains(4_711L);
        for (int i = 0; i < 100 && !successor.numbers().contains(4_711L); i++) {
            party.run(10);
        }
        party.run(10);

        assertTrue(found, "the entry waits for the others' disks");
        assertTrue(successor.numbers().contains(4_711L));
        assertEquals(4, successor.role().roster().roster().members().size());
        assertTrue(successor.role().mayPropose(), "commands wait for the roster");
        party.run(1_000);
        assertEquals(3, successor.role().roster().roster().members().size());
    }

    /** Two members, of which the second has died; the holder has proposed a number that no other disk has. */
    private Head proposeToNobody() {
        cluster.start(0);
        cluster.start(1);
        cluster.run(4_000);
        assertEquals(2, holder.role().standing().roster().size());
        cluster.heal();
        cluster.run(1_000);
        cluster.machine(1).crash();
        Head before = holder.role().committed();
        holder.propose(4_711);
        cluster.run(60);
        Head proposed = holder.role().last();
        assertNotEquals(before, proposed);
        assertEquals(before, holder.role().committed());
        return proposed;
    }

    @Test
    void commitsWhatAMemberSaysIsCommittedThoughItsTailIsAnothers() {
        Head proposed = proposeToNobody();
        Head foreign = new Head(epoch(), proposed.tick() + 1, Hash.of(new byte[] {1}));

        hear(new PartyMessage.Ack(epoch(), foreign, proposed, true, NO_VOTE));

        assertEquals(proposed, holder.role().committed());
    }

    @Test
    void disputesNoEntryThatItHasItselfButDoesNotKnowToBeCommitted() {
        Head proposed = proposeToNobody();

        holder.sent.clear();
        hear(new PartyMessage.Fetch(epoch(), proposed, false));

        assertTrue(holder.sent.stream().anyMatch(PartyMessage.Prepare.class::isInstance));
        assertTrue(holder.sent.stream().noneMatch(PartyMessage.Differ.class::isInstance));
    }

    @Test
    void saysToWhoIsFarBehindOnAnotherBranchThatItDiffersAndSendsNoState() {
        cluster.hurry();
        cluster.start(0);
        cluster.run(25_000);
        assertTrue(holder.role().committed().tick() > 1_100, "far ahead");
        holder.role().onView(List.of(holder.id, other), cluster.now());
        holder.sent.clear();

        hear(new PartyMessage.Fetch(epoch(), new Head(1, 5, Hash.of(new byte[] {1})), false));

        assertTrue(holder.sent.stream().anyMatch(PartyMessage.Differ.class::isInstance));
        assertTrue(holder.sent.stream().noneMatch(PartyMessage.StatePart.class::isInstance));
    }
}

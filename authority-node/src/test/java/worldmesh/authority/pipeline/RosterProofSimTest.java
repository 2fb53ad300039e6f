package worldmesh.authority.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import worldmesh.authority.admit.Refusal;
import worldmesh.authority.party.PartySettings;
import worldmesh.authority.party.wire.PartyCodec;
import worldmesh.authority.party.wire.PartyMessage;
import worldmesh.authority.pipeline.PartyBench.Peer;
import worldmesh.authority.row.Table;
import worldmesh.peer.port.AuthorityStatus.Role;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.Verdict;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.ProofCodec;

/** The votes for a roster lie with it on every disk whose log has it, whatever passes beside the log. */
class RosterProofSimTest {
    private final List<Peer> here = new ArrayList<>();

    private PartyBench party(int size) {
        PartyBench bench = new PartyBench(size, size, PartySettings.DEFAULT);
        here.addAll(bench.peers);
        bench.enterAll();
        bench.rostersPass = false;
        return bench;
    }

    private static boolean isAccepted(Peer player, CommandId command) {
        Verdict verdict = player.verdicts.get(command);
        return verdict != null && verdict.kind() == Verdict.Kind.ACCEPTED;
    }

    private void leave(PartyBench bench, Peer peer) {
        here.remove(peer);
        peer.leave();
        bench.run(700);
        assertFalse(peer.isUp(), () -> peer.status().toString());
    }

    @Test
    void whoIsLeftOfAPartyCanProveEveryRosterThoughNothingPassedBesideTheLog() {
        PartyBench bench = party(4);
        while (here.size() > 1) {
            leave(bench, here.get(0));
            CommandId next = here.get(0).mine(1);
            bench.run(500);
            assertTrue(
                    isAccepted(here.get(0), next),
                    here.size() + " are left: " + here.get(0).status());
        }
        Peer last = here.get(0);
        last.kill();

        last.start();
        CommandId again = last.mine(1);
        bench.run(500);

        assertEquals(Role.HOLDER, last.status().role());
        assertTrue(isAccepted(last, again));
        assertEquals(List.of(), last.audit().problems());
    }

    @Test
    void whoWasAwayForARosterGetsItsVotesWithTheEntries() {
        PartyBench bench = party(4);
        Peer away = here.remove(3);
        Peer gone = here.remove(2);
        bench.view(here.toArray(new Peer[0]));
        gone.kill();
        bench.run(1_500);
        here.add(away);
        bench.rostersPass = false;
        bench.view(here.toArray(new Peer[0]));
        bench.run(4_000);

        CommandId next = away.mine(1);
        bench.run(500);

        assertTrue(isAccepted(away, next), () -> away.status().toString());
        assertEquals(here.get(0).status().roster(), away.status().roster());
        assertEquals(here.get(0).status().committedTick(), away.status().committedTick());
    }

    /** A changed program that keeps the votes for its rosters to itself. */
    private static byte[] withoutProofs(byte[] said) {
        PartyMessage message = PartyCodec.decode(said);
        if (message instanceof PartyMessage.Prepare told) {
            return PartyCodec.encode(new PartyMessage.Prepare(told.epoch(), told.committed(), told.tail(), List.of()));
        }
        if (message instanceof PartyMessage.Entries told) {
            return PartyCodec.encode(
                    new PartyMessage.Entries(told.epoch(), told.after(), told.entries(), told.committed(), List.of()));
        }
        return said;
    }

    @Test
    void aHolderThatTellsOfARosterAndNotOfItsVotesIsFollowedNoFurther() {
        PartyBench bench = party(5);
        Peer holder = here.get(0);
        Peer second = here.get(1);
        holder.tongue = RosterProofSimTest::withoutProofs;
        Peer gone = here.remove(4);
        gone.kill();

        bench.view(here.toArray(new Peer[0]));
        bench.run(2_000);

        assertEquals(4, holder.status().roster().size());
        assertEquals(5, second.status().roster().size());
        bench.run(5_500);
        assertFalse(second.status().roster().contains(holder.id));
        bench.run(2_500);
        CommandId next = second.mine(1);
        bench.run(1_000);
        assertNotEquals(holder.id, second.status().holder());
        assertTrue(isAccepted(second, next), () -> second.status().toString());
        assertEquals(List.of(), second.audit().problems());
    }

    @Test
    void aVoteThatNobodyGavePutsNoRosterInForce() {
        PartyBench bench = party(3);
        Peer holder = here.get(0);
        Peer liar = here.get(2);
        liar.tongue = said -> PartyCodec.decode(said) instanceof PartyMessage.Ack ack && ack.vote().length > 0
                ? PartyCodec.encode(
                        new PartyMessage.Ack(ack.epoch(), ack.last(), ack.committed(), ack.ready(), new byte[64]))
                : said;
        Peer gone = here.remove(1);
        gone.kill();

        bench.view(here.toArray(new Peer[0]));
        bench.run(2_000);

        assertEquals(3, holder.status().roster().size(), "a quorum of three needs the liar's vote");
        assertEquals(3, liar.status().roster().size());
    }

    private static void loseRosters(Peer peer) {
        try (var rows = peer.disk.open(Runnable::run)) {
            JournalBatch without = new JournalBatch();
            rows.scan(Table.PROOF.prefix(), (key, value) -> {
                if (Objects.requireNonNull(ProofCodec.decode(value)).kind() == Proof.Kind.ROSTER) {
                    without.delete(key);
                }
                return true;
            });
            rows.commit(without);
        }
    }

    @Test
    void aHolderWhoseVotesAreLostRefusesCommandsWithAReasonUntilSomebodyBringsThem() {
        PartyBench bench = party(2);
        Peer other = here.get(0);
        leave(bench, other);
        Peer last = here.get(0);
        last.kill();
        loseRosters(last);

        last.start();
        CommandId next = last.mine(1);
        bench.run(500);

        Verdict verdict = last.verdicts.get(next);
        assertEquals(
                Refusal.UNPROVEN.text(),
                assertInstanceOf(Verdict.Rejected.class, verdict).reason());
        bench.rostersPass = true;
        other.start();
        bench.view(last, other);
        bench.run(3_000);
        CommandId again = other.mine(1);
        bench.run(500);
        assertTrue(isAccepted(other, again), () -> last.status() + " " + other.status());
    }
}

package worldmesh.authority.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import worldmesh.authority.admit.ExactlyOnce;
import worldmesh.authority.member.Voters;
import worldmesh.authority.party.Ballots;
import worldmesh.authority.party.PartyRules;
import worldmesh.authority.party.PartySettings;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.party.wire.PartyCodec;
import worldmesh.authority.party.wire.PartyMessage;
import worldmesh.authority.party.wire.PartyMessage.StatePart;
import worldmesh.authority.party.wire.PartyRoster;
import worldmesh.authority.party.wire.RosterLink;
import worldmesh.authority.pipeline.Mines.Enter;
import worldmesh.authority.pipeline.Mines.Lay;
import worldmesh.authority.pipeline.Mines.Mine;
import worldmesh.authority.pipeline.Mines.Vein;
import worldmesh.authority.pipeline.PartyBench.Peer;
import worldmesh.authority.row.RowDraft;
import worldmesh.authority.store.StoreAudit;
import worldmesh.peer.port.AuthorityNotice;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.CommandSeal;
import worldmesh.world.command.Receipt;
import worldmesh.world.command.Verdict;
import worldmesh.world.entity.EntityId;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.ReplicaIdentity;
import worldmesh.world.trust.Roster;
import worldmesh.world.trust.Vote;

/** Whole authorities beside a member that lies in the party's own messages: it gets nothing, and loses the role. */
class PartyTrustSimTest {
    private static final byte[] ACCOUNT_END = "\u0004gold".getBytes(StandardCharsets.US_ASCII);

    private static PartyBench party(int size, int first) {
        PartyBench bench = new PartyBench(31L * size + first, size, PartySettings.DEFAULT);
        bench.peers.get(0).start();
        bench.peers.get(0).submit(new Lay(10_000));
        bench.run(300);
        List<Peer> here = bench.peers.subList(0, first);
        here.stream().skip(1).forEach(Peer::start);
        bench.view(here.toArray(new Peer[0]));
        bench.run(3_000);
        here.forEach(peer -> peer.submit(new Enter()));
        bench.run(500);
        here.forEach(peer -> peer.submit(new Mine(vein(peer), 3)));
        bench.run(500);
        return bench;
    }

    private static EntityId vein(Peer peer) {
        EntityId[] found = new EntityId[1];
        peer.replica().each(null, Vein.class, (entity, vein) -> found[0] = entity);
        assertNotNull(found[0]);
        return found[0];
    }

    private static void assertSame(List<Peer> peers) {
        Set<String> ends = new TreeSet<>();
        for (Peer peer : peers) {
            ends.add(peer.replica().digest() + " at " + peer.status().committedTick());
            StoreAudit audit = peer.audit();
            assertEquals(List.of(), audit.problems(), peer.id.brief());
            audit.applied().forEach((command, times) -> assertEquals(1, times, command.toString()));
        }
        assertEquals(1, ends.size(), ends.toString());
    }

    private static void assertDeposed(Peer cheat, List<Peer> honest) {
        for (Peer peer : honest) {
            assertTrue(
                    peer.notices.stream()
                            .anyMatch(notice -> notice.kind() == AuthorityNotice.Kind.DEPOSED
                                    && notice.subject().equals(cheat.id)),
                    peer.id.brief() + " was not told");
            assertNotEquals(cheat.id, peer.status().holder());
            assertEquals(1, peer.pipeline().counts().get("holders_accused"));
        }
    }

    @Test
    void aStateThatMakesSomebodyRicherIsNotTakenAndDeposesItsHolder() {
        PartyBench bench = party(5, 4);
        Peer cheat = bench.peers.get(0);
        Peer newcomer = bench.peers.get(4);
        List<Peer> honest = bench.peers.subList(1, 5);
        cheat.tongue = new Forger(cheat);

        newcomer.start();
        bench.view(bench.peers.toArray(new Peer[0]));
        bench.run(4_000);

        assertDeposed(cheat, bench.peers.subList(1, 4));
        assertEquals(4, newcomer.status().roster().size());
        assertEquals(1, newcomer.pipeline().counts().get("states_taken"));
        assertSame(honest);
        assertEquals(12, newcomer.gold());
    }

    /** Changes the first balance in every state it sends, and signs what it made of it. */
    private record Forger(Peer peer) implements UnaryOperator<byte[]> {
        @Override
        public byte[] apply(byte[] message) {
            if (!(PartyCodec.decode(message) instanceof StatePart part)) {
                return message;
            }
            byte[] state = part.part().clone();
            for (int at = Long.BYTES; at + ACCOUNT_END.length <= state.length; at++) {
                if (Arrays.equals(state, at, at + ACCOUNT_END.length, ACCOUNT_END, 0, ACCOUNT_END.length)) {
                    state[at - Long.BYTES] ^= 4;
                    break;
                }
            }
            assertEquals(1, part.count(), "the state of this party is small");
            var name = new Ballots.StateName(part.epoch(), part.at(), Hash.of(state));
            byte[] signature = new Voters(peer.context()).signState(name);
            return PartyCodec.encode(new StatePart(part.epoch(), part.at(), 0, 1, state, signature));
        }
    }

    private static byte[] unsigned(byte[] message) {
        return PartyCodec.decode(message) instanceof StatePart part
                ? PartyCodec.encode(
                        new StatePart(part.epoch(), part.at(), part.index(), part.count(), part.part(), new byte[64]))
                : message;
    }

    private static long unserved(Peer newcomer) {
        return newcomer.notices.stream()
                .filter(notice -> notice.kind() == AuthorityNotice.Kind.UNSERVED)
                .count();
    }

    @Test
    void aNewcomerComesInByAnotherMemberWhereTheHoldersStatesProveNothing() {
        PartyBench bench = party(4, 3);
        Peer holder = bench.peers.get(0);
        Peer newcomer = bench.peers.get(3);
        holder.tongue = PartyTrustSimTest::unsigned;

        newcomer.start();
        bench.view(bench.peers.toArray(new Peer[0]));
        bench.run(6_000);

        assertEquals(4, newcomer.status().roster().size());
        assertEquals(holder.id, newcomer.status().holder(), "nobody could be shown what it did");
        assertEquals(0, unserved(newcomer));
        assertSame(bench.peers);
    }

    @Test
    void aNewcomerIsToldWithinSecondsThatNobodyCanHelpItPastTheHolder() {
        PartyBench bench = party(3, 2);
        Peer holder = bench.peers.get(0);
        Peer newcomer = bench.peers.get(2);
        byte[] nothing = PartyCodec.encode(new PartyMessage.Favour(0));
        holder.tongue =
                message -> PartyCodec.decode(message) instanceof PartyMessage.Vouch ? nothing : unsigned(message);

        newcomer.start();
        bench.view(bench.peers.toArray(new Peer[0]));
        bench.run(5_500);
        long told = unserved(newcomer);
        holder.tongue = message -> message;
        bench.run(5_500);

        assertEquals(1, told);
        assertEquals(3, newcomer.status().roster().size(), "it went on asking");
        assertSame(bench.peers);
    }

    @Test
    void aFounderWhoVotesForHimselfByTheFirstRosterIsNotFollowed() {
        PartyBench bench = party(3, 3);
        Peer founder = bench.peers.get(0);
        List<Peer> rest = bench.peers.subList(1, 3);
        founder.kill();
        bench.view(rest.toArray(new Peer[0]));
        bench.run(2_000);
        founder.start();
        bench.view(rest.get(0), rest.get(1), founder);
        bench.run(3_000);
        long epoch = rest.get(0).status().epoch();

        for (Peer peer : rest) {
            peer.pipeline().onMessage(founder.id, lead(bench, founder, 900), bench.scheduler.nowNanos());
        }
        bench.run(500);

        for (Peer peer : rest) {
            assertEquals(epoch, peer.status().epoch());
            assertEquals(rest.get(0).id, peer.status().holder());
            assertEquals(1, peer.pipeline().counts().get("grants_outvoted"));
        }
        CommandId next = rest.get(1).submit(new Mine(vein(rest.get(1)), 1));
        bench.run(1_000);
        assertTrue(rest.get(1).verdicts.containsKey(next));
        assertSame(rest);
    }

    private static byte[] lead(PartyBench bench, Peer founder, long epoch) {
        Grant proposal = Grant.candidate(Roster.founding(bench.manifest), epoch, founder.signer.publicKey(), false);
        Grant grant = proposal.with(List.of(Vote.sign(proposal.body(), founder.signer)));
        ReplicaIdentity tenure = ReplicaIdentity.drawTenure(bench.manifest.worldId(), founder.signer, 4_713);
        byte[] credentials = new ByteWriter()
                .block(grant.encode())
                .block(tenure.certificate().encode())
                .varint(0)
                .toBytes();
        List<RosterLink> links = List.of(new RosterLink(PartyRoster.founding(founder.id), Head.NONE));
        return PartyCodec.encode(new PartyMessage.Lead(epoch, credentials, links, Head.NONE));
    }

    @Test
    void aHolderThatRunsACommandTwiceIsDeposed() {
        PartyBench bench = new PartyBench(5, 4, PartySettings.DEFAULT);
        Peer cheat = bench.peers.get(0);
        List<Peer> honest = bench.peers.subList(1, 4);
        cheat.memory = new Forgetful();
        bench.peers.forEach(Peer::start);
        bench.view(bench.peers.toArray(new Peer[0]));
        bench.run(3_000);
        cheat.submit(new Lay(10_000));
        honest.forEach(peer -> peer.submit(new Enter()));
        bench.run(1_000);
        CommandId name = new CommandId(honest.get(0).id, 8, 1);
        CommandEnvelope mining = bench.sealed(
                CommandEnvelope.of(name, SectorId.ORIGIN, Mines.SCHEMA, new Mine(vein(honest.get(0)), 5)),
                honest.get(0).signer);

        for (int i = 0; i < 2; i++) {
            cheat.pipeline().onCommand(honest.get(0).id, mining, bench.scheduler.nowNanos());
            bench.run(1_500);
        }
        bench.run(1_500);

        assertDeposed(cheat, honest);
        honest.forEach(peer -> assertEquals(5, peer.gold(), peer.id.brief()));
        assertSame(honest);
        assertNotNull(Objects.requireNonNull(bench.receipts.get(name)));
    }

    /** All its rules are those of the game; only that the player never asked for it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aHolderThatMakesACommandUpInAPlayersNameIsDeposed(boolean stealsASeal) {
        PartyBench bench = new PartyBench(6, 4, PartySettings.DEFAULT);
        Peer cheat = bench.peers.get(0);
        List<Peer> honest = bench.peers.subList(1, 4);
        cheat.partyRules = new PartyRules() {
            @Override
            public boolean asksForSeals() {
                return false;
            }
        };
        bench.peers.forEach(Peer::start);
        bench.view(bench.peers.toArray(new Peer[0]));
        bench.run(3_000);
        cheat.submit(new Lay(10_000));
        honest.forEach(peer -> peer.submit(new Enter()));
        bench.run(1_000);
        Peer victim = honest.get(0);
        CommandId genuine = victim.submit(new Mine(vein(victim), 5));
        CommandSeal seal = Objects.requireNonNull(
                Objects.requireNonNull(victim.open.get(genuine)).seal());
        bench.run(1_000);

        CommandEnvelope forged = CommandEnvelope.of(
                new CommandId(victim.id, 8, 1), SectorId.ORIGIN, Mines.SCHEMA, new Mine(vein(victim), 7));
        cheat.pipeline().onCommand(victim.id, stealsASeal ? forged.with(seal) : forged, bench.scheduler.nowNanos());
        bench.run(3_000);

        assertDeposed(cheat, honest);
        honest.forEach(peer -> assertEquals(5, peer.gold(), peer.id.brief()));
        CommandId next = victim.submit(new Mine(vein(victim), 2));
        bench.run(1_000);
        assertTrue(victim.verdicts.containsKey(next), "the party plays on");
        honest.forEach(peer -> assertEquals(7, peer.gold(), peer.id.brief()));
        assertSame(honest);
    }

    private static final class Forgetful implements ExactlyOnce {
        @Override
        public @Nullable Receipt answer(CommandId command) {
            return null;
        }

        @Override
        public boolean forgotten(CommandId command) {
            return false;
        }

        @Override
        public void remember(CommandId command, Receipt answer, RowDraft rows) {
            // It wants to run every command as often as it comes.
        }
    }

    /** Commits what is on its own disk, and hands out receipts for it. */
    private static final class Hasty implements PartyRules {
        @Override
        public boolean commits(PartyRoster roster, Set<PeerId> disks) {
            return !disks.isEmpty();
        }
    }

    /** Says for ever what it said last of a log that had nothing new in it. */
    private static final class Stale implements UnaryOperator<byte[]> {
        private byte @Nullable [] last;
        private boolean turned;

        @Override
        public byte[] apply(byte[] message) {
            boolean news = !(PartyCodec.decode(message) instanceof PartyMessage.Prepare prepare
                    && prepare.tail().isEmpty());
            if (!turned && !news) {
                last = message;
            }
            return turned && last != null ? last : message;
        }
    }

    private static PartyBench hastyParty(Stale tongue) {
        PartyBench bench = new PartyBench(77, 5, PartySettings.DEFAULT);
        Peer cheat = bench.peers.get(0);
        cheat.partyRules = new Hasty();
        cheat.tongue = tongue;
        bench.peers.forEach(Peer::start);
        bench.view(bench.peers.toArray(new Peer[0]));
        bench.run(3_000);
        cheat.submit(new Lay(10_000));
        bench.peers.subList(1, 5).forEach(peer -> peer.submit(new Enter()));
        bench.run(1_500);
        assertEquals(5, cheat.status().roster().size());
        assertEquals(cheat.id, bench.peers.get(1).status().holder());
        return bench;
    }

    /** The receipt is signed and true to the cheat's own log, but no other disk has the command. */
    @Test
    void aReceiptForWhatIsOnTheHoldersDiskAloneIsNotBelievedAndTheNextHolderDecides() {
        Stale tongue = new Stale();
        PartyBench bench = hastyParty(tongue);
        Peer cheat = bench.peers.get(0);
        List<Peer> honest = bench.peers.subList(1, 5);
        Peer victim = honest.get(0);
        Set<CommandId> handedOut = new TreeSet<>();
        cheat.answers = receipt -> handedOut.add(receipt.command());

        tongue.turned = true;
        CommandId mining = victim.submit(new Mine(vein(victim), 5));
        bench.run(10_000);

        assertTrue(handedOut.contains(mining), "the cheat answered");
        assertFalse(victim.verdicts.containsKey(mining), "no majority has it");
        cheat.kill();
        bench.view(honest.toArray(new Peer[0]));
        bench.run(4_000);
        assertEquals(
                Verdict.Kind.ACCEPTED,
                Objects.requireNonNull(victim.verdicts.get(mining)).kind());
        honest.forEach(peer -> assertEquals(5, peer.gold(), peer.id.brief()));
        assertSame(honest);
    }

    /** Its own disk and the cheat's are two of five; the other three elect without them. */
    @Test
    void whatAMinorityWasToldIsTakenBackOpenlyAndDecidedOnceWhenTheMajorityIsBack() {
        Stale tongue = new Stale();
        PartyBench bench = hastyParty(tongue);
        Peer cheat = bench.peers.get(0);
        Peer victim = bench.peers.get(1);
        List<Peer> others = bench.peers.subList(2, 5);
        cheat.deceives = to -> !to.equals(victim.id);

        tongue.turned = true;
        CommandId mining = victim.submit(new Mine(vein(victim), 5));
        bench.run(500);
        assertTrue(victim.verdicts.containsKey(mining), "the victim's own log has it, and a receipt");
        cheat.kill();
        victim.kill();
        bench.view(others.toArray(new Peer[0]));
        bench.run(4_000);
        others.forEach(peer -> assertEquals(0, peer.gold(), peer.id.brief()));
        victim.start();
        bench.view(others.get(0), others.get(1), others.get(2), victim);
        bench.run(8_000);

        List<Peer> honest = bench.peers.subList(1, 5);
        assertTrue(
                victim.rolledBack.stream().anyMatch(command -> command.id().equals(mining)),
                "the player is told that it does not count yet");
        assertEquals(4, victim.status().roster().size());
        honest.forEach(peer -> assertEquals(5, peer.gold(), peer.id.brief()));
        assertSame(honest);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aMemberWhoseDiskFailsStopsServingAndTheOthersGoOn(int failing) {
        PartyBench bench = party(4, 4);
        Peer broken = bench.peers.get(failing);
        List<Peer> rest = bench.peers.stream().filter(peer -> peer != broken).toList();

        broken.disk.failNextSync();
        rest.get(0).submit(new Mine(vein(rest.get(0)), 2));
        bench.run(500);
        assertTrue(Objects.requireNonNull(broken.halted).contains("store has stopped"), broken.halted);
        assertFalse(broken.isUp());
        bench.view(rest.toArray(new Peer[0]));
        CommandId next = rest.get(1).submit(new Mine(vein(rest.get(1)), 5));
        bench.run(2_500);

        assertEquals(
                Verdict.Kind.ACCEPTED,
                Objects.requireNonNull(rest.get(1).verdicts.get(next)).kind());
        assertSame(rest);
        broken.start();
        bench.view(rest.get(0), rest.get(1), rest.get(2), broken);
        bench.run(4_000);
        assertEquals(4, broken.status().roster().size());
        assertSame(bench.peers);
        assertEquals(4 * 3 + 2 + 5, broken.gold());
    }
}

package worldmesh.authority.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import worldmesh.authority.party.PartySettings;
import worldmesh.authority.pipeline.Mines.Enter;
import worldmesh.authority.pipeline.Mines.Lay;
import worldmesh.authority.pipeline.Mines.Mine;
import worldmesh.authority.pipeline.Mines.Vein;
import worldmesh.authority.pipeline.PartyBench.Peer;
import worldmesh.authority.store.StoreAudit;
import worldmesh.peer.port.AuthorityNotice;
import worldmesh.peer.port.AuthorityStatus;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.Verdict;
import worldmesh.world.entity.EntityId;
import worldmesh.world.replica.Replica;
import worldmesh.world.rule.Decision;
import worldmesh.world.rule.Effect;
import worldmesh.world.rule.RuleBook;
import worldmesh.world.rule.Rules;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.Claim;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.LearnStatus;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.ReplicaIdentity;
import worldmesh.world.trust.Roster;
import worldmesh.world.trust.Vote;

/** Whole authorities in a party: judged once, kept by all, whoever dies, leaves or cheats. */
class PartySimTest {
    private static PartyBench party(int size) {
        return party(size, PartySettings.DEFAULT);
    }

    private static PartyBench party(int size, PartySettings settings) {
        PartyBench bench = new PartyBench(size, size, settings);
        bench.peers.get(0).start();
        bench.peers.get(0).submit(new Lay(10_000));
        bench.run(300);
        bench.peers.stream().skip(1).forEach(Peer::start);
        bench.view(bench.peers.toArray(new Peer[0]));
        bench.run(3_000);
        return bench;
    }

    private static EntityId vein(Peer peer) {
        EntityId[] found = new EntityId[1];
        peer.replica().each(null, Vein.class, (entity, vein) -> found[0] = entity);
        assertNotNull(found[0]);
        return found[0];
    }

    private static void play(PartyBench bench, List<Peer> players, int rounds) {
        for (Peer player : players) {
            player.submit(new Enter());
        }
        bench.run(500);
        for (int i = 0; i < rounds; i++) {
            for (Peer player : players) {
                player.submit(new Mine(vein(player), 1));
            }
            bench.run(60);
        }
    }

    private static void assertSame(List<Peer> peers) {
        Set<String> digests = new TreeSet<>();
        Set<Long> ticks = new TreeSet<>();
        for (Peer peer : peers) {
            digests.add(peer.replica().digest().toString());
            ticks.add(peer.status().committedTick());
            StoreAudit audit = peer.audit();
            assertEquals(List.of(), audit.problems(), peer.id.brief());
            audit.applied().forEach((command, times) -> assertEquals(1, times, command.toString()));
        }
        assertEquals(1, digests.size(), "digests " + digests);
        assertEquals(1, ticks.size(), "ticks " + ticks);
    }

    private static void assertAnswered(List<Peer> players) {
        for (Peer player : players) {
            assertEquals(Set.of(), player.open.keySet(), player.id.brief());
        }
    }

    @Test
    void makesEveryDiskCountAndKeepsTheSameEverywhere() {
        PartyBench bench = party(4);

        play(bench, bench.peers, 10);
        bench.run(1_000);

        assertEquals(4, bench.peers.get(3).status().roster().size());
        assertAnswered(bench.peers);
        assertSame(bench.peers);
        assertEquals(40, bench.peers.get(2).gold());
    }

    @Test
    void playsOnUnderALaterEpochWhenTheHolderIsKilled() {
        PartyBench bench = party(3);
        play(bench, bench.peers, 3);
        Peer first = bench.peers.get(0);
        List<Peer> rest = bench.peers.subList(1, 3);
        long epoch = rest.get(0).status().epoch();

        first.kill();
        bench.view(rest.toArray(new Peer[0]));
        CommandId next = rest.get(1).submit(new Mine(vein(rest.get(1)), 1));
        bench.run(300);

        assertEquals(AuthorityStatus.Role.HOLDER, rest.get(0).status().role());
        assertTrue(rest.get(0).status().epoch() > epoch);
        assertTrue(rest.get(1).verdicts.containsKey(next), "no answer within 300 ms of the view");
        first.start();
        bench.view(rest.get(0), rest.get(1), first);
        bench.run(4_000);
        assertAnswered(rest);
        assertSame(bench.peers);
        assertEquals(3, first.status().roster().size());
    }

    @Test
    void playsOnAtOnceWhenTheHolderRestartsBeforeAnybodyMissesIt() {
        PartyBench bench = party(3);
        play(bench, bench.peers, 3);
        Peer first = bench.peers.get(0);
        Peer other = bench.peers.get(2);
        long epoch = other.status().epoch();

        first.kill();
        first.start();
        bench.view(bench.peers.toArray(new Peer[0]));
        CommandId next = other.submit(new Mine(vein(other), 1));
        bench.run(700);

        assertTrue(other.status().epoch() > epoch);
        assertTrue(other.verdicts.containsKey(next), "it says itself that its tenure is over");
        bench.run(4_000);
        assertEquals(3, first.status().roster().size());
        assertAnswered(bench.peers);
        assertSame(bench.peers);
    }

    @Test
    void answersProvisionallyWithoutAMajorityAndJudgesAgainAfterTheHeal() {
        PartyBench bench = party(5);
        play(bench, bench.peers, 2);
        List<Peer> all = bench.peers;

        bench.view(all.get(2), all.get(3), all.get(4));
        bench.andView(all.get(0), all.get(1));
        bench.run(3_000);
        CommandId alone = all.get(1).submit(new Mine(vein(all.get(1)), 5));
        CommandId many = all.get(3).submit(new Mine(vein(all.get(3)), 7));
        bench.run(2_000);

        assertEquals(AuthorityStatus.Role.PROVISIONAL, all.get(0).status().role());
        assertEquals(
                Verdict.Kind.PROVISIONAL,
                Objects.requireNonNull(all.get(1).verdicts.get(alone)).kind());
        assertTrue(all.get(0).pending.contains(alone) && all.get(1).pending.contains(alone));
        assertEquals(
                Verdict.Kind.ACCEPTED,
                Objects.requireNonNull(all.get(3).verdicts.get(many)).kind());
        bench.view(all.toArray(new Peer[0]));
        bench.run(5_000);
        assertEquals(
                Verdict.Kind.ACCEPTED,
                Objects.requireNonNull(all.get(1).verdicts.get(alone)).kind());
        assertEquals(Set.of(), all.get(0).pending);
        assertEquals(Set.of(), all.get(1).pending);
        assertAnswered(all);
        assertSame(all);
    }

    @Test
    void deposesAHolderThatMintsGold() {
        PartyBench bench = new PartyBench(9, 4, PartySettings.DEFAULT);
        Peer cheat = bench.peers.get(0);
        RuleBook honest = Mines.rules();
        boolean[] cheats = {false};
        cheat.rules = Rules.builder()
                .on(Lay.class, honest::decide)
                .on(Enter.class, honest::decide)
                .on(Mine.class, (mine, view) -> {
                    EntityId[] purse = new EntityId[1];
                    view.each(Mines.Purse.class, (entity, value) -> purse[0] = entity);
                    return cheats[0]
                            ? Decision.accept(new Effect.Mint(purse[0], Mines.Purse.class, 1_000_000))
                            : honest.decide(mine, view);
                })
                .build();
        bench.peers.forEach(Peer::start);
        bench.view(bench.peers.toArray(new Peer[0]));
        bench.run(3_000);
        cheat.submit(new Lay(10_000));
        bench.run(500);
        List<Peer> honestPeers = bench.peers.subList(1, 4);
        play(bench, honestPeers, 2);

        cheats[0] = true;
        honestPeers.get(0).submit(new Mine(vein(honestPeers.get(0)), 1));
        bench.run(4_000);

        for (Peer peer : honestPeers) {
            assertNotEquals(cheat.id, peer.status().holder());
            assertTrue(peer.notices.stream().anyMatch(notice -> notice.kind() == AuthorityNotice.Kind.DEPOSED));
            assertTrue(peer.gold() < 1_000, "gold " + peer.gold());
        }
        assertAnswered(honestPeers);
        assertSame(honestPeers);
    }

    @Test
    void aFounderWhoVotesForHimselfGivesThePartyNothingBesideTheLog() {
        PartyBench bench = party(3);
        play(bench, bench.peers, 2);
        Peer founder = bench.peers.get(0);
        List<Peer> honest = bench.peers.subList(1, 3);
        EntityId lode = vein(founder);
        Replica forger = forger(bench, founder);

        forger.tenure().putCritical(lode, new Vein(1_000_000), 900, 900);
        EntityId[] purse = new EntityId[1];
        forger.each(null, Mines.Purse.class, (entity, value) -> {
            purse[0] = Objects.equals(honest.get(0).id, forger.owner(entity)) ? entity : purse[0];
        });
        forger.tenure().transfer(purse[0], founder.id);
        forger.tenure().confirm(forger.sealTenure(bench.worldMillis()));
        honest.forEach(peer -> peer.take(forger));
        bench.run(500);

        for (Peer peer : honest) {
            assertEquals(new Vein(10_000 - 6), peer.replica().get(lode, Vein.class));
            assertEquals(honest.get(0).id, peer.replica().owner(purse[0]));
            assertTrue(peer.replica().proofs().stream().noneMatch(proof -> isOf(forger, proof)), "an unlogged claim");
        }
        play(bench, honest, 2);
        bench.run(1_000);
        assertAnswered(bench.peers);
        assertSame(bench.peers);
    }

    private static boolean isOf(Replica forger, Proof proof) {
        return proof instanceof Claim claim
                && claim.replica() == forger.tenure().identity().replica();
    }

    /** A replica of the founder's with a grant of the first roster, long after the party has had others. */
    private static Replica forger(PartyBench bench, Peer founder) {
        ReplicaIdentity self = ReplicaIdentity.draw(bench.manifest.worldId(), founder.signer, 4_711);
        Replica forger = new Replica(bench.manifest, Mines.SCHEMA, self, bench.signatures);
        founder.replica().proofs().forEach(forger::learn);
        for (SectorId sector : founder.replica().sectors()) {
            founder.replica()
                    .missing(sector, new VersionVector(), 1 << 20)
                    .forEach(batch -> forger.merge(batch, bench.worldMillis()));
        }
        Grant proposal = Grant.candidate(Roster.founding(bench.manifest), 900, founder.signer.publicKey(), false);
        Grant grant = proposal.with(List.of(Vote.sign(proposal.body(), founder.signer)));
        assertEquals(LearnStatus.LEARNED, forger.learn(grant).status());
        forger.openTenure(ReplicaIdentity.drawTenure(bench.manifest.worldId(), founder.signer, 4_712));
        return forger;
    }

    @Test
    void answersNothingFromALogThatItGaveUp() {
        PartyBench bench = party(3);
        play(bench, bench.peers, 2);
        List<Peer> all = bench.peers;
        Peer single = all.get(2);
        bench.view(all.get(0), all.get(1));
        bench.run(2_000);
        single.pipeline().adopt();
        bench.run(2_000);
        CommandId own = single.submit(new Mine(vein(single), 11));
        CommandId others = all.get(0).submit(new Mine(vein(all.get(0)), 13));
        bench.run(1_000);
        assertEquals(
                Verdict.Kind.ACCEPTED,
                Objects.requireNonNull(single.verdicts.get(own)).kind());

        bench.view(all.toArray(new Peer[0]));
        while (single.rolledBack.isEmpty()) {
            bench.run(1);
        }
        bench.view(all.get(0), all.get(1));
        bench.run(3_000);

        assertEquals(AuthorityStatus.Role.PROVISIONAL, single.status().role());
        assertEquals(
                Verdict.Kind.PROVISIONAL,
                Objects.requireNonNull(single.verdicts.get(own)).kind());
        bench.view(all.toArray(new Peer[0]));
        bench.run(6_000);
        assertEquals(
                Verdict.Kind.ACCEPTED,
                Objects.requireNonNull(all.get(0).verdicts.get(others)).kind());
        assertEquals(2 * 3 + 11 + 13, all.get(1).gold());
        assertAnswered(all);
        assertSame(all);
    }

    @Test
    void adoptsItselfByThePlayersChoiceAndGivesWayToTheQuorum() {
        PartyBench bench = party(3);
        play(bench, bench.peers, 2);
        List<Peer> all = bench.peers;
        bench.view(all.get(0), all.get(1));
        bench.run(2_000);

        all.get(2).pipeline().adopt();
        bench.run(2_000);
        CommandId own = all.get(2).submit(new Mine(vein(all.get(2)), 11));
        CommandId others = all.get(0).submit(new Mine(vein(all.get(0)), 13));
        bench.run(1_000);

        assertEquals(AuthorityStatus.Role.HOLDER, all.get(2).status().role());
        assertTrue(all.get(2).notices.stream().anyMatch(notice -> notice.kind() == AuthorityNotice.Kind.ADOPTED));
        assertTrue(all.get(1).notices.stream().noneMatch(notice -> notice.kind() == AuthorityNotice.Kind.ADOPTED));
        assertEquals(
                Verdict.Kind.ACCEPTED,
                Objects.requireNonNull(all.get(2).verdicts.get(own)).kind());
        assertEquals(
                Verdict.Kind.ACCEPTED,
                Objects.requireNonNull(all.get(0).verdicts.get(others)).kind());
        bench.view(all.toArray(new Peer[0]));
        bench.run(6_000);
        assertTrue(
                all.get(2).rolledBack.stream().anyMatch(command -> command.id().equals(own)));
        assertEquals(2 * 3 + 11 + 13, all.get(1).gold());
        assertAnswered(all);
        assertSame(all);
    }
}

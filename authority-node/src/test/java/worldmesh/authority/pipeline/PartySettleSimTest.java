package worldmesh.authority.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import worldmesh.authority.party.PartySettings;
import worldmesh.authority.pipeline.Mines.Lay;
import worldmesh.authority.pipeline.Mines.Sign;
import worldmesh.authority.pipeline.Mines.Vein;
import worldmesh.authority.pipeline.PartyBench.Peer;
import worldmesh.authority.row.Table;
import worldmesh.peer.port.AuthorityNotice;
import worldmesh.peer.port.CutPace;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.replica.Stability;
import worldmesh.world.sector.SectorId;

/** A party whose log settles what all of its roster have: who may, who may not, and who comes back from before. */
class PartySettleSimTest {
    private static final SectorId SECTOR = SectorId.ORIGIN;
    private static final CutPace SOON = new CutPace(1_000, 8, 1 << 18);

    private static PartyBench party(int size, int started) {
        return party(size, started, SOON);
    }

    private static PartyBench party(int size, int started, CutPace pace) {
        PartyBench bench = new PartyBench(size, size, PartySettings.DEFAULT);
        bench.pace = pace;
        bench.peers.get(0).start();
        bench.peers.get(0).submit(new Lay(10_000));
        bench.run(300);
        bench.peers.subList(1, started).forEach(Peer::start);
        bench.view(bench.peers.subList(0, started).toArray(new Peer[0]));
        bench.run(3_000);
        return bench;
    }

    private static EntityId sign(Peer peer) {
        EntityId[] found = new EntityId[1];
        peer.replica().each(null, Vein.class, (entity, vein) -> found[0] = entity);
        return Objects.requireNonNull(found[0]);
    }

    /** Each of them writes on the sign, and leaves something behind that it takes away again. */
    private static void scribble(PartyBench bench, List<Peer> writers, int rounds) {
        for (int i = 0; i < rounds; i++) {
            for (Peer writer : writers) {
                writer.replica().put(sign(writer), new Sign(writer.id.brief() + i));
                litter(bench, writer);
            }
            bench.run(100);
        }
    }

    private static void litter(PartyBench bench, Peer writer) {
        EntityId litter = writer.replica().spawn(SECTOR, new Sign("litter"));
        writer.replica().delete(litter);
        seal(bench, writer);
    }

    private static void seal(PartyBench bench, Peer writer) {
        List<SignedBatch> sealed = writer.replica().seal(bench.worldMillis());
        writer.context().store().append(sealed, List.of());
    }

    private static long cut(Peer peer) {
        return new Stability(peer.replica()).number(SECTOR);
    }

    private static int rows(Peer peer, Table table) {
        int[] rows = new int[1];
        peer.context().store().journal().scan(table.prefix(), (key, value) -> ++rows[0] > 0);
        return rows[0];
    }

    private static void assertSame(List<Peer> peers) {
        Set<String> worlds = new TreeSet<>();
        Set<String> states = new TreeSet<>();
        for (Peer peer : peers) {
            worlds.add(peer.replica().digest().toString());
            states.add(peer.replica().snapshot(SECTOR).hash().toString());
            assertEquals(List.of(), peer.audit().problems(), peer.id.brief());
            assertEquals(peer.replica().digest().toString(), peer.audit().digest(), "the store of " + peer.id.brief());
        }
        assertEquals(1, worlds.size(), "worlds " + worlds);
        assertEquals(1, states.size(), "stamps and all: " + states);
    }

    private static String text(Peer peer, EntityId entity) {
        return Objects.requireNonNull(peer.replica().get(entity, Sign.class)).text();
    }

    @Test
    void whatAllHaveIsSettledAndNeitherMemoryNorStoresGrow() {
        PartyBench bench = party(3, 3);

        scribble(bench, bench.peers, 60);
        long early = bench.peers.get(0).replica().stats().retainedBatches();
        scribble(bench, bench.peers, 200);
        bench.run(3_000);

        assertSame(bench.peers);
        for (Peer peer : bench.peers) {
            assertTrue(cut(peer) > 5, "cuts " + cut(peer));
            long retained = peer.replica().stats().retainedBatches();
            assertTrue(retained <= early + 60, retained + " batches after " + early);
            assertTrue(rows(peer, Table.BATCH) < 200, "stored " + rows(peer, Table.BATCH));
            assertTrue(rows(peer, Table.CUT) <= 8, "cuts kept " + rows(peer, Table.CUT));
            assertTrue(Objects.requireNonNull(peer.pipeline().counts().get("cuts_committed")) > 5);
            for (String cache : List.of("entry_cache_hits", "entry_cache_misses")) {
                assertTrue(Objects.requireNonNull(peer.pipeline().counts().get(cache)) > 0, cache);
            }
        }
    }

    @Test
    void aSectorThatHoldsTooMuchIsNotCutAndCounted() {
        PartyBench bench = party(3, 3, new CutPace(SOON.ageMillis(), SOON.batchesMin(), 1));
        bench.peers.get(0).replica().spawn(SECTOR, new Sign("a second thing"));
        bench.peers.get(0).replica().spawn(SECTOR, new Sign("a third"));
        seal(bench, bench.peers.get(0));

        scribble(bench, bench.peers, 60);
        bench.run(3_000);

        assertSame(bench.peers);
        assertEquals(0, cut(bench.peers.get(0)));
        long told = bench.peers.stream()
                .mapToLong(
                        peer -> Objects.requireNonNull(peer.pipeline().counts().get("cuts_sectors_too_large")))
                .sum();
        assertEquals(1, told, "the holder tells it");
    }

    @Test
    void aHolderAloneCutsNothingSinceGuestsWithoutALogWouldNotFollow() {
        PartyBench bench = party(1, 1);

        scribble(bench, bench.peers, 60);
        bench.run(3_000);

        assertEquals(0, cut(bench.peers.get(0)));
    }

    @Test
    void aCutSurvivesARestartAndTheLogGoesOnFromIt() {
        PartyBench bench = party(3, 3);
        scribble(bench, bench.peers, 60);
        bench.run(2_000);
        long before = cut(bench.peers.get(0));
        assertTrue(before > 0);

        bench.peers.forEach(Peer::kill);
        bench.peers.forEach(Peer::start);
        bench.view(bench.peers.toArray(new Peer[0]));
        bench.run(3_000);

        bench.peers.forEach(peer -> assertTrue(cut(peer) >= before, "cut " + cut(peer)));
        scribble(bench, bench.peers, 60);
        bench.run(3_000);
        bench.peers.forEach(peer -> assertTrue(cut(peer) > before, "cut " + cut(peer)));
        assertSame(bench.peers);
    }

    @Test
    void aMinorityNeverCutsAndItsEditsAreKeptWhenItComesBack() {
        PartyBench bench = party(5, 5);
        scribble(bench, bench.peers, 30);
        bench.run(3_000);
        List<Peer> most = bench.peers.subList(0, 3);
        List<Peer> few = bench.peers.subList(3, 5);
        bench.view(most.toArray(new Peer[0]));
        bench.andView(few.toArray(new Peer[0]));
        bench.run(2_000);
        long parted = cut(few.get(0));
        EntityId ours = few.get(0).replica().spawn(SECTOR, new Sign("made by the few"));
        seal(bench, few.get(0));

        scribble(bench, most, 80);
        scribble(bench, few, 80);

        few.forEach(peer -> assertEquals(parted, cut(peer)));
        most.forEach(peer -> assertTrue(cut(peer) > parted + 2, "cut " + cut(peer)));
        few.get(0).replica().put(sign(few.get(0)), new Sign("late"));
        seal(bench, few.get(0));
        bench.view(bench.peers.toArray(new Peer[0]));
        bench.run(8_000);
        for (Peer peer : bench.peers) {
            assertEquals("made by the few", text(peer, ours));
            assertEquals("late", text(peer, sign(peer)));
            assertTrue(cut(peer) > parted + 2, "cut " + cut(peer));
        }
        assertSame(bench.peers);
    }

    @Test
    void whoWasAwaySinceBeforeManyCutsComesBackWithItsEdits() {
        PartyBench bench = party(3, 3);
        scribble(bench, bench.peers, 20);
        Peer away = bench.peers.get(2);
        List<Peer> rest = bench.peers.subList(0, 2);
        away.replica().put(sign(away), new Sign("written last before the cable broke"));
        seal(bench, away);
        bench.view(rest.toArray(new Peer[0]));
        EntityId mine = away.replica().spawn(SECTOR, new Sign("mine"));
        seal(bench, away);
        scribble(bench, rest, 300);
        for (int i = 0; i < 40; i++) {
            litter(bench, rest.get(0));
            bench.run(100);
        }
        assertTrue(cut(rest.get(0)) > cut(away) + 8, "cuts " + cut(rest.get(0)) + " after " + cut(away));

        bench.view(bench.peers.toArray(new Peer[0]));
        bench.run(8_000);

        for (Peer peer : bench.peers) {
            assertEquals("mine", text(peer, mine));
            assertEquals("written last before the cable broke", text(peer, sign(peer)), "not settled beats settled");
        }
        assertSame(bench.peers);
    }

    @Test
    void whoIsShownSettledStateBeforeTheLogThatLedToItTakesThatOverToo() {
        PartyBench bench = party(3, 3);
        scribble(bench, bench.peers, 20);
        Peer away = bench.peers.get(2);
        List<Peer> rest = bench.peers.subList(0, 2);
        away.kill();
        bench.view(rest.toArray(new Peer[0]));
        bench.run(2_000);
        for (int i = 0; i < 5; i++) {
            rest.get(0).submit(new Lay(10));
            bench.run(300);
        }
        scribble(bench, rest, 200);
        bench.run(3_000);

        away.start();
        away.take(rest.get(0).replica()); // links are there before views
        bench.view(bench.peers.toArray(new Peer[0]));
        bench.run(8_000);

        for (Peer peer : bench.peers) {
            assertEquals(3, peer.status().roster().size(), "at " + peer.id.brief());
            assertTrue(
                    peer.notices.stream().noneMatch(notice -> notice.kind() == AuthorityNotice.Kind.DEPOSED),
                    "an honest holder was accused: " + peer.notices);
        }
        scribble(bench, bench.peers, 20);
        bench.run(3_000);
        assertSame(bench.peers);
    }

    @Test
    void aNewcomerTakesTheCutsWithTheStateAndMakesTheNextOnes() {
        PartyBench bench = party(4, 3);
        List<Peer> first = bench.peers.subList(0, 3);
        scribble(bench, first, 80);

        Peer newcomer = bench.peers.get(3).start();
        bench.view(bench.peers.toArray(new Peer[0]));
        bench.run(4_000);
        long joined = cut(newcomer);
        scribble(bench, bench.peers, 60);
        bench.run(3_000);

        assertTrue(joined > 0, "joined at no cut");
        assertTrue(cut(newcomer) > joined, "cut " + cut(newcomer));
        assertEquals(4, newcomer.status().roster().size());
        assertSame(bench.peers);
    }

    @Test
    void nothingIsSettledThatAMemberOfTheRosterLacks() {
        PartyBench bench = party(3, 3);
        Peer deaf = bench.peers.get(2);
        deaf.isDeaf = true;
        bench.run(500);
        long before = cut(bench.peers.get(0));

        scribble(bench, bench.peers.subList(0, 2), 80);
        assertEquals(before, cut(bench.peers.get(0)), "the third member has not heard of it");
        deaf.isDeaf = false;
        bench.run(4_000);

        assertTrue(cut(bench.peers.get(0)) > before);
        assertSame(bench.peers);
    }

    @Test
    void aHolderThatSettlesWhatOthersLackIsRefusedAndInTheEndDeposed() {
        PartyBench bench = party(4, 4);
        scribble(bench, bench.peers, 10);
        bench.run(4_000);
        Peer liar = bench.peers.get(0);
        Peer deaf = bench.peers.get(3);
        assertEquals(liar.id, liar.status().holder());
        liar.hearing = (peer, sector) -> liar.replica().vector(sector);
        deaf.isDeaf = true;
        long before = cut(bench.peers.get(1));

        scribble(bench, bench.peers.subList(0, 3), 100);
        bench.run(20_000);

        assertEquals(before, cut(bench.peers.get(1)), "they know what the fourth has not");
        assertTrue(Objects.requireNonNull(bench.peers.get(1).pipeline().counts().get("cuts_refused")) > 0);
        boolean absent = false;
        for (int i = 0; i < 25; i++) {
            bench.run(1_000);
            absent |= !Objects.equals(liar.id, bench.peers.get(1).status().holder());
        }
        assertTrue(absent, "it is an opinion, that ends: the deaf one does not share it");
        assertTrue(
                bench.peers.get(1).notices.stream().anyMatch(notice -> notice.kind() == AuthorityNotice.Kind.DEPOSED));
        assertEquals(before, cut(bench.peers.get(1)));
    }

    @Test
    void aSideThatAdoptedItselfCutsNothingWhileTheOthersMayComeBack() {
        PartyBench bench = party(3, 3);
        scribble(bench, bench.peers, 10);
        Peer single = bench.peers.get(2);
        bench.view(bench.peers.get(0), bench.peers.get(1));
        bench.run(2_000);
        single.pipeline().adopt();
        bench.run(2_000);
        assertEquals(single.id, single.status().holder());
        long before = cut(single);

        scribble(bench, bench.peers, 80);

        assertEquals(before, cut(single));
        bench.view(bench.peers.toArray(new Peer[0]));
        bench.run(8_000);
        assertSame(bench.peers);
    }
}

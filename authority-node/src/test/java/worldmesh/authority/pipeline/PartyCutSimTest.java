package worldmesh.authority.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import worldmesh.authority.party.PartySettings;
import worldmesh.authority.pipeline.Mines.Enter;
import worldmesh.authority.pipeline.Mines.Lay;
import worldmesh.authority.pipeline.Mines.Mine;
import worldmesh.authority.pipeline.Mines.Vein;
import worldmesh.authority.pipeline.PartyBench.Peer;
import worldmesh.authority.row.Table;
import worldmesh.authority.store.StoreAudit;
import worldmesh.peer.port.AuthorityStatus;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.Verdict;
import worldmesh.world.entity.EntityId;

/** Whole authorities that keep little of their log: what is played is what would have been played with all of it. */
class PartyCutSimTest {
    private static final int KEPT = 16;
    private static final int ALL = 4_096;

    private static PartyBench party(int size, int started, int kept) {
        PartyBench bench = new PartyBench(size, size, PartySettings.DEFAULT);
        bench.keep(kept);
        bench.peers.get(0).start();
        bench.peers.get(0).submit(new Lay(10_000));
        bench.run(300);
        bench.peers.subList(1, started).forEach(Peer::start);
        bench.view(bench.peers.subList(0, started).toArray(new Peer[0]));
        bench.run(3_000);
        bench.peers.subList(0, started).forEach(peer -> peer.submit(new Enter()));
        bench.run(500);
        return bench;
    }

    private static EntityId vein(Peer peer) {
        EntityId[] found = new EntityId[1];
        peer.replica().each(null, Vein.class, (entity, vein) -> found[0] = entity);
        return Objects.requireNonNull(found[0]);
    }

    private static void play(PartyBench bench, List<Peer> players, int rounds) {
        for (int i = 0; i < rounds; i++) {
            players.forEach(player -> player.submit(new Mine(vein(player), 1)));
            bench.run(60);
        }
        bench.run(1_000);
    }

    private static void assertSame(List<Peer> peers) {
        Set<String> digests = new TreeSet<>();
        Set<Long> ticks = new TreeSet<>();
        for (Peer peer : peers) {
            digests.add(peer.replica().digest().toString());
            ticks.add(peer.status().committedTick());
            StoreAudit audit = peer.audit();
            assertEquals(List.of(), audit.problems(), peer.id.brief());
            assertEquals(Set.of(), peer.open.keySet(), peer.id.brief());
            audit.applied().forEach((command, times) -> assertEquals(1, times, command.toString()));
        }
        assertEquals(1, digests.size(), "digests " + digests);
        assertEquals(1, ticks.size(), "ticks " + ticks);
    }

    private static int rows(Peer peer, Table table) {
        int[] rows = new int[1];
        peer.context().store().journal().scan(table.prefix(), (key, value) -> ++rows[0] > 0);
        return rows[0];
    }

    @Test
    void theLogAndTheTransfersOfEveryMemberStayShort() {
        PartyBench bench = party(3, 3, KEPT);

        play(bench, bench.peers, 60);

        assertSame(bench.peers);
        for (Peer peer : bench.peers) {
            assertTrue(
                    peer.status().committedTick() > 60, "ticks " + peer.status().committedTick());
            assertTrue(rows(peer, Table.LOG) <= 2 * KEPT, "entries " + rows(peer, Table.LOG));
            assertTrue(rows(peer, Table.TRANSFER) <= 6 * KEPT, "transfers " + rows(peer, Table.TRANSFER));
            SortedMap<String, Long> counts = peer.pipeline().counts();
            assertEquals(rows(peer, Table.LOG), peer.pipeline().levels().get("log_entries"));
            assertTrue(
                    counts.getOrDefault("log_entries_cut", 0L) > 40 && counts.getOrDefault("log_cuts", 0L) > 5,
                    counts.toString());
            assertTrue(counts.getOrDefault("log_bytes_cut", 0L) > 40 * 200, counts.toString());
        }
    }

    @Test
    void aMemberThatWasAwayWhileTheOthersCutTakesTheState() {
        PartyBench bench = party(3, 3, KEPT);
        play(bench, bench.peers, 5);
        Peer away = bench.peers.get(2);
        List<Peer> rest = bench.peers.subList(0, 2);
        long left = away.status().committedTick();
        away.kill();
        bench.view(rest.toArray(new Peer[0]));
        play(bench, rest, 80);
        assertTrue(rest.get(0).audit().logBegins() > left + 1, "nobody has the entries it lacks");

        away.start();
        bench.view(rest.get(0), rest.get(1), away);
        bench.run(5_000);

        assertEquals(1, away.pipeline().counts().get("states_taken"));
        assertEquals(3, away.status().roster().size());
        assertSame(bench.peers);
        play(bench, bench.peers, 10);
        assertSame(bench.peers);
    }

    @Test
    void anyOneMemberBringsTheWorldBackFromAStoreWithACutLog() {
        for (int survivor = 0; survivor < 3; survivor++) {
            PartyBench bench = party(4, 3, KEPT);
            play(bench, bench.peers.subList(0, 3), 60);
            Peer back = bench.peers.get(survivor);
            String world = back.replica().digest().toString();
            bench.peers.subList(0, 3).forEach(Peer::kill);

            back.start();
            bench.view(back);
            back.pipeline().adopt();
            bench.run(3_000);
            assertEquals(world, back.replica().digest().toString());
            Peer newcomer = bench.peers.get(3).start();
            bench.view(back, newcomer);
            bench.run(4_000);

            newcomer.submit(new Enter());
            bench.run(1_000);
            play(bench, List.of(back, newcomer), 40);
            assertEquals(AuthorityStatus.Role.HOLDER, back.status().role());
            assertEquals(2, newcomer.status().roster().size());
            assertSame(List.of(back, newcomer));
        }
    }

    /** What a party with kills and returns was told, and what it owns in the end. */
    private static String story(int kept) {
        PartyBench bench = party(4, 4, kept);
        for (int turn = 1; turn <= 3; turn++) {
            Peer away = bench.peers.get(turn);
            List<Peer> rest = bench.peers.stream().filter(peer -> peer != away).toList();
            away.kill();
            bench.view(rest.toArray(new Peer[0]));
            play(bench, rest, 40);
            away.start();
            bench.view(bench.peers.toArray(new Peer[0]));
            bench.run(5_000);
            play(bench, bench.peers, 5);
        }
        assertSame(bench.peers);
        SortedMap<CommandId, Verdict.Kind> told = new TreeMap<>();
        bench.peers.forEach(peer -> peer.verdicts.forEach((id, verdict) -> told.put(id, verdict.kind())));
        SortedMap<String, StoreAudit.Asset> books = bench.peers.get(0).audit().assets();
        return told.size() + " " + told + books;
    }

    @Test
    void cuttingChangesNoOutcome() {
        assertEquals(story(ALL), story(KEPT));
    }
}

package worldmesh.authority.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import worldmesh.authority.party.PartySettings;
import worldmesh.authority.pipeline.Mines.Enter;
import worldmesh.authority.pipeline.Mines.Lay;
import worldmesh.authority.pipeline.Mines.Mine;
import worldmesh.authority.pipeline.Mines.Vein;
import worldmesh.authority.pipeline.PartyBench.Peer;
import worldmesh.authority.row.Table;
import worldmesh.peer.port.AuthorityNotice;
import worldmesh.peer.port.AuthorityStatus.Role;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.Verdict;
import worldmesh.world.entity.EntityId;

/** What was told on a branch that loses is tried again by who was told, however it knew of the decision. */
class PartyForkSimTest {
    /** A party of three, and two that do not play yet. */
    private static PartyBench party() {
        PartyBench bench = new PartyBench(3, 5, PartySettings.DEFAULT);
        bench.peers.get(0).start();
        bench.peers.get(0).submit(new Lay(10_000));
        bench.run(300);
        bench.peers.subList(1, 3).forEach(Peer::start);
        bench.view(bench.peers.subList(0, 3).toArray(new Peer[0]));
        bench.run(3_000);
        bench.peers.subList(0, 3).forEach(peer -> peer.submit(new Enter()));
        bench.run(500);
        return bench;
    }

    private static Mine mine(Peer player, long gold) {
        EntityId[] vein = new EntityId[1];
        player.replica().each(null, Vein.class, (entity, value) -> vein[0] = entity);
        return new Mine(vein[0], gold);
    }

    private static int kept(Peer peer) {
        int[] rows = new int[1];
        peer.context().store().journal().scan(Table.KEPT.prefix(), (key, value) -> ++rows[0] > 0);
        return rows[0];
    }

    private static boolean isAccepted(Peer peer, CommandId command) {
        Verdict verdict = peer.verdicts.get(command);
        return verdict != null && verdict.kind() == Verdict.Kind.ACCEPTED;
    }

    /** The third member adopts the world; a newcomer asks it for something and knows the answer by the state alone. */
    private static CommandId askedBeforeTheState(PartyBench bench, Peer newcomer) {
        Peer single = bench.peers.get(2);
        bench.view(bench.peers.get(0), bench.peers.get(1));
        bench.run(2_000);
        single.pipeline().adopt();
        bench.run(2_000);
        assertEquals(Role.HOLDER, single.status().role());
        newcomer.start();
        CommandId early = newcomer.submitTo(single, new Enter());
        bench.run(200);
        bench.andView(single, newcomer);
        bench.run(3_000);
        assertEquals(1, newcomer.pipeline().counts().get("states_taken"));
        assertTrue(isAccepted(newcomer, early), newcomer.verdicts.toString());
        return early;
    }

    private static void assertPlayedOnce(List<Peer> all, CommandId command) {
        for (Peer peer : all) {
            assertEquals(1, peer.audit().applied().get(command), "times " + command + " is in the log");
            assertEquals(List.of(), peer.audit().problems(), peer.id.brief());
            assertTrue(peer.open.isEmpty());
        }
    }

    @Test
    void whatANewcomerKnowsByAStateAloneIsTriedAgainWhenThatBranchLoses() {
        PartyBench bench = party();
        Peer newcomer = bench.peers.get(3);
        CommandId early = askedBeforeTheState(bench, newcomer);
        assertEquals(1, kept(newcomer));

        bench.view(bench.peers.subList(0, 4).toArray(new Peer[0]));
        bench.run(6_000);

        assertTrue(newcomer.notices.stream().anyMatch(notice -> notice.kind() == AuthorityNotice.Kind.FORKED));
        assertPlayedOnce(bench.peers.subList(0, 4), early);
        assertEquals(0, kept(newcomer));
    }

    @Test
    void whatANewcomerKnowsByAStateAloneIsTriedAgainAfterARestartToo() {
        PartyBench bench = party();
        Peer newcomer = bench.peers.get(3);
        CommandId early = askedBeforeTheState(bench, newcomer);

        newcomer.kill();
        newcomer.open.clear();
        newcomer.start();
        assertEquals(1, kept(newcomer));
        bench.view(bench.peers.subList(0, 4).toArray(new Peer[0]));
        while (newcomer.rolledBack.isEmpty()) {
            bench.run(1);
        }
        newcomer.kill(); // its wish is on the disk, or the branch is not given up there
        newcomer.open.clear();
        newcomer.start();
        bench.view(bench.peers.subList(0, 4).toArray(new Peer[0]));
        bench.run(6_000);

        assertPlayedOnce(bench.peers.subList(0, 4), early);
    }

    @Test
    void nobodyIsToldOfADecisionBeforeItIsOnHisOwnDisk() {
        PartyBench bench = party();
        Peer player = bench.peers.get(1);
        for (int i = 0; i < 20; i++) {
            CommandId command = player.submit(mine(player, 1));
            while (!isAccepted(player, command)) {
                bench.scheduler.runUntil(bench.scheduler.nowNanos() + 50_000);
            }
            player.kill();
            player.start();
            boolean here = player.context().store().journal().get(answer(player, command)) != null;
            assertTrue(here, "told of " + command + " before it was durable");
            bench.view(bench.peers.subList(0, 3).toArray(new Peer[0]));
            bench.run(2_500);
        }
        assertNotNull(player.status().holder());
    }

    private static byte[] answer(Peer player, CommandId command) {
        return Table.ANSWER
                .key(48)
                .put(Objects.requireNonNull(player.id).bytes())
                .putLong(command.session())
                .putLong(command.sequence())
                .array();
    }
}

package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.core.TestGame.Block;
import worldmesh.peer.wire.Message;
import worldmesh.peer.wire.MessageKind;
import worldmesh.peer.wire.Summaries;
import worldmesh.peer.wire.Wants;
import worldmesh.world.sector.Interest;
import worldmesh.world.sector.SectorId;
import worldmesh.world.summary.SectorSummary;

/** What others say of far cells, true and false. */
class SummariesTest {
    private static final Interest SIGHT = Interest.around(SectorId.ORIGIN, 1).withLevels(2);
    private static final SectorId CELL = new SectorId(3, 0, 0);

    private final Party party = new Party();
    private final Node ann = party.node("ann").host();
    private final Node bob = party.node("bob");
    private final Node eve = party.node("eve");

    SummariesTest() {
        ann.world.spawn(CELL, new Block(1));
        bob.join(ann);
        bob.session.subscriptions().interests().want(SIGHT);
        eve.join(ann);
        party.run(4_000);
        assertEquals(1, far().size());
    }

    private List<FarSector> far() {
        return bob.session.subscriptions().interests().far();
    }

    private long refused() {
        return bob.session.stats().refusedSummaries();
    }

    private static SectorSummary lie(SectorId cell) {
        return new SectorSummary(cell, List.of(new SectorSummary.Kind(1, 1_000_000, 9, 9, 9)));
    }

    private Summaries signed(Node maker, long aheadMillis, SectorSummary... cells) {
        byte[] world = ann.world.replica().manifest().worldId().hash().bytes();
        return Summaries.of(maker.signer, world, bob.world.worldMillis() + aheadMillis, List.of(cells));
    }

    private void send(Node from, Message message) {
        from.mesh.send(bob.mesh.self(), Lane.BULK, PeerLink.SOCIAL_STREAM, message.encode());
        party.run(50);
    }

    private void assertRefused(Node from, Message message) {
        long before = refused();
        List<FarSector> known = far();
        send(from, message);
        assertEquals(before + 1, refused(), message.toString());
        assertEquals(known, far());
    }

    @Test
    void onlyWhoIsAskedIsHeardAndOnlyWithItsOwnSignature() {
        assertRefused(eve, signed(eve, 0, lie(CELL)));
        assertRefused(ann, signed(eve, 0, lie(CELL)));
        Summaries forged = signed(ann, 0, lie(CELL));
        assertRefused(ann, new Summaries(forged.key(), forged.worldMillis(), List.of(lie(CELL)), new byte[64]));
        assertRefused(ann, new Summaries(forged.key(), forged.worldMillis() + 1, forged.cells(), forged.signature()));
    }

    @Test
    void cellsThatNobodyAskedForSpoilTheWholeMessage() {
        for (SectorId foreign : List.of(
                SectorId.ORIGIN,
                new SectorId(1, 1, 0),
                new SectorId(900, 0, 0),
                new SectorId(0, 0, 1),
                new SectorId(0, 0, 255))) {
            assertRefused(ann, signed(ann, 0, lie(CELL), lie(foreign)));
        }
    }

    @Test
    void whatIsOldOrFarAheadIsRefusedAndARepeatChangesNothing() {
        Summaries first = signed(ann, 0, lie(CELL));
        send(ann, first);
        assertEquals(lie(CELL), far().get(0).summary());
        assertRefused(ann, first);
        assertRefused(ann, signed(ann, -10_000, lie(new SectorId(4, 0, 1))));
        assertRefused(ann, signed(ann, FarSectors.AHEAD_MILLIS + 1_000, lie(CELL)));
    }

    @Test
    void anEmptySummaryTakesACellAwayAndNothingOfItIsState() {
        String digest = bob.world.digest();
        send(ann, signed(ann, 0, lie(CELL)));
        send(ann, signed(ann, 0, new SectorSummary(CELL, List.of())));

        assertEquals(List.of(), far());
        assertEquals(digest, bob.world.digest());
    }

    @Test
    void messagesBeyondTheirBoundsAreMalformed() {
        List<SectorSummary> many = new ArrayList<>();
        for (int i = 0; i <= Summaries.CELLS_MAX; i++) {
            many.add(new SectorSummary(new SectorId(i, 0, 0), List.of()));
        }
        long before = bob.session.stats().malformedMessages();
        send(ann, signed(ann, 0, many.toArray(SectorSummary[]::new)));
        byte[] wide = new Wants(SIGHT, true).encode();
        wide[5] = 65;
        assertNull(MessageKind.decode(wide));
        ann.mesh.send(bob.mesh.self(), Lane.RELIABLE, 0, wide);
        party.run(50);

        assertEquals(before + 2, bob.session.stats().malformedMessages());
    }

    @Test
    void whoSaysAgainAndAgainWhatItWantsIsHeardNowAndThenTheNewestLast() {
        for (int i = 0; i < 400; i++) {
            byte[] wants = new Wants(Interest.around(new SectorId(i, 0, 0), 1), false).encode();
            eve.mesh.send(ann.mesh.self(), Lane.RELIABLE, 0, wants);
        }
        party.run(2_000);
        ann.world.spawn(new SectorId(399, 0, 0), new Block(5));
        ann.world.spawn(new SectorId(100, 0, 0), new Block(6));
        party.run(1_000);
        List<Block> heard = new ArrayList<>();
        eve.world.replica().each(null, Block.class, (entity, block) -> heard.add(block));

        assertTrue(heard.contains(new Block(5)), heard.toString());
        assertFalse(heard.contains(new Block(6)), heard.toString());
    }

    @Test
    void anotherIsAskedWhenTheOneThatWasAskedIsGone() {
        party.run(1_000);
        ann.kill();
        party.run(20_000);
        eve.world.spawn(CELL, new Block(2));
        party.run(6_000);

        assertEquals(eve.world.self(), far().get(0).maker());
        assertEquals(2, far().get(0).summary().kinds().get(0).count());
    }
}

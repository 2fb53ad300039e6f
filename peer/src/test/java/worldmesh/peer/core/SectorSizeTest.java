package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import worldmesh.peer.core.TestGame.Position;
import worldmesh.peer.event.RefusalReason;
import worldmesh.peer.event.RefusedEvent;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorGrid;
import worldmesh.world.sector.SectorId;

/** The size of sectors belongs to the world: fixed at its founding, the same for all who join. */
class SectorSizeTest {
    /** A game that asks for sectors of a size, or takes any. */
    private static final class Sized extends TestGame {
        private int wanted;

        @Override
        SectorMap sectors() {
            SectorMap sectors = new SectorMap();
            sectors.add(Position.class, (p, grid) -> grid.containing(p.x(), p.y()));
            if (wanted > 0) {
                sectors.want(new SectorGrid(wanted));
            }
            return sectors;
        }
    }

    private final Party party = new Party();
    private final Sized game = new Sized();

    SectorSizeTest() {
        party.game = game;
        game.wanted = 50;
    }

    @Test
    void theSizeIsInTheManifestAndDecidesWhereThingsAre() {
        Node host = party.node("ann").host();
        game.wanted = 0;
        Node guest = party.node("bob").join(host);
        party.run(1_000);

        EntityId far = guest.world.spawn(null, new Position(120, -10));
        party.run(200);

        assertEquals(50, manifestOf(guest).sectorMetres());
        assertEquals(new SectorId(2, -1, 0), guest.world.sectorOf(far));
        assertEquals(new SectorId(2, -1, 0), host.world.sectorOf(far));
    }

    private static worldmesh.world.trust.WorldManifest manifestOf(Node node) {
        worldmesh.world.trust.WorldManifest manifest = node.world.manifest();
        assertNotNull(manifest);
        return manifest;
    }

    @Test
    void aStoreWithAnotherSizeIsRefusedWithBothSizes() {
        Node host = party.node("ann").host();
        party.run(100);
        host.kill();
        game.wanted = 60;

        String message = assertThrows(IllegalStateException.class, host::host).toString();

        assertTrue(message.contains("50 m") && message.contains("60 m"), message);
    }

    @Test
    void aJoinedWorldWithAnotherSizeIsRefusedAndNotStored() {
        Node host = party.node("ann").host();
        game.wanted = 60;
        Node guest = party.node("bob").join(host);
        party.run(1_000);

        RefusedEvent refused = guest.last(RefusedEvent.class);
        assertNotNull(refused);
        assertEquals(RefusalReason.WORLD_MISMATCH, refused.reason());
        assertTrue(refused.detail().contains("50 m"), refused.detail());
        assertFalse(guest.world.isKnown());
    }
}

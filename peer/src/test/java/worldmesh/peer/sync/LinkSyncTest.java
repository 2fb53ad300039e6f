package worldmesh.peer.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.peer.wire.Vectors;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.component.Component;
import worldmesh.world.component.Schema;
import worldmesh.world.replica.Replica;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.Hosting;
import worldmesh.world.trust.Membership;
import worldmesh.world.trust.ReplicaIdentity;
import worldmesh.world.trust.WorldManifest;

class LinkSyncTest {
    private static final long NOON = 1_700_000_000_000L;

    @Component("block")
    record Block(int colour) {}

    private final SimulatedSignatures keys = new SimulatedSignatures();
    private final WorldManifest manifest = WorldManifest.found(
            "test", Membership.OPEN, Hosting.HOSTED, new WorldManifest.Founding(NOON, 7), keys.signer(1));
    private final Replica replica = new Replica(
            manifest, Schema.of(Block.class), ReplicaIdentity.draw(manifest.worldId(), keys.signer(1), 1), keys);
    private final LinkSync sync = new LinkSync();

    private static VersionVector vector(long first, int replicas) {
        VersionVector vector = new VersionVector();
        for (int i = 0; i < replicas; i++) {
            vector.set(first + i, 5);
        }
        return vector;
    }

    @Test
    void aPeerThatClaimsSectorsWithoutEndIsRememberedWithinBounds() {
        for (int message = 0; message < 100; message++) {
            List<Vectors.Entry> claims = new ArrayList<>();
            for (int i = 0; i < Vectors.SECTORS_MAX; i++) {
                claims.add(new Vectors.Entry(new SectorId(message, i, 0), vector(1, 1), 0));
            }
            sync.onVectors(new Vectors(false, 0, claims), replica, 0);
        }

        assertTrue(sync.foreign() > LinkSync.FOREIGN_MAX / 2, "it claimed more than twice as much: " + sync.foreign());
        assertTrue(sync.foreign() <= LinkSync.FOREIGN_MAX, "remembered " + sync.foreign());
    }

    @Test
    void aPeerThatClaimsReplicasWithoutEndIsRememberedWithinBounds() {
        replica.spawn(SectorId.ORIGIN, new Block(1));
        replica.seal(NOON);
        for (int message = 0; message < 100; message++) {
            VersionVector vector = vector(1 + message * 3_000L, 3_000);
            sync.onVectors(new Vectors(false, 0, List.of(new Vectors.Entry(SectorId.ORIGIN, vector, 0))), replica, 0);
        }

        assertTrue(sync.foreign() <= LinkSync.FOREIGN_MAX, "remembered " + sync.foreign());
    }

    @Test
    void whatIsKnownHereIsNoClaimAndAFreshStartForgetsAll() {
        replica.spawn(SectorId.ORIGIN, new Block(1));
        replica.seal(NOON);
        VersionVector own = replica.vector(SectorId.ORIGIN);
        sync.onVectors(new Vectors(false, 0, List.of(new Vectors.Entry(SectorId.ORIGIN, own, 0))), replica, 0);
        assertEquals(0, sync.foreign());
        assertTrue(sync.isCaughtUp(replica));

        sync.onVectors(
                new Vectors(false, 0, List.of(new Vectors.Entry(new SectorId(9, 9, 0), vector(4, 2), 0))), replica, 0);
        assertEquals(4, sync.foreign());
        assertFalse(sync.isCaughtUp(replica));

        sync.onVectors(new Vectors(true, 0, List.of()), replica, 0);
        assertEquals(0, sync.foreign());
    }
}

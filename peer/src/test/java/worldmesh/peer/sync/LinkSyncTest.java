package worldmesh.peer.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.wire.Batches;
import worldmesh.peer.wire.Message;
import worldmesh.peer.wire.Vectors;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.component.Component;
import worldmesh.world.component.Schema;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.replica.BlockSource;
import worldmesh.world.replica.Reconciler;
import worldmesh.world.replica.Replica;
import worldmesh.world.sector.Interest;
import worldmesh.world.sector.SectorId;
import worldmesh.world.sync.sketch.SketchKey;
import worldmesh.world.trust.Hosting;
import worldmesh.world.trust.Membership;
import worldmesh.world.trust.ReplicaIdentity;
import worldmesh.world.trust.WorldManifest;

class LinkSyncTest {
    private static final SectorId ORIGIN = SectorId.ORIGIN;
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
        assertTrue(sync.isCaughtUp(replica, Interest.EVERYTHING));

        sync.onVectors(
                new Vectors(false, 0, List.of(new Vectors.Entry(new SectorId(9, 9, 0), vector(4, 2), 0))), replica, 0);
        assertEquals(4, sync.foreign());
        assertFalse(sync.isCaughtUp(replica, Interest.EVERYTHING));

        sync.onVectors(new Vectors(true, 0, List.of()), replica, 0);
        assertEquals(0, sync.foreign());
    }

    /** A message that a link took. */
    private record Sent(Lane lane, Message message) {
        Set<SectorId> sectors() {
            return ((Batches) message)
                    .batches().stream()
                            .map(raw -> Objects.requireNonNull(SignedBatch.decode(raw))
                                    .sector())
                            .collect(Collectors.toSet());
        }
    }

    private List<Sent> pump(Set<Lane> open) {
        List<Sent> sent = new ArrayList<>();
        LinkSync.Source source = new LinkSync.Source(
                replica,
                new Reconciler(replica),
                new BlockSource(replica),
                () -> new SketchKey(1, 2),
                () -> ORIGIN,
                true);
        sync.pump(
                source,
                (lane, message) -> {
                    if (open.contains(lane)) {
                        sent.add(new Sent(lane, message));
                    }
                    return open.contains(lane);
                },
                0);
        return sent;
    }

    private void fill(SectorId sector, int blocks) {
        for (int i = 0; i < blocks; i++) {
            replica.spawn(sector, new Block(i * 0x9E37_79B9));
        }
        replica.seal(NOON);
    }

    private void hearNothing() {
        sync.onVectors(new Vectors(true, 0, List.of()), replica, 0);
    }

    @Test
    void whatHappensNowGoesThoughTheSlowLaneTakesNothing() {
        for (int i = 0; i < 10; i++) {
            fill(ORIGIN, 1_000);
        }
        SectorId other = new SectorId(5, 5, 0);
        fill(other, 1);
        hearNothing();

        List<Sent> sent = pump(Set.of(Lane.RELIABLE));

        assertEquals(List.of(Set.of(other)), sent.stream().map(Sent::sectors).toList());
    }

    @Test
    void whatIsInCoarseSectorsGoesFirst() {
        SectorId coarse = new SectorId(0, 0, 32);
        fill(ORIGIN, 3);
        fill(coarse, 3);
        hearNothing();

        List<Sent> sent = pump(Set.of(Lane.RELIABLE, Lane.BULK));

        assertEquals(
                List.of(Set.of(coarse), Set.of(ORIGIN)),
                sent.stream().map(Sent::sectors).toList());
    }

    @Test
    void manySmallSectorsAreCaughtUpWithOnTheSlowLaneAndThenToldAtOnce() {
        for (int i = 0; i < 40; i++) {
            fill(new SectorId(i, 0, 0), 1_000);
        }
        hearNothing();
        long fast = 0;
        long slow = 0;
        for (Sent each : pump(Set.of(Lane.RELIABLE, Lane.BULK))) {
            fast += each.lane() == Lane.RELIABLE ? each.message().encode().length : 0;
            slow += each.lane() == Lane.BULK ? each.message().encode().length : 0;
        }
        SectorId first = new SectorId(0, 0, 0);
        fill(first, 1);
        sync.markDirty(first);

        assertTrue(fast > 0 && fast <= LinkSync.GREETING_BYTES_MAX + 1_000, fast + " bytes on the fast lane");
        assertTrue(slow > fast, slow + " bytes on the slow lane");
        assertEquals(
                List.of(Set.of(first)),
                pump(Set.of(Lane.RELIABLE)).stream()
                        .filter(each -> each.sectors().contains(first))
                        .map(Sent::sectors)
                        .toList());
    }
}

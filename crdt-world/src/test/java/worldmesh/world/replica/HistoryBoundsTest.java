package worldmesh.world.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.sync.Snapshot;
import worldmesh.world.trust.LearnStatus;
import worldmesh.world.trust.Revocation;

@NullUnmarked // an unexpected null fails the test anyway
class HistoryBoundsTest {
    private final TestWorld world = new TestWorld();
    private final Replica ann = world.replica(1);

    private SignedBatch sealed(long millis) {
        return ann.seal(TestWorld.NOON + millis).get(0);
    }

    @Test
    void keepsOnlyTheNewestBatchesAndServesTheRestBySnapshot() {
        Replica small = world.replica(2, new ReplicaLimits(4, 1 << 20, 8, 8));
        small.learn(ann.self().certificate());
        EntityId block = ann.spawn(SectorId.ORIGIN, new TestWorld.Block(0, ""));

        for (int i = 0; i < 10; i++) {
            ann.put(block, new TestWorld.Block(i, ""));
            ann.add(block, TestWorld.Score.class, 1);
            small.merge(sealed(i), TestWorld.NOON + i);
        }

        assertEquals(4, small.stats().retainedBatches());
        assertTrue(small.needsSnapshot(SectorId.ORIGIN, new VersionVector()));
        Replica late = world.replica(3);
        small.proofs().forEach(late::learn);
        Snapshot snapshot = Snapshot.decode(small.snapshot(SectorId.ORIGIN).encode());
        assertNotNull(snapshot);
        assertNotNull(late.install(snapshot));
        assertEquals(ann.digest(), late.digest());
    }

    @Test
    void takesBackWhatARevokedPeerWroteAfterTheCutoff() {
        Replica bob = world.replica(2);
        bob.learn(ann.self().certificate());
        EntityId block = ann.spawn(SectorId.ORIGIN, new TestWorld.Block(1, "good"));
        bob.merge(sealed(0), TestWorld.NOON);
        ann.put(block, new TestWorld.Block(2, "bad"));
        SignedBatch bad = sealed(1);
        bob.merge(bad, TestWorld.NOON + 1);

        LearnResult learned = bob.learn(Revocation.sign(
                world.manifest.worldId(),
                ann.self().peer(),
                List.of(new Revocation.Cutoff(ann.self().replica(), SectorId.ORIGIN, 1)),
                Long.MAX_VALUE,
                world.root));

        assertEquals(LearnStatus.LEARNED, learned.status());
        assertEquals("good", bob.get(block, TestWorld.Block.class).label());
        assertEquals(1, learned.changes().size());
        assertEquals(new MergeResult.Rejected(RejectReason.REVOKED), bob.merge(bad, TestWorld.NOON + 2));
        assertNull(bob.install(ann.snapshot(SectorId.ORIGIN)));
    }

    @Test
    void boundsParkingPerReplicaAndCountsWhatItRefuses() {
        Replica bob = world.replica(2, new ReplicaLimits(100, 1 << 20, 8, 3));
        EntityId block = ann.spawn(SectorId.ORIGIN, new TestWorld.Block(1, ""));

        for (int i = 0; i < 5; i++) {
            ann.put(block, new TestWorld.Block(i, ""));
            bob.merge(sealed(i), TestWorld.NOON + i);
        }

        assertEquals(3, bob.stats().parkedBatches());
        assertEquals(2, bob.stats().refusedParking());
        bob.learn(ann.self().certificate());
        ann.missing(SectorId.ORIGIN, bob.vector(SectorId.ORIGIN), 1 << 20)
                .forEach(batch -> bob.merge(batch, TestWorld.NOON + 9));
        assertEquals(ann.digest(), bob.digest());
        assertFalse(bob.stats().parkedBatches() > 0);
    }

    @Test
    void parksAStampFromTheFutureUntilItsTimeComes() {
        Replica bob = world.replica(2);
        bob.learn(ann.self().certificate());
        ann.advance(TestWorld.NOON + 5_000);
        ann.spawn(SectorId.ORIGIN, new TestWorld.Block(1, ""));

        MergeResult early = bob.merge(sealed(5_000), TestWorld.NOON);

        assertEquals(MergeResult.Kind.PARKED, early.kind());
        assertEquals(0, bob.retryParked(TestWorld.NOON + 4_000).batches().size());
        assertEquals(1, bob.retryParked(TestWorld.NOON + 4_500).batches().size());
    }
}

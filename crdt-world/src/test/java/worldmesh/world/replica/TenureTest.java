package worldmesh.world.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static worldmesh.world.replica.TestWorld.NOON;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.bytes.Payload;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.component.ComponentType;
import worldmesh.world.delta.BatchContent;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.BatchKey;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.ReplicaIdentity;
import worldmesh.world.trust.Roster;

/** What a peer writes as the authority, and what is left when that is never decided. */
@NullUnmarked // an unexpected null fails the test anyway
class TenureTest {
    private static final SectorId HERE = SectorId.ORIGIN;

    private final TestWorld world = new TestWorld();
    private final VotedProofs party = new VotedProofs(world);
    private final Roster pair = party.agreed(party.founding, List.of(1L, 2L), -1);
    private final Grant grant = party.grant(pair, 3, 1, 1, 2);
    private final ReplicaIdentity identity = world.tenure(1, 50);
    private final PeerId bobId = world.identity(2, 1).peer();
    private final Replica ann = opened(1);
    private final Replica bob = opened(2);

    private Replica opened(long peer) {
        Replica replica = world.replica(peer);
        for (Proof proof :
                List.of(world.identity(1, 1).certificate(), world.identity(2, 1).certificate(), pair, grant)) {
            replica.learn(proof);
        }
        replica.learn(identity.certificate());
        return replica;
    }

    private static void merge(Replica into, List<SignedBatch> batches) {
        for (SignedBatch batch : batches) {
            assertEquals(MergeResult.Kind.APPLIED, into.merge(batch, NOON).kind());
        }
    }

    @Test
    void writesOfTheTenureAndTheOwnOnesAreBatchesOfTwoReplicas() {
        Tenure tenure = ann.openTenure(identity);
        EntityId own = ann.spawn(HERE, new TestWorld.Block(1, "own"));
        EntityId born = tenure.spawnAs(bobId, HERE, new TestWorld.Block(2, "ruled"));
        tenure.putCritical(born, new TestWorld.Purse(9), 3, 1);
        ann.put(own, new TestWorld.Block(3, "again"));

        List<SignedBatch> ruled = ann.sealTenure(NOON);
        List<SignedBatch> mine = ann.seal(NOON);
        assertTrue(ruled.stream().allMatch(batch -> batch.replica() == identity.replica()));
        assertTrue(mine.stream().allMatch(batch -> batch.replica() == ann.self().replica()));

        tenure.confirm(ruled);
        merge(bob, mine);
        merge(bob, ruled);
        assertEquals(ann.digest(), bob.digest());
        assertEquals(new TestWorld.Purse(9), bob.get(born, TestWorld.Purse.class));
        assertEquals(bobId, bob.owner(born));
        assertEquals(new TestWorld.Block(3, "again"), bob.get(own, TestWorld.Block.class));
    }

    @Test
    void theLastWriterWinsWhicheverOfTheTwoItWas() {
        Tenure tenure = ann.openTenure(identity);
        EntityId block = ann.spawn(HERE, new TestWorld.Block(1, "zzz"));
        for (int turn = 0; turn < 3; turn++) {
            tenure.put(block, new TestWorld.Block(turn, "b"));
            assertEquals(new TestWorld.Block(turn, "b"), ann.get(block, TestWorld.Block.class));
            ann.put(block, new TestWorld.Block(turn, "a"));
            assertEquals(new TestWorld.Block(turn, "a"), ann.get(block, TestWorld.Block.class));
        }
        merge(bob, ann.seal(NOON));
        merge(bob, ann.sealTenure(NOON));
        assertEquals(ann.digest(), bob.digest());
    }

    @Test
    void nobodyIsToldWhatIsNotDecided() {
        EntityId before = ann.spawn(HERE, new TestWorld.Block(1, "before"));
        merge(bob, ann.seal(NOON));
        VersionVector vector = ann.vector(HERE);
        Hash digest = ann.digest(HERE);

        Tenure tenure = ann.openTenure(identity);
        EntityId born = tenure.spawnAs(bobId, HERE, new TestWorld.Block(2, "ruled"));
        List<SignedBatch> ruled = ann.sealTenure(NOON);

        assertTrue(ann.exists(born));
        assertEquals(vector, ann.vector(HERE));
        assertEquals(digest, ann.digest(HERE));
        assertEquals(List.of(), ann.missing(HERE, vector, 1 << 20));
        assertFalse(ann.needsSnapshot(HERE, vector));
        Replica carl = opened(3);
        carl.install(ann.snapshot(HERE));
        assertTrue(carl.exists(before));
        assertFalse(carl.exists(born));

        tenure.confirm(ruled);
        assertEquals(ruled, ann.missing(HERE, vector, 1 << 20));
        assertEquals(1, ann.vector(HERE).last(identity.replica()));
        merge(bob, ruled);
        assertEquals(ann.digest(HERE), bob.digest(HERE));
        carl.install(ann.snapshot(HERE));
        assertTrue(carl.exists(born));
    }

    @Test
    void ownBatchesThatRestOnAnUndecidedOwnershipWaitWithAllAfterThem() {
        EntityId sword = bob.spawn(HERE, new TestWorld.Position(0, 0));
        merge(ann, bob.seal(NOON));
        Tenure tenure = ann.openTenure(identity);
        EntityId free = ann.spawn(HERE, new TestWorld.Block(1, "free"));
        List<SignedBatch> first = ann.seal(NOON);
        assertEquals(1, first.size());

        tenure.transfer(sword, ann.self().peer());
        ann.put(sword, new TestWorld.Position(5, 5));
        List<SignedBatch> ruled = ann.sealTenure(NOON);
        assertEquals(List.of(), ann.seal(NOON));
        ann.put(free, new TestWorld.Block(2, "later"));
        assertEquals(List.of(), ann.seal(NOON));

        tenure.confirm(ruled);
        List<SignedBatch> held = ann.seal(NOON);
        assertEquals(2, held.size());
        merge(bob, first);
        merge(bob, ruled);
        merge(bob, held);
        assertEquals(ann.digest(), bob.digest());
        assertEquals(new TestWorld.Position(5, 5), bob.get(sword, TestWorld.Position.class));
    }

    @Test
    void ownBatchesStandWhenTheUndecidedTenureVanishes() {
        List<SignedBatch> stored = new ArrayList<>();
        EntityId tagged = bob.spawn(HERE, new TestWorld.Block(1, "b"));
        merge(ann, bob.seal(NOON));
        Tenure tenure = ann.openTenure(identity);
        EntityId lost = tenure.spawnAs(ann.self().peer(), HERE, new TestWorld.Block(7, "lost"));
        tenure.put(tagged, new TestWorld.Block(9, "lost"));
        ann.add(lost, TestWorld.Score.class, 5);
        ann.addElement(lost, TestWorld.Tags.class, "x");
        ann.removeElement(lost, TestWorld.Tags.class, "x");
        ann.put(lost, new TestWorld.Block(8, "mine"));
        ann.addElement(tagged, TestWorld.Tags.class, "kept");
        ann.sealTenure(NOON);
        stored.addAll(ann.seal(NOON));
        ann.put(tagged, new TestWorld.Block(3, "kept"));
        stored.addAll(ann.seal(NOON));

        merge(bob, stored);
        Replica reopened = opened(1);
        merge(reopened, bob.missing(HERE, new VersionVector(), 1 << 20));
        assertEquals(bob.digest(), reopened.digest());
        assertFalse(reopened.exists(lost));
        assertEquals(new TestWorld.Block(3, "kept"), reopened.get(tagged, TestWorld.Block.class));
        assertEquals(0, reopened.stats().parkedBatches());
    }

    @Test
    void aVotedGrantServesReplicasOfATenureAlone() {
        EntityId block = ann.spawn(HERE, new TestWorld.Block(1, "b"));
        assertThrows(IllegalStateException.class, () -> ann.putCritical(block, new TestWorld.Purse(9), 3, 1));
        assertThrows(IllegalStateException.class, () -> ann.spawnAs(bobId, HERE));
        assertNull(bob.knownProofs().grant(pair.id()));
        merge(bob, ann.seal(NOON));
        assertNotEquals(new TestWorld.Purse(9), bob.get(block, TestWorld.Purse.class));
    }

    @Test
    void aForgedBatchOfTheHoldersOrdinaryReplicaHasNoAuthority() {
        EntityId block = bob.spawn(HERE, new TestWorld.Block(1, "b"));
        merge(ann, bob.seal(NOON));
        merge(bob, List.of(gold(world.identity(1, 1), block)));
        assertNull(bob.get(block, TestWorld.Purse.class));
        assertEquals(1, bob.stats().refusedOps());
        merge(bob, List.of(gold(identity, block)));
        assertEquals(new TestWorld.Purse(9), bob.get(block, TestWorld.Purse.class));
    }

    private SignedBatch gold(ReplicaIdentity author, EntityId entity) {
        ComponentType<TestWorld.Purse> purse = TestWorld.SCHEMA.type(TestWorld.Purse.class);
        Payload value = Payload.wrap(purse.codec().encode(new TestWorld.Purse(9)));
        Op write = new Op.Write(entity, purse.id(), null, 1, value);
        BatchKey key = new BatchKey(world.manifest.worldId(), HERE, author.replica(), 1);
        BatchContent content = new BatchContent(NOON << 16, grant.id(), List.of(write));
        return SignedBatch.sign(key, content, author.signer());
    }

    @Test
    void aTenureNeedsAFreshCertifiedIdentityAndADecidedPast() {
        assertThrows(IllegalStateException.class, ann::tenure);
        assertThrows(IllegalArgumentException.class, () -> ann.openTenure(world.identity(1, 9)));
        Tenure tenure = ann.openTenure(identity);
        tenure.spawnAs(bobId, HERE, new TestWorld.Block(2, "ruled"));
        List<SignedBatch> ruled = ann.sealTenure(NOON);
        assertThrows(IllegalStateException.class, () -> ann.openTenure(world.tenure(1, 51)));
        tenure.confirm(ruled);
        assertThrows(IllegalArgumentException.class, () -> ann.openTenure(identity));
        ann.openTenure(world.tenure(1, 51));
    }
}

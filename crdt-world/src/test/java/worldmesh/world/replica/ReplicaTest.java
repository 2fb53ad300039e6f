package worldmesh.world.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.bytes.Payload;
import worldmesh.world.causal.Stamp;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.crdt.Cells;
import worldmesh.world.crdt.Register;
import worldmesh.world.delta.BatchContent;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.sync.ParkReason;
import worldmesh.world.sync.Snapshot;
import worldmesh.world.trust.BatchKey;
import worldmesh.world.trust.Proof;

@NullUnmarked // an unexpected null fails the test anyway
class ReplicaTest {
    private static final SectorId EAST = new SectorId(1, 0, 0);

    private final TestWorld world = new TestWorld();
    private final Replica ann = world.replica(1);
    private final Replica bob = world.replica(2);
    private long now = TestWorld.NOON;

    @BeforeEach
    void introduce() {
        ann.learn(bob.self().certificate());
        bob.learn(ann.self().certificate());
    }

    private void exchange(Replica from, Replica to) {
        now += 50;
        for (SignedBatch batch : from.seal(now)) {
            SignedBatch arrived = SignedBatch.decode(batch.encode());
            assertNotNull(arrived);
            MergeResult result = to.merge(arrived, now);
            assertEquals(MergeResult.Kind.APPLIED, result.kind(), result::toString);
        }
    }

    private void exchange() {
        exchange(ann, bob);
        exchange(bob, ann);
        assertEquals(ann.digest(), bob.digest());
    }

    @Test
    void showsAnEditAtOnceAndToOthersAfterTheirMerge() {
        EntityId me = ann.spawn(SectorId.ORIGIN, new TestWorld.Position(3.004f, 4));

        assertEquals(3.0f, ann.get(me, TestWorld.Position.class).x(), 1e-6);
        exchange();

        assertEquals(ann.get(me, TestWorld.Position.class), bob.get(me, TestWorld.Position.class));
        assertEquals(ann.self().peer(), bob.owner(me));
    }

    @Test
    void letsTheLastLocalWriteWinInsideOneBatch() {
        EntityId block = ann.spawn(SectorId.ORIGIN, new TestWorld.Block(9, "a"));
        ann.put(block, new TestWorld.Block(1, "b"));

        assertEquals(1, ann.get(block, TestWorld.Block.class).colour());
        exchange();

        assertEquals(1, bob.get(block, TestWorld.Block.class).colour());
    }

    @Test
    void refusesAnOwnedWriteOfSomebodyElse() {
        EntityId me = ann.spawn(SectorId.ORIGIN, new TestWorld.Position(3, 4));
        exchange();

        assertThrows(IllegalStateException.class, () -> bob.put(me, new TestWorld.Position(0, 0)));
        assertThrows(IllegalStateException.class, () -> bob.delete(me));
        assertThrows(IllegalStateException.class, () -> bob.move(me, EAST));
    }

    @Test
    void givesAnEntityToAnotherOwner() {
        EntityId car = ann.spawn(SectorId.ORIGIN, new TestWorld.Position(3, 4));
        exchange();

        ann.transfer(car, bob.self().peer());
        exchange();
        bob.put(car, new TestWorld.Position(9, 9));
        exchange();

        assertEquals(bob.self().peer(), ann.owner(car));
        assertEquals(9, ann.get(car, TestWorld.Position.class).x());
        assertThrows(IllegalStateException.class, () -> ann.put(car, new TestWorld.Position(0, 0)));
    }

    @Test
    void countsConcurrentAdditionsAndKeepsConcurrentElements() {
        EntityId thing = ann.spawn(SectorId.ORIGIN, new TestWorld.Block(1, ""));
        ann.addElement(thing, TestWorld.Tags.class, "red");
        exchange();

        ann.add(thing, TestWorld.Score.class, 5);
        ann.add(thing, TestWorld.Score.class, -2);
        bob.add(thing, TestWorld.Score.class, 10);
        ann.removeElement(thing, TestWorld.Tags.class, "red");
        bob.addElement(thing, TestWorld.Tags.class, "red");
        bob.enable(thing, TestWorld.Open.class);
        exchange();

        assertEquals(13, bob.get(thing, TestWorld.Score.class).points());
        assertEquals(Set.of("red"), ann.get(thing, TestWorld.Tags.class).all());
        assertTrue(ann.get(thing, TestWorld.Open.class).open());
    }

    @Test
    void movesAnEntityAndLosesNoConcurrentEdit() {
        EntityId block = ann.spawn(SectorId.ORIGIN, new TestWorld.Block(1, ""));
        ann.add(block, TestWorld.Score.class, 1);
        exchange();

        ann.move(block, EAST);
        ann.add(block, TestWorld.Score.class, 2);
        bob.put(block, new TestWorld.Block(2, "late"));
        bob.add(block, TestWorld.Score.class, 4);
        exchange();

        assertEquals(EAST, bob.sectorOf(block));
        assertEquals(List.of(block), bob.entities(EAST));
        assertEquals(List.of(), bob.entities(SectorId.ORIGIN));
        assertEquals("late", ann.get(block, TestWorld.Block.class).label());
        assertEquals(7, ann.get(block, TestWorld.Score.class).points());
    }

    @Test
    void letsADeleteBeatAConcurrentMove() {
        EntityId block = ann.spawn(SectorId.ORIGIN, new TestWorld.Block(1, ""));
        exchange();

        ann.move(block, EAST);
        bob.delete(block);
        exchange();

        assertFalse(ann.exists(block));
        assertFalse(bob.exists(block));
    }

    @Test
    void parksABatchUntilItsAuthorIsCertified() {
        Replica eve = world.replica(3);
        ann.spawn(SectorId.ORIGIN, new TestWorld.Block(1, ""));
        SignedBatch batch = ann.seal(now).get(0);

        assertEquals(new MergeResult.Parked(ParkReason.UNKNOWN_REPLICA), eve.merge(batch, now));
        LearnResult learned = eve.learn(ann.self().certificate());

        assertEquals(List.of(batch), learned.batches());
        assertEquals(ann.digest(), eve.digest());
    }

    @Test
    void setsCriticalValuesOnlyUnderAGrant() {
        EntityId avatar = ann.spawn(SectorId.ORIGIN, new TestWorld.Position(1, 1));
        exchange();
        assertThrows(IllegalStateException.class, () -> ann.put(avatar, new TestWorld.Purse(1)));
        assertThrows(IllegalStateException.class, () -> bob.putCritical(avatar, new TestWorld.Purse(1), 1, 1));

        Proof grant = world.grant(1, 2);
        ann.learn(grant);
        bob.learn(grant);
        bob.putCritical(avatar, new TestWorld.Purse(100), 1, 1);
        EntityId vein = bob.spawnAs(ann.self().peer(), EAST, new TestWorld.Block(3, "vein"));
        exchange();

        assertEquals(100, ann.get(avatar, TestWorld.Purse.class).gold());
        assertEquals(ann.self().peer(), ann.owner(vein));
        assertThrows(IllegalStateException.class, () -> ann.delete(vein));
        ann.move(avatar, EAST);
        exchange();
        assertEquals(100, bob.get(avatar, TestWorld.Purse.class).gold());
    }

    @Test
    void catchesUpByBatchesAndBySnapshot() {
        EntityId block = ann.spawn(SectorId.ORIGIN, new TestWorld.Block(1, ""));
        ann.addElement(block, TestWorld.Tags.class, "red");
        exchange();
        bob.put(block, new TestWorld.Block(2, ""));
        exchange();
        Replica late = world.replica(3);
        Replica later = world.replica(4);
        ann.proofs().forEach(late::learn);
        ann.proofs().forEach(later::learn);

        ann.missing(SectorId.ORIGIN, late.vector(SectorId.ORIGIN), 1 << 20).forEach(batch -> late.merge(batch, now));
        Snapshot snapshot = Snapshot.decode(ann.snapshot(SectorId.ORIGIN).encode());
        assertNotNull(snapshot);
        assertNotNull(later.install(snapshot));

        assertEquals(ann.digest(), late.digest());
        assertEquals(ann.digest(), later.digest());
        assertEquals(
                ann.snapshot(SectorId.ORIGIN).hash(),
                late.snapshot(SectorId.ORIGIN).hash());
        assertFalse(ann.needsSnapshot(SectorId.ORIGIN, new VersionVector()));
        assertTrue(later.needsSnapshot(SectorId.ORIGIN, new VersionVector()));
    }

    @Test
    void reportsEachChangeOnceWithItsOrigin() {
        EntityId block = ann.spawn(SectorId.ORIGIN, new TestWorld.Block(1, ""));
        ann.put(block, new TestWorld.Block(2, ""));

        List<Change> local = ann.localChanges();
        now += 50;
        MergeResult merged = bob.merge(ann.seal(now).get(0), now);

        assertEquals(2, local.size());
        assertEquals(ChangeKind.SPAWNED, local.get(0).kind());
        assertEquals(new TestWorld.Block(2, ""), local.get(1).after());
        assertNull(local.get(1).before());
        assertEquals(Origin.LOCAL, local.get(1).origin());
        MergeResult.Applied applied = assertInstanceOf(MergeResult.Applied.class, merged);
        assertEquals(2, applied.changes().size());
        assertEquals(Origin.REMOTE, applied.changes().get(1).origin());
    }

    @Test
    void letsNobodyForgeAnOwnedCellByMovingASharedEntity() {
        EntityId block = ann.spawn(SectorId.ORIGIN, new TestWorld.Block(1, ""));
        ann.put(block, new TestWorld.Position(3, 4));
        exchange();
        int position = TestWorld.SCHEMA.type(TestWorld.Position.class).id();
        long clock = (now << 16) + 9;
        Cells forged = new Cells();
        byte[] value = TestWorld.SCHEMA.type(TestWorld.Position.class).codec().encode(new TestWorld.Position(66, 6));
        forged.put(position, new Register(new Stamp(0, 0, clock, 1), Payload.wrap(value)));
        ByteWriter luggage = new ByteWriter();
        forged.encode(luggage);
        Op enter = new Op.Enter(block, SectorId.ORIGIN, null, Payload.wrap(luggage.toBytes()));
        BatchKey key = new BatchKey(world.manifest.worldId(), EAST, bob.self().replica(), 1);

        MergeResult result = ann.merge(
                SignedBatch.sign(
                        key,
                        new BatchContent(clock, null, List.of(enter)),
                        bob.self().signer()),
                now + 50);

        assertEquals(MergeResult.Kind.APPLIED, result.kind());
        assertEquals(EAST, ann.sectorOf(block));
        assertEquals(3, ann.get(block, TestWorld.Position.class).x());
    }
}

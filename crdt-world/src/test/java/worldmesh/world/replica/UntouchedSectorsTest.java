package worldmesh.world.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.Place;
import worldmesh.world.sector.SectorId;
import worldmesh.world.sync.Snapshot;
import worldmesh.world.trust.Grant;

/** A world of 10^12 sectors, and of all 2^128, costs nothing until one is written to. */
@NullUnmarked // an unexpected null fails the test anyway
class UntouchedSectorsTest {
    /** A square of 10^6 by 10^6 sectors around the origin. */
    private static final long HALF_WIDTH = 500_000;

    private static final long[] EXTREMES = {
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1,
        -(1L << 62),
        -1_000_000,
        1_000_000,
        1L << 62,
        Long.MAX_VALUE - 1,
        Long.MAX_VALUE
    };

    private final TestWorld world = new TestWorld();
    private final Replica ann = world.replica(1);
    private final Replica bob = world.replica(2);

    UntouchedSectorsTest() {
        ann.learn(bob.self().certificate());
        bob.learn(ann.self().certificate());
        ann.spawn(SectorId.ORIGIN, new TestWorld.Block(1, "one"));
        ann.seal(TestWorld.NOON).forEach(batch -> bob.merge(batch, TestWorld.NOON));
        bob.localChanges();
    }

    /** Samples of the 10^12, and every pair of extremes at fine and coarse scales. */
    private static void eachAddress(Consumer<SectorId> visitor) {
        Random random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            long x = random.nextLong(-HALF_WIDTH, HALF_WIDTH);
            long y = random.nextLong(-HALF_WIDTH, HALF_WIDTH);
            visitor.accept(new SectorId(x, y == 0 ? 1 : y, 0));
        }
        for (long x : EXTREMES) {
            for (long y : EXTREMES) {
                visitor.accept(new SectorId(x, y, 0));
                visitor.accept(new SectorId(x, y, 20));
                visitor.accept(new SectorId(x, y, SectorId.MAX_SCALE));
            }
        }
    }

    @Test
    void addressingATrillionSectorsCreatesNothing() {
        ReachableObjects.Total before = ReachableObjects.of(bob);

        eachAddress(sector -> {
            assertTrue(bob.entities(sector).isEmpty());
            bob.each(sector, TestWorld.Block.class, (entity, block) -> assertNull(block, "seen in " + sector));
            assertEquals(0, bob.vector(sector).entries().size());
            assertEquals(ann.digest(sector), bob.digest(sector));
            assertTrue(bob.missing(sector, new VersionVector(), 1 << 20).isEmpty());
            assertFalse(bob.needsSnapshot(sector, new VersionVector()));
            assertNotNull(Snapshot.decode(bob.snapshot(sector).encode()));
        });

        assertEquals(1, bob.stats().sectors());
        assertEquals(before, ReachableObjects.of(bob));
    }

    @Test
    void theFirstWriteTouchesOneSectorOnly() {
        ReachableObjects.Total before = ReachableObjects.of(bob);
        SectorId far = new SectorId(Long.MIN_VALUE, Long.MAX_VALUE, 0);

        EntityId block = ann.spawn(far, new TestWorld.Block(2, "far"));
        ann.seal(TestWorld.NOON + 1).forEach(batch -> bob.merge(batch, TestWorld.NOON + 1));

        assertEquals(List.of(far, SectorId.ORIGIN), List.copyOf(bob.sectors()));
        assertEquals(List.of(block), bob.entities(far));
        assertTrue(ReachableObjects.of(bob).objects() > before.objects(), "the measure sees what a sector costs");
    }

    @Test
    void whatIsRefusedOrMustWaitTouchesNoSector() {
        Replica stranger = world.replica(9);
        stranger.spawn(new SectorId(7, 7, 0), new TestWorld.Block(3, ""));
        SignedBatch parked = stranger.seal(TestWorld.NOON).get(0);
        Grant here =
                Grant.sign(world.manifest.worldId(), 1, world.keys.signer(2).publicKey(), SectorId.ORIGIN, world.root);
        bob.learn(here);
        EntityId owned = ann.spawn(SectorId.ORIGIN, new TestWorld.Position(1, 1));
        ann.seal(TestWorld.NOON + 1).forEach(batch -> bob.merge(batch, TestWorld.NOON + 1));

        assertEquals(
                MergeResult.Kind.PARKED, bob.merge(parked, TestWorld.NOON + 2).kind());
        // The grant reaches the sector the entity is in, not the one it would be moved to.
        assertThrows(IllegalStateException.class, () -> bob.move(owned, new SectorId(8, 8, 0)));
        bob.seal(TestWorld.NOON + 3);

        assertEquals(List.of(SectorId.ORIGIN), List.copyOf(bob.sectors()));
        assertEquals(SectorId.ORIGIN, bob.sectorOf(owned));
    }

    @Test
    void aWalkOfCentimetresAtTheEndsOfTheWorldIsTheWalkAtTheOrigin() {
        for (long x : new long[] {1L << 62, -(1L << 62), Long.MAX_VALUE - 1, Long.MIN_VALUE + 1}) {
            Place near = new Place(SectorId.ORIGIN, 999.97, 0.02);
            Place far = new Place(new SectorId(x, -x, 0), 999.97, 0.02);
            EntityId walker = ann.spawn(far.sector(), position(far));
            for (int step = 1; step <= 6; step++) {
                near = near.moved(0.01, -0.01);
                far = far.moved(0.01, -0.01);
                ann.move(walker, far.sector());
                ann.put(walker, position(far));
            }
            ann.seal(TestWorld.NOON + 1).forEach(batch -> bob.merge(batch, TestWorld.NOON + 1));

            assertEquals(new SectorId(x + 1, -x - 1, 0), bob.sectorOf(walker));
            assertEquals(position(near), bob.get(walker, TestWorld.Position.class));
            assertEquals(0.03f, bob.get(walker, TestWorld.Position.class).x(), 1e-6f);
            assertEquals(999.96f, bob.get(walker, TestWorld.Position.class).y(), 1e-4f);
        }
    }

    private static TestWorld.Position position(Place place) {
        TestWorld.Position raw = new TestWorld.Position((float) place.offsetX(), (float) place.offsetY());
        return TestWorld.SCHEMA.type(TestWorld.Position.class).codec().settled(raw);
    }
}

package worldmesh.world.replica;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.sync.Difference;
import worldmesh.world.sync.SketchPart;
import worldmesh.world.sync.Snapshot;
import worldmesh.world.sync.sketch.SketchKey;

/** Two replicas whose batches are gone find by a sketch what they differ by, whatever happens meanwhile. */
@NullUnmarked // an unexpected null fails the test anyway
class ReconcilerPropertyTest {
    private static final SectorId HERE = SectorId.ORIGIN;
    private static final SectorId EAST = new SectorId(1, 0, 0);

    /** Logs that lose what is older than a few batches. */
    private static final ReplicaLimits SHORT = new ReplicaLimits(4, 1 << 20, 64, 64);

    private final TestWorld world = new TestWorld();
    private final List<EntityId> things = new ArrayList<>();
    private long now = TestWorld.NOON;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("worldmesh.sketch.seeds", 60));
    }

    private Replica pair(Replica other, long peer) {
        Replica out = world.replica(peer, SHORT);
        if (other != null) {
            out.learn(other.self().certificate());
            other.learn(out.self().certificate());
        }
        out.advance(now);
        return out;
    }

    private void populate(Replica replica, int count) {
        for (int i = 0; i < count; i++) {
            things.add(replica.spawn(HERE, new TestWorld.Block(i, "block")));
            replica.add(things.get(i), TestWorld.Score.class, i);
        }
        replica.seal(now++);
    }

    private Replica populated(int count) {
        Replica ann = pair(null, 1);
        populate(ann, count);
        return ann;
    }

    /** A second one with all that the first has. */
    private Replica sharing(Replica ann) {
        Replica bob = pair(ann, 2);
        assertNotNull(bob.install(ann.snapshot(HERE)));
        return bob;
    }

    /** Random edits of most kinds; each is a batch of its own now and then. */
    private void edit(Replica replica, Random random, int count) {
        for (int i = 0; i < count; i++) {
            now += random.nextInt(3);
            replica.advance(now);
            EntityId thing = things.get(random.nextInt(things.size()));
            if (replica.exists(thing)) {
                edit(replica, random, thing);
            }
            if (random.nextInt(3) == 0) {
                replica.seal(now);
            }
        }
        replica.seal(now);
    }

    private void edit(Replica replica, Random random, EntityId thing) {
        switch (random.nextInt(10)) {
            case 0 -> replica.add(thing, TestWorld.Score.class, random.nextInt(9) - 4);
            case 1 -> replica.addElement(thing, TestWorld.Tags.class, "t" + random.nextInt(3));
            case 2 -> replica.removeElement(thing, TestWorld.Tags.class, "t" + random.nextInt(3));
            case 3 -> replica.bind(thing, TestWorld.Gear.class, "k" + random.nextInt(3), "v" + random.nextInt(9));
            case 4 -> replica.paint(thing, TestWorld.Chunk.class, random.nextInt(30), 3, random.nextInt(4));
            case 5 -> replica.stockUp(thing, TestWorld.Stock.class, 3);
            case 6 -> replica.move(thing, replica.sectorOf(thing).equals(HERE) ? EAST : HERE);
            case 8 -> replica.insertText(thing, TestWorld.Sign.class, 0, "t" + random.nextInt(9));
            case 7 -> {
                if (random.nextInt(4) == 0) {
                    replica.delete(thing);
                } else {
                    things.add(replica.spawn(HERE, new TestWorld.Block(1, "late")));
                }
            }
            default -> replica.put(thing, new TestWorld.Block(random.nextInt(100), "new"));
        }
    }

    /** Every message through its bytes. True if the session came to its end. */
    private static boolean reconcile(Replica one, Replica other, SectorId sector, long key, Runnable meanwhile) {
        SketchOffer offer = new Reconciler(one).offer(sector, new SketchKey(key, ~key));
        SketchPart part = SketchPart.decode(offer.next().encode());
        SketchAnswer answer = new Reconciler(other).answer(part);
        while (answer.add(part) == SketchAnswer.Progress.MORE) {
            part = SketchPart.decode(offer.next().encode());
        }
        meanwhile.run();
        Difference more = answer.answer();
        if (more == null) {
            return false;
        }
        SketchOffer.Outcome outcome = offer.accept(Difference.decode(more.encode()));
        if (outcome == null) {
            return false;
        }
        return outcome.rest() == null
                || answer.accept(Difference.decode(outcome.rest().encode())) != null;
    }

    private static void assertSame(Replica one, Replica other, SectorId sector) {
        assertEquals(one.vector(sector).entries(), other.vector(sector).entries());
        assertEquals(one.snapshot(sector).hash(), other.snapshot(sector).hash(), "state of " + sector);
        assertEquals(one.digest(sector), other.digest(sector));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void twoThatWentApartAreOneAgainAndStayOne(long seed) {
        Random random = new Random(seed);
        Replica ann = populated(40);
        Replica bob = sharing(ann);
        edit(ann, random, random.nextInt(60));
        edit(bob, random, random.nextInt(60));

        assertTrue(reconcile(ann, bob, HERE, seed, () -> {}));
        assertTrue(reconcile(bob, ann, EAST, seed, () -> {}));

        assertSame(ann, bob, HERE);
        assertSame(ann, bob, EAST);
        assertEquals(ann.digest(), bob.digest());
        // Nothing counts twice that comes as batches from now on.
        ann.advance(now += 5);
        EntityId alive = things.stream().filter(ann::exists).findFirst().orElseThrow();
        ann.add(alive, TestWorld.Score.class, 100);
        for (SignedBatch batch : ann.seal(now)) {
            assertEquals(MergeResult.Kind.APPLIED, bob.merge(batch, now).kind());
        }
        assertEquals(ann.digest(), bob.digest());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void editsWhileASessionLastsAreNotLost(long seed) {
        Random random = new Random(seed);
        Replica ann = populated(40);
        Replica bob = sharing(ann);
        edit(ann, random, 20);
        edit(bob, random, 20);

        boolean whole = reconcile(ann, bob, HERE, seed, () -> {
            for (Replica each : List.of(ann, bob)) {
                EntityId thing = each.entities(HERE).get(random.nextInt(10));
                each.add(thing, TestWorld.Score.class, 7);
                each.put(thing, new TestWorld.Block(9, "meanwhile"));
                each.seal(now);
            }
        });

        assertTrue(whole);
        assertSame(ann, bob, HERE);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aSessionThatLostTrackOfWhatChangedMeanwhileEndsWithoutHarm(long seed) {
        Random random = new Random(seed);
        Replica ann = populated(40);
        Replica bob = sharing(ann);
        edit(bob, random, 20);
        EntityId kept = ann.entities(HERE).get(0);

        boolean whole = reconcile(ann, bob, HERE, seed, () -> {
            for (int i = 0; i < 9; i++) {
                ann.put(kept, new TestWorld.Block(i, "too much for the log"));
                ann.seal(now++);
            }
        });

        assertFalse(whole);
        assertTrue(reconcile(ann, bob, HERE, seed + 1, () -> {}));
        assertSame(ann, bob, HERE);
    }

    /** One asks and believes the other, whose snapshot it puts together; null if it cannot. */
    private static Snapshot ask(Reconciler offering, Reconciler asking, long key, Runnable meanwhile) {
        SketchOffer offer = offering.offer(HERE, new SketchKey(key, ~key));
        SketchPart part = SketchPart.decode(offer.next().encode());
        SketchAnswer answer = asking.answer(part);
        while (answer.add(part) == SketchAnswer.Progress.MORE) {
            part = SketchPart.decode(offer.next().encode());
        }
        meanwhile.run();
        SketchOffer.Told told = offer.tell(Difference.decode(answer.ask().encode()));
        if (told == null) {
            return null;
        }
        return answer.complete(Difference.decode(told.rest().encode()), told.whole());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whoAsksPutsTheVerySnapshotOfTheOtherTogetherAndKeepsItsOwnBatches(long seed) {
        Random random = new Random(seed);
        Replica ann = populated(40);
        Replica bob = sharing(ann);
        edit(ann, random, random.nextInt(60));
        // No more than bob retains.
        for (int i = random.nextInt(4); i > 0; i--) {
            EntityId thing = bob.entities(HERE).get(random.nextInt(10));
            bob.put(thing, new TestWorld.Block(i, "bob's"));
            bob.add(thing, TestWorld.Score.class, i);
            bob.seal(now++);
        }
        Hash before = ann.snapshot(HERE).hash();

        Snapshot whole = ask(new Reconciler(ann), new Reconciler(bob), seed, () -> {});

        assertEquals(before, ann.snapshot(HERE).hash(), "who offers believes nothing");
        assertEquals(before, whole.hash());
        assertNotNull(bob.install(whole));
        assertTrue(bob.vector(HERE).covers(ann.vector(HERE)));
        assertFalse(bob.needsSnapshot(HERE, ann.vector(HERE)), "its own batches are still its own");
        for (SignedBatch batch : bob.missing(HERE, ann.vector(HERE), Integer.MAX_VALUE)) {
            assertEquals(MergeResult.Kind.APPLIED, ann.merge(batch, now).kind());
        }
        assertSame(ann, bob, HERE);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsToldIncludesWhatHappenedMeanwhile(long seed) {
        Random random = new Random(seed);
        Replica ann = populated(40);
        Replica bob = sharing(ann);
        edit(ann, random, 30);

        Snapshot whole = ask(new Reconciler(ann), new Reconciler(bob), seed, () -> {
            EntityId first = ann.entities(HERE).get(0);
            ann.add(first, TestWorld.Score.class, 7);
            ann.delete(ann.entities(HERE).get(1));
            ann.seal(now);
            bob.put(first, new TestWorld.Block(9, "meanwhile"));
            bob.seal(now);
        });

        assertEquals(ann.snapshot(HERE).hash(), whole.hash());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aSketchThatIsKeptIsTheOneThatWouldBeMadeAfresh(long seed) {
        Random random = new Random(seed);
        Replica ann = world.replica(1);
        ann.advance(now);
        populate(ann, 40);
        Reconciler keeping = new Reconciler(ann);
        SketchOffer first = keeping.offer(HERE, new SketchKey(seed, 3));
        byte[] early = first.next().encode();

        for (int round = 0; round < 3; round++) {
            edit(ann, random, random.nextInt(12));
            SketchPart kept = keeping.offer(HERE, new SketchKey(seed + 1, 4)).next();
            SketchPart fresh =
                    new Reconciler(ann).offer(HERE, new SketchKey(seed, 3)).next();
            assertArrayEquals(fresh.encode(), kept.encode());
        }

        assertTrue(
                keeping.stats().packed() < 4, "hashed whole " + keeping.stats().packed() + " times");
        assertEquals(32, SketchPart.decode(early).symbols().size());
        assertEquals(32, first.next().first(), "a session goes on as it began");
    }

    @Test
    void aRestThatWasTamperedWithIsNotInstalled() {
        Replica ann = populated(40);
        Replica bob = sharing(ann);
        edit(ann, new Random(1), 30);
        Reconciler asking = new Reconciler(bob);
        SketchOffer offer = new Reconciler(ann).offer(HERE, new SketchKey(1, 2));
        SketchPart part = offer.next();
        SketchAnswer answer = asking.answer(part);
        while (answer.add(part) == SketchAnswer.Progress.MORE) {
            part = offer.next();
        }
        SketchOffer.Told told = offer.tell(answer.ask());
        Difference nothing = new Difference(
                told.rest().session(), answer.ask().more(), told.rest().lacks());

        assertNull(answer.complete(nothing, told.whole()), "less than was asked for");
        assertNull(answer.complete(told.rest(), Hash.of()), "of another hash");
        assertEquals(2, asking.stats().refused());
        assertNotNull(answer.complete(told.rest(), told.whole()));
    }

    @Test
    void aSnapshotOfLittleIsNoLongerThanItsSketch() {
        Replica ann = pair(null, 1);
        populate(ann, 10);
        for (int i = 0; i < 20; i++) {
            ann.put(things.get(0), new TestWorld.Block(i, "again"));
            ann.seal(now++);
        }
        VersionVector most = new VersionVector();
        most.set(ann.self().replica(), 15);
        Reconciler reconciler = new Reconciler(ann);

        assertEquals(CatchUp.SNAPSHOT_AS_IT_IS_SMALL, reconciler.wayTo(HERE, most));
        assertEquals(1, reconciler.stats().bySnapshot());
        assertEquals(0, reconciler.stats().bySketch());
    }

    @Test
    void theWayIsChosenByWhatTheOtherHasAndCounted() {
        Replica ann = pair(null, 1);
        populate(ann, 40);
        for (int i = 0; i < 20; i++) {
            ann.put(things.get(i), new TestWorld.Block(i, "again"));
            ann.seal(now++);
        }
        Reconciler reconciler = new Reconciler(ann);
        VersionVector most = new VersionVector();
        most.set(ann.self().replica(), 15);
        VersionVector few = new VersionVector();
        few.set(ann.self().replica(), 3);

        assertEquals(CatchUp.BATCHES_RETAINED, reconciler.wayTo(HERE, ann.vector(HERE)));
        assertEquals(CatchUp.SKETCH_AS_MOST_IS_SHARED, reconciler.wayTo(HERE, most));
        assertEquals(CatchUp.SNAPSHOT_AS_MOST_DIFFERS, reconciler.wayTo(HERE, few));
        assertEquals(1, reconciler.stats().chosen().get(CatchUp.SKETCH_AS_MOST_IS_SHARED));
    }

    @Test
    void statesThatShareNothingAreGivenUp() {
        Replica ann = pair(null, 1);
        Replica bob = pair(ann, 2);
        populate(ann, 400);
        things.clear();
        populate(bob, 400);
        Reconciler answering = new Reconciler(bob);
        Reconciler asking = new Reconciler(ann);
        SketchOffer offer = asking.offer(HERE, new SketchKey(1, 2));
        SketchPart part = offer.next();
        SketchAnswer answer = answering.answer(part);

        SketchAnswer.Progress progress = answer.add(part);
        while (progress == SketchAnswer.Progress.MORE) {
            progress = answer.add(offer.next());
        }

        assertNull(answer.answer());
        assertEquals(SketchAnswer.Progress.GIVEN_UP, progress);
        assertNull(offer.next(), "both know when it is not worth it");
        assertEquals(1, asking.stats().givenUp());
        assertEquals(1, answering.stats().givenUp());
        assertEquals(0, answering.stats().found());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void hostileMessagesChangeNothingAndAreCounted(long seed) {
        Random random = new Random(seed);
        Replica ann = populated(20);
        Replica bob = sharing(ann);
        edit(bob, random, 10);
        Reconciler asking = new Reconciler(ann);
        SketchOffer offer = asking.offer(HERE, new SketchKey(seed, 3));
        byte[] good = offer.next().encode();
        SketchAnswer answer = new Reconciler(bob).answer(SketchPart.decode(good));
        answer.add(SketchPart.decode(good));
        while (answer.answer() == null) {
            answer.add(offer.next());
        }
        byte[] found = answer.answer().encode();
        Hash before = ann.snapshot(HERE).hash();

        for (int length = 0; length < good.length; length++) {
            assertNull(SketchPart.decode(Arrays.copyOf(good, length)), "length " + length);
        }
        for (int length = 0; length < found.length; length++) {
            assertNull(Difference.decode(Arrays.copyOf(found, length)), "length " + length);
        }
        for (int i = 0; i < 200; i++) {
            byte[] bad = found.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            Difference read = Difference.decode(bad);
            SketchOffer.Outcome outcome = read == null ? null : offer.accept(read);
            if (outcome != null) {
                // What it says may be true of another state: it was taken as a snapshot would be.
                return;
            }
        }
        assertEquals(before, ann.snapshot(HERE).hash());
        assertTrue(asking.stats().refused() > 0);
        assertNull(offer.accept(
                new Difference(seed + 1, answer.answer().more(), answer.answer().lacks())));
    }
}

package worldmesh.world.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Cut;

/** Cuts: what is settled below them, who comes back from before them, and that it matters not when they are made. */
@NullUnmarked // an unexpected null fails the test anyway
class StabilityTest {
    private static final SectorId SECTOR = SectorId.ORIGIN;

    private final TestWorld world = new TestWorld();
    private final List<Replica> all = new ArrayList<>();
    private final List<Stability> cuts = new ArrayList<>();
    private long now = TestWorld.NOON;

    private Replica join(long peer) {
        Replica fresh = world.replica(peer);
        for (Replica other : all) {
            other.learn(fresh.self().certificate());
            fresh.learn(other.self().certificate());
        }
        all.add(fresh);
        cuts.add(new Stability(fresh));
        return fresh;
    }

    private List<SignedBatch> seal(Replica replica) {
        now += 10;
        return replica.seal(now);
    }

    /** Every batch of one comes to the other, by a snapshot of a cut first if need be. */
    private void pull(Replica to, Replica from) {
        if (from.needsSnapshot(SECTOR, to.vector(SECTOR))) {
            assertNotNull(to.install(cuts.get(all.indexOf(from)).snapshot(SECTOR)));
        }
        from.missing(SECTOR, to.vector(SECTOR), Integer.MAX_VALUE).forEach(batch -> to.merge(batch, now));
    }

    private Cut propose(Replica by, Replica... roster) {
        Map<Long, VersionVector> reports = new TreeMap<>(Long::compareUnsigned);
        for (Replica member : roster) {
            reports.put(member.self().replica(), member.vector(SECTOR));
        }
        return cuts.get(all.indexOf(by)).propose(SECTOR, reports);
    }

    private void learn(Replica replica, Cut cut) {
        cuts.get(all.indexOf(replica)).learn(cut);
    }

    /** A block of one that all others have. */
    private EntityId spread(Replica from, Replica... to) {
        EntityId thing = from.spawn(SECTOR, new TestWorld.Block(1, "b"));
        seal(from);
        for (Replica each : to) {
            pull(each, from);
        }
        return thing;
    }

    /** Who is away writes 3, then 2 is written here: a cut of the two here, who know only the latter. */
    private Cut cutWithoutTheWriteOf(Replica away, EntityId thing, Replica here, Replica other) {
        away.put(thing, new TestWorld.Block(3, "away"));
        seal(away);
        here.put(thing, new TestWorld.Block(2, "later"));
        seal(here);
        pull(other, here);
        return propose(here, here, other);
    }

    private void editInTurns(Replica one, Replica other, Random random, int rounds) {
        for (int round = 0; round < rounds; round++) {
            edit(one, random);
            pull(other, one);
            edit(other, random);
            pull(one, other);
        }
    }

    private int colour(Replica replica, EntityId thing) {
        return replica.get(thing, TestWorld.Block.class).colour();
    }

    @Test
    void aCutChangesNoValueAndMakesTheSnapshotSmaller() {
        Replica ann = join(1);
        Replica bob = join(2);
        Random random = new Random(5);
        for (int i = 0; i < 200; i++) {
            EntityId thing = ann.spawn(SECTOR, new TestWorld.Block(i, "b"));
            now += random.nextInt(5_000);
            seal(ann);
            if (i % 2 == 0) {
                ann.addElement(thing, TestWorld.Tags.class, "red");
                ann.removeElement(thing, TestWorld.Tags.class, "red");
            }
        }
        seal(ann);
        pull(bob, ann);
        int before = ann.snapshot(SECTOR).encode().length;
        var digest = ann.digest(SECTOR);

        Cut cut = propose(ann, ann, bob);
        learn(ann, cut);

        assertEquals(digest, ann.digest(SECTOR));
        assertEquals(digest, bob.digest(SECTOR), "whether it is cut or not");
        learn(bob, cut);
        assertEquals(ann.snapshot(SECTOR).hash(), bob.snapshot(SECTOR).hash());
        int after = ann.snapshot(SECTOR).encode().length;
        assertTrue(2 * after < before, after + " bytes after " + before);
        assertEquals(0, ann.stats().retainedBatches());
    }

    @Test
    void whatIsUnderWayWhileACutIsMadeWinsAsItWouldHaveWithout() {
        Replica ann = join(1);
        Replica bob = join(2);
        EntityId thing = spread(ann, bob);
        bob.put(thing, new TestWorld.Block(2, "first"));
        List<SignedBatch> underway = seal(bob);
        ann.put(thing, new TestWorld.Block(3, "later"));
        seal(ann);
        pull(bob, ann);

        Cut cut = propose(ann, ann, bob);

        assertNull(cut, "Ann cannot know how far Bob had written");
        underway.forEach(batch -> ann.merge(batch, now));
        cut = propose(ann, ann, bob);
        learn(ann, cut);
        assertEquals(3, colour(ann, thing));
        assertEquals(ann.digest(SECTOR), bob.digest(SECTOR));
    }

    @Test
    void whoReturnsFromBeforeACutKeepsItsIdsAndStampsAndWinsOverWhatIsSettled() {
        Replica ann = join(1);
        Replica bob = join(2);
        Replica cid = join(3);
        EntityId thing = spread(ann, bob, cid);
        EntityId born = cid.spawn(SECTOR, new TestWorld.Block(33, "away"));
        Cut cut = cutWithoutTheWriteOf(cid, thing, ann, bob);
        learn(ann, cut);
        learn(bob, cut);

        pull(cid, ann);
        pull(ann, cid);
        pull(bob, ann);

        for (Replica each : all) {
            assertEquals(3, colour(each, thing), "a settled write loses to one that is not");
            assertEquals(33, colour(each, born));
            assertEquals(ann.digest(SECTOR), each.digest(SECTOR));
            assertEquals(ann.snapshot(SECTOR).hash(), each.snapshot(SECTOR).hash());
        }
        assertEquals(1, cuts.get(2).number(SECTOR));
    }

    @Test
    void whoHeardALateWriteBeforeTheCutComesToTheSameByMakingIt() {
        Replica ann = join(1);
        Replica bob = join(2);
        Replica cid = join(3);
        EntityId thing = spread(ann, bob, cid);
        Cut cut = cutWithoutTheWriteOf(cid, thing, ann, bob);
        learn(ann, cut);
        pull(bob, cid);
        assertEquals(2, colour(bob, thing));

        List<Change> changes = cuts.get(1).learn(cut);
        pull(ann, cid);

        assertEquals(1, changes.size());
        assertEquals(new TestWorld.Block(3, "away"), changes.get(0).after());
        assertEquals(3, colour(bob, thing));
        assertEquals(ann.snapshot(SECTOR).hash(), bob.snapshot(SECTOR).hash());
    }

    @Test
    void aCutWaitsForWhatItIsOf() {
        Replica ann = join(1);
        Replica bob = join(2);
        ann.spawn(SECTOR, new TestWorld.Block(1, "b"));
        seal(ann);
        Cut cut = propose(ann, ann);
        learn(ann, cut);

        learn(bob, cut);

        assertEquals(0, cuts.get(1).number(SECTOR));
        assertTrue(cuts.get(1).waits(SECTOR));
        pull(bob, ann);
        cuts.get(1).retry();
        assertEquals(1, cuts.get(1).number(SECTOR));
        assertEquals(ann.snapshot(SECTOR).hash(), bob.snapshot(SECTOR).hash());
    }

    @Test
    void whoCannotTellApartWhatLayBelowTakesTheCutOfWhoHasAllOfIt() {
        Replica ann = join(1);
        Replica bob = join(2);
        EntityId thing = ann.spawn(SECTOR, new TestWorld.Block(1, "b"));
        seal(ann);
        Cut cut = propose(ann, ann);
        ann.put(thing, new TestWorld.Block(2, "later"));
        seal(ann);
        assertNotNull(bob.install(ann.snapshot(SECTOR)));
        learn(ann, cut);
        learn(bob, cut);
        assertEquals(0, cuts.get(1).number(SECTOR), "the later batch is in what Bob took");
        Stability.Told told = cuts.get(0).told(SECTOR);

        assertEquals(cut.reached(), told.at());
        assertNull(cuts.get(1).install(told.snapshot(), told.at()), "who sent no more may not have it");
        assertEquals(2, colour(bob, thing));
        assertNotNull(cuts.get(1).install(told.snapshot(), ann.vector(SECTOR)));
        pull(bob, ann);

        assertEquals(2, colour(bob, thing));
        assertEquals(ann.snapshot(SECTOR).hash(), bob.snapshot(SECTOR).hash());
    }

    /** Makes a cut as a session does, another edit at each turn. */
    private void makeBeside(Replica replica, Cut cut, Runnable turn) {
        Stability stability = cuts.get(all.indexOf(replica));
        CutWork work = stability.begin(cut);
        assertNotNull(work);
        while (!work.isOver()) {
            if (work.collect()) {
                turn.run();
                work.run();
            }
            turn.run();
        }
        Map<EntityId, List<Record>> before = shown(replica);
        Set<EntityId> told = new HashSet<>();
        stability.finish(work).forEach(change -> told.add(change.entity()));
        Map<EntityId, List<Record>> after = shown(replica);
        Set<EntityId> different = new HashSet<>(before.keySet());
        different.addAll(after.keySet());
        different.removeIf(entity -> Objects.equals(before.get(entity), after.get(entity)));
        assertEquals(different, told);
    }

    private static Map<EntityId, List<Record>> shown(Replica replica) {
        Map<EntityId, List<Record>> out = new TreeMap<>();
        replica.entities(SECTOR).forEach(entity -> out.put(entity, List.copyOf(replica.components(entity))));
        return out;
    }

    @Test
    void aCutThatIsMadeBesideIsTheSameWhateverComesMeanwhile() {
        Replica ann = join(1);
        Replica bob = join(2);
        Random random = new Random(3);
        editInTurns(ann, bob, random, 200);
        Cut cut = propose(ann, ann, bob);
        learn(bob, cut);
        int[] left = {60};

        makeBeside(ann, cut, () -> {
            for (int i = 0; i < 20 && left[0] > 0; i++, left[0]--) {
                edit(ann, random);
                edit(bob, random);
                pull(ann, bob);
            }
        });
        pull(bob, ann);
        pull(ann, bob);

        assertEquals(0, left[0]);
        assertEquals(1, cuts.get(0).number(SECTOR));
        assertEquals(1, cuts.get(0).stats().made());
        assertEquals(ann.vector(SECTOR), bob.vector(SECTOR));
        assertEquals(ann.snapshot(SECTOR).hash(), bob.snapshot(SECTOR).hash());
        assertEquals(bob.stats().retainedBatches(), ann.stats().retainedBatches());
        assertEquals(bob.entities(SECTOR), ann.entities(SECTOR));
    }

    @Test
    void aCutIsMadeByAnotherThreadWhileThisOneGoesOn() {
        Replica ann = join(1);
        Replica bob = join(2);
        ExecutorService beside = Executors.newSingleThreadExecutor();
        Random random = new Random(11);
        for (int round = 0; round < 4; round++) {
            editInTurns(ann, bob, random, 40);
            Cut cut = propose(ann, ann, bob);
            learn(bob, cut);
            CutWork work = cuts.get(0).begin(cut);
            int meanwhile = 0;
            while (!work.isOver()) {
                if (work.collect()) {
                    beside.execute(work);
                }
                if (work.isRunning() && meanwhile < 40) {
                    meanwhile++;
                    edit(ann, random);
                    ann.digest(SECTOR);
                }
                Thread.onSpinWait();
            }
            cuts.get(0).finish(work);
            pull(bob, ann);

            assertEquals(cut.number(), cuts.get(0).number(SECTOR));
            assertEquals(bob.snapshot(SECTOR).hash(), ann.snapshot(SECTOR).hash());
        }
        beside.shutdown();
    }

    @Test
    void aCutThatIsMadeBesideSaysWhatALateWriteChangesAndKeepsTheListsRight() {
        Replica ann = join(1);
        Replica bob = join(2);
        Replica cid = join(3);
        EntityId thing = spread(ann, bob, cid);
        Cut cut = cutWithoutTheWriteOf(cid, thing, ann, bob);
        pull(bob, cid);
        CutWork work = cuts.get(1).begin(cut);
        assertTrue(work.collect());
        assertTrue(work.isRunning());
        assertNull(bob.get(thing, TestWorld.Tags.class));
        work.run();
        EntityId born = bob.spawn(SECTOR, new TestWorld.Block(9, "meanwhile"));
        assertEquals(List.of(thing, born).stream().sorted().toList(), bob.entities(SECTOR));
        seal(bob);
        work.collect();

        List<Change> changes = cuts.get(1).finish(work);

        assertEquals(1, changes.size());
        assertEquals(new TestWorld.Block(3, "away"), changes.get(0).after());
        assertEquals(List.of(thing, born).stream().sorted().toList(), bob.entities(SECTOR));
        assertEquals(9, colour(bob, born));
    }

    @Test
    void aCutIsBegunAgainIfTheSectorIsReplacedMeanwhile() {
        Replica ann = join(1);
        Replica bob = join(2);
        spread(ann, bob);
        Cut cut = propose(ann, ann, bob);
        CutWork work = cuts.get(1).begin(cut);
        assertTrue(work.collect());
        work.run();
        assertNotNull(bob.install(ann.snapshot(SECTOR)));

        assertTrue(work.isOver());
        assertEquals(List.of(), cuts.get(1).finish(work));
        assertEquals(0, cuts.get(1).number(SECTOR));
        assertNull(cuts.get(1).begin(new Cut(SECTOR, 2, cut.stable(), cut.reached())), "the first comes first");
    }

    @Test
    void statesAreComparedOnlyWhereTheSameCutsWereMade() {
        Replica ann = join(1);
        Replica bob = join(2);
        spread(ann, bob);
        assertEquals(ann.verification().proofs(), bob.verification().proofs());
        Cut cut = propose(ann, ann, bob);

        learn(ann, cut);

        assertTrue(ann.verification().proofs() != bob.verification().proofs());
        learn(bob, cut);
        assertEquals(ann.verification().proofs(), bob.verification().proofs());
    }

    @Test
    void aCutIsReadAsItWasWrittenAndNothingElseIs() {
        Replica ann = join(1);
        ann.spawn(SECTOR, new TestWorld.Block(1, "b"));
        seal(ann);
        Cut cut = propose(ann, ann);
        byte[] bytes = cut.encode();

        assertEquals(cut, Cut.decode(bytes));
        for (int length = 0; length < bytes.length; length++) {
            assertNull(Cut.decode(Arrays.copyOf(bytes, length)), HexFormat.of().formatHex(bytes));
        }
    }

    /** Random edits, partitions and cuts: whoever knows the same batches and cuts has the same bytes. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void whenACutIsMadeDoesNotMatter(long seed) {
        Random random = new Random(seed);
        for (int i = 1; i <= 4; i++) {
            join(i);
        }
        Replica holder = all.get(0);
        List<Cut> log = new ArrayList<>();
        for (int step = 0; step < 300; step++) {
            Replica one = all.get(random.nextInt(4));
            edit(one, random);
            if (random.nextInt(3) == 0) {
                Replica from = all.get(random.nextInt(4));
                pull(one, from);
            }
            if (step % 20 == 19) {
                pull(holder, all.get(1));
                pull(holder, all.get(2));
                Cut cut = propose(holder, holder, all.get(1), all.get(2));
                if (cut != null) {
                    log.add(cut);
                    learn(holder, cut);
                }
            }
            if (random.nextInt(4) == 0) {
                int told = random.nextInt(4);
                log.stream()
                        .filter(cut -> cut.number() == cuts.get(told).number(SECTOR) + 1)
                        .forEach(cut -> make(told, cut, random));
            }
        }
        for (int round = 0; round < 3; round++) {
            for (Replica to : all) {
                all.forEach(from -> pull(to, from));
                log.forEach(cut -> learn(to, cut));
            }
        }
        assertTrue(log.size() > 2, "there were " + log.size() + " cuts");
        for (Replica each : all) {
            assertEquals(holder.vector(SECTOR), each.vector(SECTOR));
            assertEquals(holder.snapshot(SECTOR).hash(), each.snapshot(SECTOR).hash());
            assertEquals(holder.digest(SECTOR), each.digest(SECTOR));
            assertEquals(log.size(), cuts.get(all.indexOf(each)).number(SECTOR));
        }
    }

    /** At once, or beside while it goes on. */
    private void make(int told, Cut cut, Random random) {
        Replica replica = all.get(told);
        if (random.nextBoolean() || cuts.get(told).begin(cut) == null) {
            learn(replica, cut);
            return;
        }
        makeBeside(replica, cut, () -> {
            if (random.nextInt(3) > 0) {
                edit(replica, random);
                pull(replica, all.get(random.nextInt(4)));
            }
        });
    }

    private void edit(Replica replica, Random random) {
        List<EntityId> living = replica.entities(SECTOR);
        if (living.isEmpty() || random.nextInt(6) == 0) {
            replica.spawn(SECTOR, new TestWorld.Block(random.nextInt(99), "b"));
        } else {
            EntityId thing = living.get(random.nextInt(living.size()));
            switch (random.nextInt(6)) {
                case 0 -> replica.delete(thing);
                case 1 -> replica.addElement(thing, TestWorld.Tags.class, "t" + random.nextInt(3));
                case 2 -> replica.removeElement(thing, TestWorld.Tags.class, "t" + random.nextInt(3));
                case 3 -> replica.add(thing, TestWorld.Score.class, random.nextInt(9));
                default -> replica.put(thing, new TestWorld.Block(random.nextInt(99), "b"));
            }
        }
        seal(replica);
    }
}

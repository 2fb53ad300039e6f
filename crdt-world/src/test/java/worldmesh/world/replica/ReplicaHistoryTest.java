package worldmesh.world.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;

/** Time travel and audit over the retained window. */
@NullUnmarked // an unexpected null fails the test anyway
class ReplicaHistoryTest {
    private static final int HISTORIES = Integer.getInteger("worldmesh.histories", 60);

    private final TestWorld world = new TestWorld();
    private final Replica ann = world.replica(1);

    /** What a player's world was at some time. */
    private record Moment(Map<SectorId, VersionVector> vectors, Hash digest, long rebuilds) {}

    private static void seal(History history, int player, List<List<Moment>> moments) {
        Replica replica = history.players.get(player);
        history.batches.addAll(replica.seal(0));
        moments.get(player)
                .add(new Moment(
                        replica.history().now(),
                        replica.digest(),
                        replica.stats().rebuilds()));
    }

    @Test
    void whatAReplicaWasAtItsVectorsIsWhatItWas() {
        int compared = 0;
        for (long seed = 1; seed <= HISTORIES; seed++) {
            History history = new History(seed);
            List<List<Moment>> moments = new ArrayList<>();
            history.players.forEach(player -> moments.add(new ArrayList<>()));
            for (int i = 0; i < 12; i++) {
                history.run(15);
                seal(history, history.random.nextInt(history.players.size()), moments);
            }
            history.heal();
            for (int player = 0; player < moments.size(); player++) {
                Replica replica = history.players.get(player);
                for (Moment moment : moments.get(player)) {
                    // Who was cut off since is in no past.
                    if (moment.rebuilds() == replica.stats().rebuilds()) {
                        PastWorld past = replica.history().at(moment.vectors());
                        assertEquals(moment.digest(), past.digest(), "seed " + seed);
                        compared++;
                    }
                }
            }
        }
        assertTrue(compared > HISTORIES, "only " + compared + " moments were compared");
    }

    @Test
    void aPastThatSnapshotsLeaptOverIsRefusedOrRight() {
        int refused = 0;
        for (long seed = 1; seed <= HISTORIES; seed++) {
            History history = History.wild(seed);
            List<List<Moment>> moments = new ArrayList<>();
            history.players.forEach(player -> moments.add(new ArrayList<>()));
            for (int i = 0; i < 12; i++) {
                history.run(15);
                seal(history, history.random.nextInt(history.players.size()), moments);
            }
            for (int player = 0; player < moments.size(); player++) {
                Replica replica = history.players.get(player);
                for (Moment moment : moments.get(player)) {
                    if (moment.rebuilds() == replica.stats().rebuilds()) {
                        refused += isRefused(replica, moment, seed) ? 1 : 0;
                    }
                }
            }
        }
        assertTrue(refused > 0);
    }

    private static boolean isRefused(Replica replica, Moment moment, long seed) {
        PastWorld past;
        try {
            past = replica.history().at(moment.vectors());
        } catch (HistoryGoneException gone) {
            return true;
        }
        assertEquals(moment.digest(), past.digest(), "seed " + seed);
        return false;
    }

    @Test
    void atAStampIsWhatAPeerSeesWhoHeardOfAllBeforeIt() {
        for (long seed = 1; seed <= HISTORIES; seed++) {
            History history = new History(seed);
            history.run(120);
            Replica replica = history.players.get(0);
            history.batches.addAll(replica.seal(0));
            List<SignedBatch> known = new ArrayList<>();
            for (SectorId sector : replica.sectors()) {
                known.addAll(replica.missing(sector, new VersionVector(), Integer.MAX_VALUE));
            }
            if (known.isEmpty()) {
                continue;
            }
            long stamp = known.get(history.random.nextInt(known.size())).clock();
            Replica other = history.world.replica(99);
            replica.proofs().forEach(other::learn);
            known.stream().filter(batch -> batch.clock() <= stamp).forEach(batch -> other.merge(batch, history.end()));
            other.retryParked(history.end());

            PastWorld past = replica.history().at(stamp);

            assertEquals(other.digest(), past.digest(), "seed " + seed);
        }
    }

    @Test
    void aPastStaysWhileTheWorldGoesOn() {
        EntityId block = ann.spawn(SectorId.ORIGIN, new TestWorld.Block(1, "old"));
        ann.seal(TestWorld.NOON);
        PastWorld past = ann.history().at(ReplicaHistory.stampOf(TestWorld.NOON));
        ann.put(block, new TestWorld.Block(2, "new"));
        EntityId later = ann.spawn(SectorId.ORIGIN, new TestWorld.Block(3, "later"));
        ann.seal(TestWorld.NOON + 1);

        assertEquals(new TestWorld.Block(1, "old"), past.get(block, TestWorld.Block.class));
        assertEquals(List.of(block), past.entities(SectorId.ORIGIN));
        assertEquals(ann.self().peer(), past.owner(block));
        assertFalse(past.exists(later));
        assertEquals(2, ann.history().at(Long.MAX_VALUE).entities().size());
    }

    @Test
    void whatIsNoLongerRetainedIsRefusedAndNamesTheOldest() {
        Replica small = world.replica(2, new ReplicaLimits(4, 1 << 20, 8, 8));
        EntityId block = small.spawn(SectorId.ORIGIN, new TestWorld.Block(0, ""));
        for (int i = 0; i < 10; i++) {
            small.put(block, new TestWorld.Block(i, ""));
            small.seal(TestWorld.NOON + i);
        }

        long oldest = small.history().oldest();
        HistoryGoneException gone =
                assertThrows(HistoryGoneException.class, () -> small.history().at(oldest - 1));

        assertTrue(gone.getMessage().contains(Long.toString(oldest)), gone::getMessage);
        assertEquals(new TestWorld.Block(5, ""), small.history().at(oldest).get(block, TestWorld.Block.class));
        VersionVector first = new VersionVector();
        first.set(small.self().replica(), 1);
        assertThrows(HistoryGoneException.class, () -> small.history().at(Map.of(SectorId.ORIGIN, first)));
        VersionVector future = new VersionVector();
        future.set(small.self().replica(), 99);
        assertThrows(IllegalArgumentException.class, () -> small.history().at(Map.of(SectorId.ORIGIN, future)));
    }

    @Test
    void anAuditNamesAuthorStampAndBatchOfEachWriteAndWhichOneShows() {
        Replica bob = world.replica(2);
        bob.learn(ann.self().certificate());
        ann.learn(bob.self().certificate());
        ann.advance(TestWorld.NOON);
        EntityId block = ann.spawn(SectorId.ORIGIN, new TestWorld.Block(1, "ann"));
        SignedBatch first = ann.seal(TestWorld.NOON).get(0);
        bob.merge(first, TestWorld.NOON);
        bob.put(block, new TestWorld.Block(2, "bob"));
        bob.add(block, TestWorld.Score.class, 3);
        SignedBatch second = bob.seal(TestWorld.NOON + 5).get(0);
        ann.merge(second, TestWorld.NOON + 5);

        List<Authorship> told = ann.history().audit(block, TestWorld.Block.class);

        assertEquals(2, told.size());
        assertEquals(ann.self().peer(), told.get(0).author());
        assertFalse(told.get(0).shows());
        assertEquals(bob.self().peer(), told.get(1).author());
        assertTrue(told.get(1).shows());
        assertEquals(second, told.get(1).batch());
        assertEquals(TestWorld.NOON, told.get(0).worldMillis());
        assertEquals(
                List.of(bob.self().peer()),
                ann.history().audit(block, TestWorld.Score.class).stream()
                        .map(Authorship::author)
                        .toList());
    }

    @Test
    void anAuditNamesTheWinnerAlsoWhenItsBatchIsGone() {
        Replica small = world.replica(2, new ReplicaLimits(1, 1 << 20, 8, 8));
        EntityId block = small.spawn(SectorId.ORIGIN, new TestWorld.Block(1, ""));
        small.seal(TestWorld.NOON);
        small.spawn(SectorId.ORIGIN, new TestWorld.Block(2, ""));
        small.seal(TestWorld.NOON + 9);

        List<Authorship> told = small.history().audit(block, TestWorld.Block.class);

        assertEquals(1, told.size());
        assertEquals(small.self().peer(), told.get(0).author());
        assertNull(told.get(0).batch());
        assertTrue(told.get(0).shows());
    }
}

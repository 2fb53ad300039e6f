package worldmesh.world.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import worldmesh.world.entity.EntityId;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.CellDifference;
import worldmesh.world.state.SectorState;

/** The digest tree, kept while the world changes, against one made of the state as it is. */
@NullUnmarked // an unexpected null fails the test anyway
class DigestTreePropertyTest {
    private static final SectorId SECTOR = SectorId.ORIGIN;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("worldmesh.law.seeds", 30));
    }

    private static Hash afresh(Replica replica, SectorId sector) {
        SectorState state = replica.snapshot(sector).open();
        return state.tree().digest();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aKeptTreeHasTheDigestOfOneMadeAfreshAfterAnyHistory(long seed) {
        History history = new History(seed);

        for (int i = 0; i < 25; i++) {
            history.run(10);
            for (Replica player : history.players) {
                for (SectorId sector : player.sectors()) {
                    assertEquals(afresh(player, sector), player.digest(sector), "sector " + sector);
                }
            }
        }
        history.heal();

        Replica first = history.players.get(0);
        for (Replica player : history.players) {
            for (SectorId sector : first.sectors()) {
                assertEquals(afresh(player, sector), player.digest(sector));
                assertEquals(List.of(), Comparison.of(first, player, sector, 9));
            }
        }
    }

    @Test
    void aTreeThatGrewAndShrankIsThatOfWhatIsLeft() {
        TestWorld world = new TestWorld();
        Replica replica = world.replica(1);
        Random random = new Random(7);
        List<EntityId> living = new ArrayList<>();

        for (int i = 0; i < 4_000; i++) {
            boolean grows = (i / 1_000) % 2 == 0 ? random.nextInt(10) > 0 : random.nextInt(10) == 0;
            if (grows || living.isEmpty()) {
                living.add(replica.spawn(SECTOR, new TestWorld.Block(i, "b")));
            } else {
                replica.delete(living.remove(random.nextInt(living.size())));
            }
            if (i % 250 == 0) {
                replica.seal(TestWorld.NOON);
                assertEquals(afresh(replica, SECTOR), replica.digest(SECTOR), "after " + i);
            }
        }
    }

    @Test
    void aComparisonNamesTheCellsThatDifferAndNoOthers() {
        TestWorld world = new TestWorld();
        Replica one = world.replica(1);
        Replica other = world.replica(2);
        List<EntityId> things = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            things.add(one.spawn(SECTOR, new TestWorld.Block(i, "same")));
        }
        other.learn(one.self().certificate());
        one.learn(other.self().certificate());
        one.seal(TestWorld.NOON).forEach(batch -> other.merge(batch, TestWorld.NOON));
        assertEquals(one.digest(SECTOR), other.digest(SECTOR));
        int block = TestWorld.SCHEMA.type(TestWorld.Block.class).id();

        other.put(things.get(123), new TestWorld.Block(9, "other"));
        other.delete(things.get(321));
        other.seal(TestWorld.NOON + 1);

        assertNotEquals(one.digest(SECTOR), other.digest(SECTOR));
        List<CellDifference> found = Comparison.of(one, other, SECTOR, 99);
        assertTrue(found.stream()
                .anyMatch(each -> each.entity().equals(things.get(123))
                        && each.component() == block
                        && !each.mine().equals(each.theirs())));
        assertTrue(
                found.stream().anyMatch(each -> each.entity().equals(things.get(321)) && "dead".equals(each.theirs())));
        assertTrue(found.stream()
                .allMatch(each -> List.of(things.get(123), things.get(321)).contains(each.entity())));
        assertFalse(Comparison.text(one, other, SECTOR).isEmpty());
    }

    @Test
    void aDeathOfSomebodyWhomTheOtherNeverKnewIsNamed() {
        TestWorld world = new TestWorld();
        Replica one = world.replica(1);
        EntityId thing = one.spawn(SECTOR);
        one.delete(thing);
        one.seal(TestWorld.NOON);

        List<CellDifference> found = Comparison.of(one, world.replica(2), SECTOR, 9);

        assertEquals(1, found.size());
        assertEquals(thing, found.get(0).entity());
        assertEquals("dead", found.get(0).mine());
    }
}

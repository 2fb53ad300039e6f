package worldmesh.world.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import worldmesh.world.entity.EntityId;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Cut;
import worldmesh.world.sync.Snapshot;

/** What lies below a cut has one hash, whichever way it was made or came. */
@NullUnmarked // an unexpected null fails the test anyway
class SettledHashTest {
    private static final SectorId SECTOR = SectorId.ORIGIN;

    private final TestWorld world = new TestWorld();
    private final Replica ann = world.replica(1);
    private final Replica bob = world.replica(2);
    private final Replica eve = world.replica(3);
    private long now = TestWorld.NOON;

    private void edit(int colour) {
        EntityId thing = ann.spawn(SECTOR, new TestWorld.Block(colour, "b"));
        ann.delete(ann.spawn(SECTOR, new TestWorld.Block(colour, "dead")));
        ann.put(thing, new TestWorld.Block(colour + 1, "b"));
        now += 10;
        ann.seal(now).forEach(batch -> bob.merge(batch, now));
    }

    private Cut cut() {
        bob.learn(ann.self().certificate());
        edit(1);
        edit(2);
        return new Stability(ann).propose(SECTOR, Map.of(ann.self().replica(), ann.vector(SECTOR)));
    }

    @Test
    void isTheSameByBatchesBesideAndByASnapshot() {
        Cut cut = cut();
        edit(3);

        new Stability(ann).learn(cut);
        CutWork work = new Stability(bob).begin(cut);
        while (!work.isOver()) {
            if (work.collect()) {
                work.run();
            }
        }
        new Stability(bob).finish(work);
        Snapshot settled = new Stability(ann).snapshot(SECTOR);
        eve.learn(ann.self().certificate());
        eve.install(settled);

        Hash hash = new Stability(ann).settledHash(cut);
        assertEquals(hash, new Stability(bob).settledHash(cut));
        assertEquals(hash, new Stability(eve).settledHash(cut));
        assertEquals(hash, Hash.of(settled.packed()));
    }

    @Test
    void isKnownOfTheNewestCutAloneAndOnlyOnceItIsMade() {
        Cut cut = cut();
        Stability stability = new Stability(ann);

        assertNull(stability.settledHash(cut));
        stability.learn(cut);
        Hash first = stability.settledHash(cut);
        edit(3);
        assertEquals(first, stability.settledHash(cut), "what comes above changes nothing below");
        Cut next = stability.propose(SECTOR, Map.of(ann.self().replica(), ann.vector(SECTOR)));
        stability.learn(next);
        assertNull(stability.settledHash(cut));
        assertNotEquals(first, stability.settledHash(next));
    }

    @Test
    void cannotBeToldOfWhatCameWithMoreDroppedIntoIt() {
        Cut cut = cut();
        new Stability(ann).learn(cut);
        edit(3);

        bob.install(ann.snapshot(SECTOR));

        assertEquals(1, new Stability(bob).number(SECTOR));
        assertNull(new Stability(bob).settledHash(cut));
    }
}

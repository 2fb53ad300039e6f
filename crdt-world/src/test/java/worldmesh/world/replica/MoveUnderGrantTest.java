package worldmesh.world.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.Grant;

/** Who holds a grant moves as any member does what needs none, and its own replica says what the others say. */
@NullUnmarked // an unexpected null fails the test anyway
class MoveUnderGrantTest {
    private static final SectorId THERE = new SectorId(1, 0, 0);

    private final TestWorld world = new TestWorld();
    private final Replica ann = world.replica(1);
    private final Replica bob = world.replica(2);
    private final Grant grant = world.grant(1, 2);

    @Test
    void whatAMoveBroughtIsNotJudgedByTheGrantOfALaterEdit() {
        ann.learn(bob.self().certificate());
        bob.learn(ann.self().certificate());
        ann.learn(grant);
        bob.learn(grant);
        EntityId thing = ann.spawn(SectorId.ORIGIN, new TestWorld.Block(1, "b"));
        ann.put(thing, new TestWorld.Position(3, 4));
        ann.seal(TestWorld.NOON).forEach(batch -> bob.merge(batch, TestWorld.NOON));
        assertNotNull(bob.get(thing, TestWorld.Position.class));

        bob.move(thing, THERE);
        bob.putCritical(thing, new TestWorld.Purse(5), 1, 1);
        for (SignedBatch batch : bob.seal(TestWorld.NOON + 10)) {
            ann.merge(batch, TestWorld.NOON + 10);
        }

        assertEquals(5, ann.get(thing, TestWorld.Purse.class).gold());
        assertEquals(bob.get(thing, TestWorld.Position.class), ann.get(thing, TestWorld.Position.class));
        assertEquals(bob.digest(THERE), ann.digest(THERE));
    }
}

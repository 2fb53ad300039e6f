package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import worldmesh.peer.core.TestGame.Block;
import worldmesh.world.entity.EntityId;
import worldmesh.world.replica.ReplicaLimits;

/** Catching up with a world whose history is gone. */
class SnapshotTest {
    /** Far less than the worlds below had. */
    private static final ReplicaLimits FORGETFUL = new ReplicaLimits(8, 1 << 20, 4_096, 512);

    @Test
    void aLateJoinerGetsASnapshotOfWhatIsNoLongerRetained() {
        Party party = new Party();
        party.limits = FORGETFUL;
        Node ann = party.node("ann").host();
        EntityId first = ann.world.spawn(null, new Block(0));
        for (int i = 1; i <= 40; i++) {
            ann.world.put(first, new Block(i));
            ann.world.spawn(null, new Block(i));
            party.run(20);
        }
        assertTrue(ann.world.replica().stats().retainedBatches() <= 8, "history is gone");
        Node bob = party.node("bob").join(ann);
        party.run(2_000);

        assertEquals(SessionState.CONNECTED, bob.session.state());
        assertEquals(new Block(40), bob.world.drawn(first, Block.class));
        assertTrue(bob.store.snapshots() > 0, "it came as a snapshot");
        assertTrue(party.converged());
    }

    @Test
    void aJoinerThatGotASnapshotTakesPartAndIsStillThereAfterARestart() {
        Party party = new Party();
        party.limits = FORGETFUL;
        Node ann = party.node("ann").host();
        EntityId block = ann.world.spawn(null, new Block(0));
        for (int i = 1; i <= 40; i++) {
            ann.world.put(block, new Block(i));
            party.run(20);
        }
        Node bob = party.node("bob").join(ann);
        party.run(2_000);
        bob.world.put(block, new Block(99));
        party.run(200);
        bob.kill();
        bob.join(ann);
        EntityId other = bob.world.spawn(null, new Block(7));
        party.run(2_000);

        assertEquals(new Block(99), bob.world.drawn(block, Block.class));
        assertEquals(new Block(7), ann.world.drawn(other, Block.class));
        assertTrue(party.converged());
    }
}

package worldmesh.world.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.sector.SectorId;

@NullUnmarked // an unexpected null fails the test anyway
class ForkTest {
    private static final SectorId HERE = SectorId.ORIGIN;
    private static final long NOW = TestWorld.NOON;

    private final TestWorld world = new TestWorld();
    private final Replica bob = world.replica(2);
    private final Replica cid = world.replica(3);

    /** The first batch of the one replica that plays twice. */
    private SignedBatch half(String label) {
        Replica ann = world.replica(1);
        ann.spawn(HERE, new TestWorld.Block(1, label));
        bob.learn(ann.self().certificate());
        cid.learn(ann.self().certificate());
        return ann.seal(NOW).get(0);
    }

    private static List<SignedBatch> retained(Replica replica) {
        return replica.missing(HERE, new VersionVector(), Integer.MAX_VALUE);
    }

    @Test
    void isNotSeenByVectorsAndIsProvedByWhoeverMeetsBothHalves() {
        bob.merge(half("one"), NOW);
        cid.merge(half("other"), NOW);
        assertEquals(bob.vector(HERE), cid.vector(HERE));
        assertEquals(List.of(), cid.missing(HERE, bob.vector(HERE), Integer.MAX_VALUE));
        assertNotEquals(bob.digest(HERE), cid.digest(HERE));

        for (SignedBatch batch : retained(cid)) {
            assertEquals(new MergeResult.Rejected(RejectReason.EQUIVOCATION), bob.merge(batch, NOW));
        }
        bob.proofs().forEach(cid::learn);

        assertEquals(new VersionVector(), bob.vector(HERE));
        assertEquals(bob.snapshot(HERE).hash(), cid.snapshot(HERE).hash());
        assertEquals(List.of(), bob.entities(HERE));
        assertEquals(List.of(), cid.entities(HERE));
        assertTrue(retained(cid).isEmpty());
    }
}

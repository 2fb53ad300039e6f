package worldmesh.world.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import worldmesh.world.component.Component;
import worldmesh.world.component.Schema;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.OwnershipCheck;

@NullUnmarked // an unexpected null fails the test anyway
class ChangeTest {
    private final TestWorld world = new TestWorld();
    private final Replica bob = world.replica(2);

    /** The block of the next release. */
    @Component("block")
    record LaterBlock(int colour, String label, int glow) {}

    @Component("mood")
    record Mood(String text) {}

    private Replica newer(long peer) {
        Schema schema = Schema.of(LaterBlock.class, Mood.class);
        Replica replica = new Replica(new Replica.Setup(
                world.manifest,
                schema,
                world.identity(peer, 1),
                world.keys,
                OwnershipCheck.STRICT,
                ReplicaLimits.DEFAULT));
        bob.learn(replica.self().certificate());
        return replica;
    }

    private List<Change> heard(Replica from, long millis) {
        List<Change> out = new ArrayList<>();
        from.seal(TestWorld.NOON + millis).forEach(batch -> {
            MergeResult result = bob.merge(batch, TestWorld.NOON + millis);
            out.addAll(((MergeResult.Applied) result).changes());
        });
        return out;
    }

    @Test
    void tellsTheBytesOfComponentsAndFieldsThatThisProgramDoesNotKnow() {
        Replica cyd = newer(3);
        EntityId block = cyd.spawn(SectorId.ORIGIN, new LaterBlock(1, "one", 9), new Mood("calm"));
        int blockId = cyd.schema().type(LaterBlock.class).id();
        int moodId = cyd.schema().type(Mood.class).id();

        List<Change> born = heard(cyd, 0);
        cyd.put(block, new LaterBlock(1, "one", 8));
        List<Change> glow = heard(cyd, 1);

        assertEquals(
                List.of(ChangeKind.SPAWNED, ChangeKind.CHANGED, ChangeKind.UNREAD, ChangeKind.UNREAD),
                born.stream().map(Change::kind).sorted().toList());
        Change value = born.stream()
                .filter(change -> change.kind() == ChangeKind.CHANGED)
                .findFirst()
                .orElseThrow();
        assertEquals(new TestWorld.Block(1, "one"), value.after());
        assertEquals(
                List.of(blockId, moodId).stream().sorted().toList(),
                born.stream()
                        .filter(change -> change.kind() == ChangeKind.UNREAD)
                        .map(change -> ((Opaque) change.after()).component())
                        .sorted()
                        .toList());
        assertEquals(1, glow.size());
        assertEquals(ChangeKind.UNREAD, glow.get(0).kind());
        assertNull(glow.get(0).type());
        assertNotNull(glow.get(0).before());
        assertEquals(cyd.digest(), bob.digest());
    }

    @Test
    void aValueThatThisProgramReadsInFullReplacesTheOpaqueBytes() {
        Replica cyd = newer(3);
        EntityId block = cyd.spawn(SectorId.ORIGIN, new LaterBlock(1, "one", 9));
        heard(cyd, 0);

        bob.put(block, new TestWorld.Block(2, "two"));
        List<Change> changes = bob.localChanges();

        assertEquals(2, changes.size());
        assertEquals(new TestWorld.Block(2, "two"), changes.get(0).after());
        assertEquals(ChangeKind.UNREAD, changes.get(1).kind());
        assertNull(changes.get(1).after());
    }

    @Test
    void tellsTheOwnerOnceTheCertificateOfTheCreatorIsKnown() {
        Replica ann = world.replica(1);
        EntityId block = ann.spawn(SectorId.ORIGIN, new TestWorld.Block(1, "one"));
        ann.seal(TestWorld.NOON);
        List<Change> loaded = List.copyOf(bob.install(ann.snapshot(SectorId.ORIGIN)));

        LearnResult learned = bob.learn(ann.self().certificate());

        assertNull(loaded.get(0).owner());
        assertEquals(1, learned.changes().size());
        assertEquals(ChangeKind.OWNER_CHANGED, learned.changes().get(0).kind());
        assertEquals(ann.self().peer(), learned.changes().get(0).owner());
        assertEquals(ann.self().peer(), bob.owner(block));
    }

    @Test
    void changesAreLookedAtBeforeTheNextOnesOrNotAtAll() {
        Replica ann = world.replica(1);
        bob.learn(ann.self().certificate());
        EntityId block = ann.spawn(SectorId.ORIGIN, new TestWorld.Block(1, "one"));
        List<Change> early = merged(ann);
        assertEquals(2, early.size());
        ann.put(block, new TestWorld.Block(2, "two"));
        List<Change> late = merged(ann);

        bob.put(block, new TestWorld.Block(3, "three"));

        assertEquals(2, early.size());
        assertThrows(IllegalStateException.class, late::size);
        assertEquals(new TestWorld.Block(2, "two"), bob.localChanges().get(0).before());
    }

    @Test
    void whatOnlyReadsTheReplicaLeavesChangesToBeLookedAt() {
        Replica ann = world.replica(1);
        bob.learn(ann.self().certificate());
        EntityId block = ann.spawn(SectorId.ORIGIN, new TestWorld.Block(1, "one"));

        List<Change> changes = merged(ann);
        bob.snapshot(SectorId.ORIGIN);

        assertEquals(2, changes.size());
        assertEquals(new TestWorld.Block(1, "one"), bob.get(block, TestWorld.Block.class));
    }

    private List<Change> merged(Replica from) {
        MergeResult result = bob.merge(from.seal(TestWorld.NOON).get(0), TestWorld.NOON);
        return ((MergeResult.Applied) result).changes();
    }
}

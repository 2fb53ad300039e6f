package worldmesh.world.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.CellDifference;
import worldmesh.world.state.TreeNode;
import worldmesh.world.sync.HistoryMarks;

@NullUnmarked // an unexpected null fails the test anyway
class VerificationTest {
    private static final SectorId HERE = SectorId.ORIGIN;
    private static final long NOW = TestWorld.NOON;
    private static final int BLOCKS = 2_000;

    private final TestWorld world = new TestWorld();
    private final Replica ann = world.replica(1);
    private final Replica bob = world.replica(2);
    private final List<EntityId> blocks = new ArrayList<>();

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 20);
    }

    private void build() {
        bob.learn(ann.self().certificate());
        ann.learn(bob.self().certificate());
        for (int i = 0; i < BLOCKS; i++) {
            blocks.add(ann.spawn(HERE, new TestWorld.Block(i, label(i))));
        }
        ann.seal(NOW).forEach(batch -> bob.merge(batch, NOW));
        assertEquals(ann.digest(HERE), bob.digest(HERE));
    }

    private static String label(int block) {
        return "label <" + block + ">";
    }

    /** What a debugger does: the bytes of one label in memory become others, and nobody is told. */
    private static void damage(Replica replica, String label) {
        byte[] wanted = label.getBytes(StandardCharsets.UTF_8);
        int found = 0;
        for (byte[] bytes : ReachableObjects.ofClass(replica.decided(HERE), byte[].class)) {
            for (int at = 0; at + wanted.length <= bytes.length; at++) {
                if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                    bytes[at] = 'L';
                    found++;
                }
            }
        }
        assertTrue(found > 0, "the label is somewhere in memory");
    }

    private static List<SectorId> recheckAll(Replica replica) {
        Verification verification = replica.verification();
        List<SectorId> damaged = new ArrayList<>();
        for (int i = 0; i < 3 * BLOCKS / 50; i++) {
            damaged.addAll(verification.recheck(50));
        }
        return damaged;
    }

    @Test
    void aCellThatIsEditedInMemoryIsFoundAndNamedAndMendedFromItsHistory() {
        build();
        assertEquals(List.of(), recheckAll(bob));

        damage(bob, label(1_234));
        assertEquals(ann.digest(HERE), bob.digest(HERE), "nobody was told");

        assertEquals(List.of(HERE), recheckAll(bob));
        assertNotEquals(ann.digest(HERE), bob.digest(HERE));
        Verification.Repair repair = bob.verification().repair(HERE, 9);
        assertEquals(1, repair.found().size());
        assertEquals(blocks.get(1_234), repair.found().get(0).entity());
        assertEquals(
                TestWorld.SCHEMA.type(TestWorld.Block.class).id(),
                repair.found().get(0).component());
        assertEquals(
                label(1_234), bob.get(blocks.get(1_234), TestWorld.Block.class).label());
        assertEquals(ann.digest(HERE), bob.digest(HERE));
        assertEquals(List.of(), recheckAll(bob));
    }

    private static TreeNode sent(TreeNode node) {
        ByteWriter out = new ByteWriter();
        node.encode(out);
        ByteReader in = new ByteReader(out.toBytes());
        TreeNode read = TreeNode.decode(in);
        assertTrue(in.complete());
        assertEquals(node, read);
        return read;
    }

    @Test
    void twoWhoseStatesDifferFindTheCellByAWalkDownTheirTrees() {
        build();
        damage(bob, label(77));
        recheckAll(bob);
        Verification one = ann.verification();
        Verification other = bob.verification();
        assertEquals(one.proofs(), other.proofs());
        assertNotEquals(one.digest(HERE), other.digest(HERE));

        TreeNode node = sent(one.root(HERE));
        int steps = 0;
        while (node.isInner()) {
            Verification next = steps++ % 2 == 0 ? other : one;
            node = sent(next.below(HERE, node));
        }
        Verification last = steps % 2 == 0 ? other : one;
        List<CellDifference> found = last.differences(HERE, node);

        assertTrue(steps > 1, "a tree of " + BLOCKS + " has more than one level");
        assertEquals(1, found.size());
        assertEquals(blocks.get(77), found.get(0).entity());
        TreeNode same = sent(last.same(HERE, node));
        assertEquals(1, (last == one ? other : one).differences(HERE, same).size());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatHistoryMakesIsNeverTakenForDamaged(long seed) {
        History history = new History(seed);
        List<Verification> all =
                history.players.stream().map(Replica::verification).toList();

        for (int i = 0; i < 40; i++) {
            history.run(10);
            all.forEach(verification -> assertEquals(List.of(), verification.recheck(20)));
        }
        history.heal();

        for (Replica player : history.players) {
            for (SectorId sector : player.sectors()) {
                assertEquals(List.of(), player.verification().repair(sector, 9).found(), "sector " + sector);
            }
        }
    }

    @Test
    void marksTellTheHalvesOfAForkApartAndWhoMeetsBothProvesIt() {
        Replica cid = world.replica(3);
        List<Replica> two = List.of(bob, cid);
        for (int i = 0; i < 2; i++) {
            Replica forked = world.replica(1);
            two.get(i).learn(forked.self().certificate());
            forked.spawn(HERE, new TestWorld.Block(1, "of " + i));
            two.get(i).merge(forked.seal(NOW).get(0), NOW);
        }
        assertEquals(bob.vector(HERE), cid.vector(HERE));

        ByteWriter out = new ByteWriter();
        cid.verification().marks(HERE, 100).encode(out);
        ByteReader in = new ByteReader(out.toBytes());
        HistoryMarks marks = HistoryMarks.decode(in);
        assertTrue(in.complete());
        List<SignedBatch> unlike = bob.verification().unlike(marks, 10_000);

        assertEquals(1, unlike.size());
        assertEquals(new MergeResult.Rejected(RejectReason.EQUIVOCATION), cid.merge(unlike.get(0), NOW));
        assertEquals(List.of(), bob.verification().unlike(bob.verification().marks(HERE, 100), 10_000));
    }
}

package worldmesh.world.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.entity.EntityId;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.SectorCodec;
import worldmesh.world.sync.Snapshot;
import worldmesh.world.sync.SnapshotAssembly;
import worldmesh.world.sync.SnapshotBlocks;
import worldmesh.world.sync.SnapshotRoot;

/** A sector in parts: together they are its snapshot, each by itself is the same wherever its copies are. */
@NullUnmarked // an unexpected null fails the test anyway
class SnapshotBlocksPropertyTest {
    private static final SectorId HERE = SectorId.ORIGIN;
    private static final SectorId EAST = new SectorId(1, 0, 0);

    private final TestWorld world = new TestWorld();
    private long now = TestWorld.NOON;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 12);
    }

    private List<EntityId> populate(Replica replica, int count) {
        List<EntityId> things = new ArrayList<>();
        replica.advance(now);
        for (int i = 0; i < count; i++) {
            things.add(replica.spawn(HERE, new TestWorld.Block(i, "block")));
            replica.add(things.get(i), TestWorld.Score.class, i);
        }
        replica.seal(now++);
        return things;
    }

    private void edit(Replica replica, List<EntityId> things, Random random, int count) {
        for (int i = 0; i < count; i++) {
            replica.advance(++now);
            EntityId thing = things.get(random.nextInt(things.size()));
            if (!replica.exists(thing)) {
                continue;
            }
            switch (random.nextInt(8)) {
                case 0 -> replica.addElement(thing, TestWorld.Tags.class, "t" + random.nextInt(3));
                case 1 -> replica.removeElement(thing, TestWorld.Tags.class, "t" + random.nextInt(3));
                case 2 -> replica.bind(thing, TestWorld.Gear.class, "k", "v" + random.nextInt(9));
                case 3 -> replica.insertText(thing, TestWorld.Sign.class, 0, "t" + random.nextInt(9));
                case 4 -> replica.delete(thing);
                case 5 -> replica.move(thing, replica.sectorOf(thing).equals(HERE) ? EAST : HERE);
                case 6 -> replica.stockUp(thing, TestWorld.Stock.class, 3);
                default -> replica.put(thing, new TestWorld.Block(random.nextInt(100), "new"));
            }
            if (random.nextInt(4) == 0) {
                replica.seal(now);
            }
        }
        replica.seal(now);
    }

    private static SnapshotBlocks blocks(Replica replica) {
        Snapshot snapshot = replica.snapshot(HERE);
        SnapshotBlocks blocks = new SnapshotBlocks(snapshot.open());
        while (!blocks.make(3)) {
            assertNull(blocks.root());
        }
        return blocks;
    }

    private static SnapshotAssembly assembly(Replica replica, SnapshotRoot root) {
        return new SnapshotAssembly(replica.manifest().worldId(), root, null);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void thePartsInAnyOrderAreTheSnapshot(long seed) {
        Random random = new Random(seed);
        Replica ann = world.replica(1);
        edit(ann, populate(ann, 50 + random.nextInt(3_000)), random, 200);
        SnapshotBlocks blocks = blocks(ann);
        SnapshotRoot root = SnapshotRoot.decode(blocks.root().encode());
        SnapshotAssembly assembly = assembly(ann, root);

        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < root.parts(); i++) {
            order.add(i);
        }
        Collections.shuffle(order, random);
        for (int number : order) {
            assertTrue(assembly.add(number, blocks.part(number, root.hashes().get(number))));
        }

        assertTrue(assembly.isWhole());
        assertEquals(ann.snapshot(HERE).hash(), assembly.snapshot().hash());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whoHasTheCopiesHasTheBlockWhateverElseItKnows(long seed) {
        Random random = new Random(seed);
        Replica ann = world.replica(1);
        Replica bob = world.replica(2);
        bob.learn(ann.self().certificate());
        ann.learn(bob.self().certificate());
        List<EntityId> things = populate(ann, 5_000);
        edit(ann, things, random, 50);
        assertNotNull(bob.install(ann.snapshot(HERE)));
        SnapshotBlocks named = blocks(ann);
        SnapshotRoot root = named.root();
        // Bob goes on; most blocks are still what they were.
        bob.advance(now += 10);
        bob.put(things.stream().filter(bob::exists).findFirst().orElseThrow(), new TestWorld.Block(1, "bob's"));
        bob.seal(now);
        BlockSource source = new BlockSource(bob);

        int same = 0;
        for (int i = 0; i < (1 << root.bits()); i++) {
            byte[] block = source.block(HERE, root.bits(), i, root.hashes().get(root.fronts() + i));
            same += block == null ? 0 : 1;
        }

        assertEquals((1 << root.bits()) - 1, same);
    }

    @Test
    void aNewerRootKeepsWhatItStillNames() {
        Replica ann = world.replica(1);
        List<EntityId> things = populate(ann, 5_000);
        SnapshotBlocks first = blocks(ann);
        SnapshotAssembly before = assembly(ann, first.root());
        for (int i = 0; i < first.root().parts(); i++) {
            before.add(i, first.part(i, first.root().hashes().get(i)));
        }
        ann.put(things.get(7), new TestWorld.Block(1, "changed"));
        ann.seal(++now);
        SnapshotBlocks second = blocks(ann);

        SnapshotAssembly after = new SnapshotAssembly(ann.manifest().worldId(), second.root(), before);

        assertEquals(second.root().parts() - 2, after.count(), "all but the front and one block");
        for (int i = 0; i < second.root().parts(); i++) {
            assertTrue(after.has(i)
                    || after.add(i, second.part(i, second.root().hashes().get(i))));
        }
        assertEquals(ann.snapshot(HERE).hash(), after.snapshot().hash());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aPartThatWasChangedIsNotTakenAndOneThatLiesElsewhereMakesNoState(long seed) {
        Random random = new Random(seed);
        Replica ann = world.replica(1);
        populate(ann, 5_000);
        SnapshotBlocks blocks = blocks(ann);
        SnapshotRoot root = blocks.root();
        SnapshotAssembly assembly = assembly(ann, root);
        int at = random.nextInt(root.parts());
        byte[] part = blocks.part(at, root.hashes().get(at)).clone();
        part[random.nextInt(part.length)] ^= (byte) (1 << random.nextInt(8));

        assertFalse(assembly.add(at, part));
        assertFalse(assembly.add(root.parts(), part), "no such number");
        assertNull(blocks.part(at, Hash.of(part)));

        // A root whose hashes are of other bytes: they count, and are of no state.
        List<Hash> lies = new ArrayList<>(root.hashes());
        int block = root.fronts() + random.nextInt(1 << root.bits());
        int other = root.fronts() + ((block - root.fronts()) ^ 1);
        lies.set(block, root.hashes().get(other));
        SnapshotRoot lie = new SnapshotRoot(HERE, root.fronts(), root.bits(), lies);
        SnapshotAssembly fooled = assembly(ann, lie);
        for (int i = 0; i < lie.parts(); i++) {
            int number = i == block ? other : i;
            fooled.add(i, blocks.part(number, root.hashes().get(number)));
        }
        assertTrue(fooled.isWhole());
        assertNull(fooled.snapshot());
    }

    @Test
    void aRootThatIsCutIsNoRoot() {
        Replica ann = world.replica(1);
        populate(ann, 5_000);
        byte[] root = blocks(ann).root().encode();

        for (int length = 0; length < root.length; length++) {
            assertNull(SnapshotRoot.decode(Arrays.copyOf(root, length)));
        }
        assertNull(SnapshotRoot.decode(Arrays.copyOf(root, root.length + 1)));
    }

    @Test
    void aBlockIsReadByTheReaderOfStates() {
        Replica ann = world.replica(1);
        populate(ann, 100);
        SnapshotBlocks blocks = blocks(ann);
        byte[] block = blocks.part(1, blocks.root().hashes().get(1));

        ByteWriter again = new ByteWriter();
        SectorCodec.encode(SectorCodec.decode(HERE, new ByteReader(block)), again);

        assertEquals(Hash.of(block), Hash.of(again.toBytes()));
        assertEquals(0, blocks.root().bits());
    }
}

package worldmesh.world.replica;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.replica.TestWorld.Block;
import worldmesh.world.replica.TestWorld.Score;
import worldmesh.world.replica.TestWorld.Sign;
import worldmesh.world.replica.TestWorld.Tags;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.RecordReads;

/** Batches as bytes do what batches as objects do: the same results, changes, worlds and retained batches. */
@NullUnmarked // an unexpected null fails the test anyway
class RawBatchesPropertyTest {
    private static final SectorId[] SECTORS = {SectorId.ORIGIN, new SectorId(1, 0, 0)};
    private static final int OFFSET = 5;
    private static final RecordReads NO_READS = new RecordReads();

    private final TestWorld world = new TestWorld();
    private final Replica[] authors = {world.replica(1), world.replica(2)};
    private final List<EntityId> entities = new ArrayList<>();

    private Replica listener(long peer, ReplicaLimits limits, boolean knowsAll) {
        Replica listener = world.replica(peer, limits);
        listener.learn(authors[0].self().certificate());
        if (knowsAll) {
            listener.learn(authors[1].self().certificate());
        }
        return listener;
    }

    private void edit(Replica author, Random random) {
        int dice = random.nextInt(10);
        if (entities.isEmpty() || dice == 0) {
            entities.add(author.spawn(SECTORS[random.nextInt(2)], new Block(random.nextInt(), "new")));
            return;
        }
        EntityId entity = entities.get(random.nextInt(entities.size()));
        if (!author.exists(entity)) {
            return;
        }
        switch (dice) {
            case 1 -> author.delete(entity);
            case 2 -> author.move(entity, SECTORS[random.nextInt(2)]);
            case 3 -> author.insertText(entity, Sign.class, 0, "a");
            case 4 -> author.addElement(entity, Tags.class, "t" + random.nextInt(3));
            case 5 -> author.removeElement(entity, Tags.class, "t" + random.nextInt(3));
            case 6, 7 -> author.add(entity, Score.class, random.nextInt(9) - 4);
            default -> author.put(entity, new Block(random.nextInt(), "x".repeat(random.nextInt(20))));
        }
    }

    /** What both authors write, each merging the other's. */
    private List<byte[]> write(Random random) {
        List<byte[]> written = new ArrayList<>();
        authors[0].learn(authors[1].self().certificate());
        authors[1].learn(authors[0].self().certificate());
        for (int round = 0; round < 12; round++) {
            long now = TestWorld.NOON + round;
            for (int i = 0; i < 2; i++) {
                for (int edits = random.nextInt(12); edits >= 0; edits--) {
                    edit(authors[i], random);
                }
                Replica other = authors[1 - i];
                authors[i].batches().seal(now, (data, offset, length) -> {
                    written.add(Arrays.copyOfRange(data, offset, offset + length));
                    other.batches().merge(data, offset, length, now);
                });
            }
        }
        return written;
    }

    private static byte[] padded(byte[] batch) {
        byte[] out = new byte[batch.length + 2 * OFFSET];
        Arrays.fill(out, (byte) 0x5A);
        System.arraycopy(batch, 0, out, OFFSET, batch.length);
        return out;
    }

    private static List<String> told(MergeResult result) {
        List<String> out = new ArrayList<>();
        if (result instanceof MergeResult.Applied applied) {
            applied.batches().forEach(batch -> out.add(batch.toString()));
            applied.changes().forEach(change -> out.add(change.toString()));
        } else {
            out.add(result.toString());
        }
        return out;
    }

    private static void assertSame(Replica one, Replica other) {
        assertEquals(one.digest(), other.digest());
        for (SectorId sector : SECTORS) {
            assertEquals(one.vector(sector), other.vector(sector));
            assertEquals(one.snapshot(sector).hash(), other.snapshot(sector).hash());
            assertEquals(
                    one.missing(sector, new VersionVector(), Integer.MAX_VALUE),
                    other.missing(sector, new VersionVector(), Integer.MAX_VALUE));
        }
        assertEquals(withoutReads(one.stats()), withoutReads(other.stats()));
    }

    /** Each was asked by itself. */
    private static ReplicaStats withoutReads(ReplicaStats stats) {
        return new ReplicaStats(
                stats.sectors(),
                stats.entities(),
                stats.retainedBatches(),
                stats.retainedBytes(),
                stats.parkedBatches(),
                stats.refusedParking(),
                stats.rejectedBatches(),
                stats.refusedOps(),
                stats.rebuilds(),
                stats.incompleteRebuilds(),
                NO_READS);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void mergeLikeBatchesInAnyOrderWithDoublesAndDamage(long seed) {
        Random random = new Random(seed);
        List<byte[]> written = write(random);
        ReplicaLimits limits = seed % 2 == 0 ? ReplicaLimits.DEFAULT : new ReplicaLimits(3, 1 << 20, 64, 64);
        Replica byObjects = listener(3, limits, seed % 3 == 0);
        Replica byBytes = listener(3, limits, seed % 3 == 0);
        List<byte[]> arriving = new ArrayList<>(written);
        arriving.addAll(written.subList(0, written.size() / 2));
        if (seed % 4 != 0) {
            Collections.shuffle(arriving.subList(arriving.size() / 3, arriving.size()), random);
        }

        for (byte[] batch : arriving) {
            byte[] sent = batch.clone();
            if (random.nextInt(8) == 0) {
                sent[random.nextInt(sent.length)] ^= (byte) (1 << random.nextInt(8));
            }
            long now = TestWorld.NOON + 20;
            SignedBatch decoded = byObjects.decode(sent.clone());
            MergeResult expected = decoded == null ? null : byObjects.merge(decoded, now);
            MergeResult.Kind kind = byBytes.batches().merge(padded(sent), OFFSET, sent.length, now);
            assertEquals(expected == null ? null : expected.kind(), kind);
            if (expected != null) {
                assertEquals(told(expected), told(byBytes.batches().merged()));
            }
        }
        byObjects.learn(authors[1].self().certificate());
        byBytes.learn(authors[1].self().certificate());
        assertSame(byObjects, byBytes);
    }

    @Test
    void areSealedWithTheBytesThatBatchesHave() {
        write(new Random(9));
        List<byte[]> raw = new ArrayList<>();
        Replica author = world.replica(4);
        Replica twin = world.replica(4);
        for (Replica each : List.of(author, twin)) {
            EntityId block = each.spawn(SECTORS[0], new Block(1, "one"));
            each.spawn(SECTORS[1], new Block(2, "two"));
            each.add(block, Score.class, 3);
        }

        author.batches()
                .seal(
                        TestWorld.NOON,
                        (data, offset, length) -> raw.add(Arrays.copyOfRange(data, offset, offset + length)));
        List<SignedBatch> objects = twin.seal(TestWorld.NOON);

        assertEquals(2, objects.size());
        for (int i = 0; i < 2; i++) {
            assertArrayEquals(objects.get(i).encode(), raw.get(i));
        }
        assertTrue(author.seal(TestWorld.NOON).isEmpty());
        assertEquals(3, objects.get(0).size());
        assertEquals(objects.get(0), SignedBatch.decode(raw.get(0)));
    }

    @Test
    void tellWhatChangedOnlyUntilTheNextEdit() {
        Replica listener = listener(3, ReplicaLimits.DEFAULT, true);
        authors[0].spawn(SECTORS[0], new Block(1, "one"));
        byte[] first = authors[0].seal(TestWorld.NOON).get(0).encode();
        authors[0].spawn(SECTORS[0], new Block(2, "two"));
        byte[] second = authors[0].seal(TestWorld.NOON).get(0).encode();
        listener.merge(SignedBatch.decode(first), TestWorld.NOON);

        assertEquals(MergeResult.Kind.APPLIED, listener.batches().merge(second, 0, second.length, TestWorld.NOON));
        MergeResult.Applied merged = assertApplied(listener.batches().merged());
        assertEquals(2, merged.changes().size());
        assertEquals(List.of(SignedBatch.decode(second)), merged.batches());

        authors[0].spawn(SECTORS[0], new Block(3, "three"));
        byte[] third = authors[0].seal(TestWorld.NOON).get(0).encode();
        listener.batches().merge(third, 0, third.length, TestWorld.NOON);
        listener.snapshot(SECTORS[0]);
        assertEquals(2, assertApplied(listener.batches().merged()).changes().size());
        authors[0].spawn(SECTORS[0], new Block(4, "four"));
        byte[] fourth = authors[0].seal(TestWorld.NOON).get(0).encode();
        listener.batches().merge(fourth, 0, fourth.length, TestWorld.NOON);
        listener.spawn(SECTORS[0], new Block(4, "mine"));
        assertThrows(IllegalStateException.class, () -> listener.batches().merged());
        assertNull(listener.batches().merge(third, 1, third.length - 1, TestWorld.NOON));
    }

    @Test
    void forgetLocalChangesThatNobodyWillLookAt() {
        authors[0].spawn(SECTORS[0], new Block(1, "one"));
        authors[0].seal(TestWorld.NOON);
        authors[0].batches().dropLocalChanges();
        assertTrue(authors[0].localChanges().isEmpty());

        authors[0].spawn(SECTORS[0], new Block(2, "two"));
        assertEquals(2, authors[0].localChanges().size());
    }

    private static MergeResult.Applied assertApplied(MergeResult result) {
        assertNotNull(result);
        assertFalse(result.kind() != MergeResult.Kind.APPLIED, result::toString);
        return (MergeResult.Applied) result;
    }
}

package worldmesh.world.delta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.bytes.BitReader;
import worldmesh.world.bytes.BitWriter;
import worldmesh.world.bytes.Payload;
import worldmesh.world.causal.Dot;
import worldmesh.world.entity.EntityId;
import worldmesh.world.entity.Trust;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.BatchKey;
import worldmesh.world.trust.WorldId;

/** Columns say what the ops said, whatever they are, and never more than their bytes hold. */
@NullUnmarked // an unexpected null fails the test anyway
class ColumnCodecPropertyTest {
    private static final long SELF = 0x1234_5678_9abc_def0L;
    private static final long CLOCK = 1_700_000_000_000L << 16;

    private static final Signer UNSIGNED = new Signer() {
        @Override
        public PublicKey publicKey() {
            return new PublicKey(new byte[PublicKey.BYTES]);
        }

        @Override
        public byte[] sign(byte[] message) {
            return new byte[64];
        }
    };

    private static SignedBatch sign(List<Op> ops) {
        BatchKey key = new BatchKey(new WorldId(Hash.of()), new SectorId(-3, 5, 1), SELF, 7);
        return SignedBatch.sign(key, new BatchContent(CLOCK, null, ops), UNSIGNED);
    }

    private static EntityId entity(Random random) {
        long replica = random.nextInt(3) == 0 ? SELF : random.nextInt(3) - 1L;
        long serial = random.nextInt(20) == 0 ? random.nextLong() >>> 2 : random.nextInt(500);
        return EntityId.of(replica, serial, Trust.ofCode(random.nextInt(4)));
    }

    private static Payload value(Random random) {
        byte[] bytes = new byte[random.nextInt(random.nextInt(10) == 0 ? 300 : 6)];
        random.nextBytes(bytes);
        if (bytes.length > 1) {
            bytes[0] = 'p';
        }
        return Payload.wrap(bytes);
    }

    private static Op op(Random random) {
        EntityId id = entity(random);
        int component = random.nextInt(4);
        String text = "t" + random.nextInt(30) + (random.nextInt(9) == 0 ? "ä" : "");
        return switch (random.nextInt(9)) {
            case 0 -> new Op.Spawn(id);
            case 1 -> new Op.Delete(id, null);
            case 2, 3 -> new Op.Write(id, component, null, 0, value(random));
            case 4 -> new Op.Add(id, component, random.nextInt(9) == 0 ? random.nextLong() : random.nextInt(9) - 4);
            case 5 -> new Op.Include(id, component, text);
            case 6 ->
                new Op.Exclude(
                        id,
                        component,
                        text,
                        List.of(
                                new Dot(SELF, CLOCK - random.nextInt(99), random.nextInt(40)),
                                new Dot(random.nextLong(), random.nextLong(), 3)));
            case 7 -> new Op.Write(id, component, null, 1 + random.nextInt(9), value(random));
            default -> new Op.Unknown(100 + random.nextInt(9), value(random));
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 100, 400})
    void whatIsReadIsWhatWasWritten(int count) {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed * 1_000L + count);
            List<Op> ops = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                ops.add(op(random));
            }

            SignedBatch written = sign(ops);
            SignedBatch read = SignedBatch.decode(written.encode());

            assertNotNull(read, "seed " + seed);
            assertEquals(written.ops(), read.ops());
            assertEquals(count, read.ops().size());
            for (int i = 0; i < count; i++) {
                Op op = read.ops().get(i);
                if (op instanceof Op.Include || op instanceof Op.Unknown) {
                    assertEquals(ops.get(read.index(i)), op);
                }
            }
        }
    }

    @Test
    void opsOfOneEntityKeepTheirOrder() {
        EntityId one = EntityId.of(SELF, 9, Trust.SHARED);
        EntityId other = EntityId.of(SELF, 3, Trust.SHARED);
        List<Op> ops = List.of(
                new Op.Include(one, 2, "a"),
                new Op.Spawn(other),
                new Op.Exclude(one, 2, "a", List.of(new Dot(SELF, CLOCK, 0))),
                new Op.Include(one, 2, "a"));

        SignedBatch read = SignedBatch.decode(sign(ops).encode());

        assertEquals(List.of(ops.get(1), ops.get(0), ops.get(2), ops.get(3)), read.ops());
        assertEquals(0, read.index(1));
        assertEquals(3, read.index(3));
    }

    @Test
    void aHundredMovesTakeFewBytesEach() {
        Random random = new Random(1);
        List<Op> ops = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            byte[] place = new byte[5];
            random.nextBytes(place);
            ops.add(new Op.Write(
                    EntityId.of(77, random.nextInt(10_000), Trust.SHARED), 32, null, 0, Payload.wrap(place)));
        }

        int bytes = sign(ops).sizeBytes() - 64;

        assertTrue(bytes < 750, bytes + " bytes");
    }

    @Test
    void hostileBitsNeitherThrowNorUnfoldBeyondTheirBound() {
        List<Op> ops = new ArrayList<>();
        Random random = new Random(5);
        for (int i = 0; i < 40; i++) {
            ops.add(op(random));
        }
        byte[] good = sign(ops).encode();
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = good.clone();
            for (int j = random.nextInt(4); j >= 0; j--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            SignedBatch read =
                    SignedBatch.decode(random.nextInt(4) == 0 ? Arrays.copyOf(bad, random.nextInt(bad.length)) : bad);
            if (read != null) {
                assertTrue(unfolded(read) <= 5L * SignedBatch.MAX_BYTES);
            }
        }
    }

    private static long unfolded(SignedBatch batch) {
        long bytes = 0;
        for (Op op : batch.ops()) {
            bytes += op instanceof Op.Write write ? write.value().size() : 0;
        }
        return bytes;
    }

    @Test
    void bitsOfEveryWidthComeBack() {
        Random random = new Random(3);
        for (int round = 0; round < 500; round++) {
            BitWriter out = new BitWriter();
            long[] values = new long[50];
            int[] widths = new int[50];
            for (int i = 0; i < values.length; i++) {
                widths[i] = random.nextInt(65);
                values[i] = widths[i] == 0 ? 0 : random.nextLong() >>> (64 - widths[i]);
                out.bits(values[i], widths[i]);
                out.golomb(values[i] >>> 2, i % 20);
            }
            byte[] bytes = out.toBytes();
            BitReader in = new BitReader(bytes, 0, bytes.length);
            for (int i = 0; i < values.length; i++) {
                assertEquals(values[i], in.bits(widths[i]));
                assertEquals(values[i] >>> 2, in.golomb(i % 20));
            }
            assertTrue(in.complete());
        }
    }
}

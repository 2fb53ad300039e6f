package worldmesh.runtime.bytes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ByteWriterTest {
    @Test
    void writesLittleEndian() {
        byte[] written = new ByteWriter().u16(0x0102).i32(0x01020304).toBytes();

        assertArrayEquals(new byte[] {2, 1, 4, 3, 2, 1}, written);
    }

    @Test
    void writesEveryNanTheSame() {
        float odd = Float.intBitsToFloat(0x7FC00001);

        assertArrayEquals(
                new ByteWriter().f32(Float.NaN).toBytes(),
                new ByteWriter().f32(odd).toBytes());
    }

    @Test
    void numbersOfAnySizeComeBack() {
        var random = new SplittableRandom(1);
        for (int round = 0; round < 5_000; round++) {
            long value = random.nextLong() >> random.nextInt(64);

            var reader = new ByteReader(
                    new ByteWriter(16).varint(value).zigzag(value).toBytes());

            assertEquals(value, reader.varint());
            assertEquals(value, reader.zigzag());
            assertEquals(true, reader.complete());
        }
    }

    @Test
    void patchesALengthWrittenBefore() {
        var writer = new ByteWriter().u16(0).u8(7);

        writer.patchU16(0, writer.size());

        assertArrayEquals(new byte[] {3, 0, 7}, writer.toBytes());
        assertThrows(IllegalArgumentException.class, () -> writer.patchU16(2, 1));
    }

    @Test
    void keepsNothingAfterReset() {
        var writer = new ByteWriter().i64(1);

        writer.reset().u8(5);

        assertArrayEquals(new byte[] {5}, writer.toBytes());
    }
}

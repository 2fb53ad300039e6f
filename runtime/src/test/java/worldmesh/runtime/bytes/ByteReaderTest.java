package worldmesh.runtime.bytes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ByteReaderTest {
    @Test
    void readsBackEverythingTheWriterWrites() {
        var writer = new ByteWriter(16);
        writer.u8(0xFE)
                .u16(0xFEDC)
                .i32(-2)
                .i64(Long.MIN_VALUE)
                .f32(1.5f)
                .f64(-2.25)
                .varint(300)
                .zigzag(-300);
        writer.block(new byte[] {1, 2, 3}).text("héllo");

        var reader = new ByteReader(writer.toBytes());

        assertEquals(0xFE, reader.u8());
        assertEquals(0xFEDC, reader.u16());
        assertEquals(-2, reader.i32());
        assertEquals(Long.MIN_VALUE, reader.i64());
        assertEquals(1.5f, reader.f32());
        assertEquals(-2.25, reader.f64());
        assertEquals(300, reader.varint());
        assertEquals(-300, reader.zigzag());
        assertArrayEquals(new byte[] {1, 2, 3}, reader.block(3));
        assertEquals("héllo", reader.text(10));
        assertTrue(reader.complete());
    }

    @Test
    void failsForGoodAtTheFirstReadPastTheEnd() {
        var reader = new ByteReader(new byte[] {1, 2, 3});

        assertEquals(0, reader.i32());

        assertFalse(reader.ok());
        assertEquals(0, reader.u8());
        assertEquals(0, reader.remaining());
        assertFalse(reader.complete());
    }

    @Test
    void isNotCompleteWhileBytesAreLeft() {
        var reader = new ByteReader(new byte[] {1, 2});

        reader.u8();

        assertTrue(reader.ok());
        assertFalse(reader.complete());
        assertEquals(1, reader.position());
    }

    @Test
    void refusesNumbersWrittenLongerThanNeeded() {
        var overlong = new ByteReader(new byte[] {(byte) 0x80, 0});

        overlong.varint();

        assertFalse(overlong.ok());
    }

    @Test
    void refusesNumbersThatDoNotFitIn64Bits() {
        byte[] ten = {-1, -1, -1, -1, -1, -1, -1, -1, -1, 2};

        var reader = new ByteReader(ten);
        reader.varint();

        assertFalse(reader.ok());
    }

    @Test
    void readsTheGreatestUnsignedNumber() {
        byte[] greatest = new ByteWriter().varint(-1L).toBytes();

        var reader = new ByteReader(greatest);

        assertEquals(-1L, reader.varint());
        assertTrue(reader.complete());
    }

    @Test
    void refusesCountsOverTheLimit() {
        var reader = new ByteReader(new ByteWriter().varint(11).toBytes());

        assertEquals(0, reader.count(10));

        assertFalse(reader.ok());
    }

    @Test
    void refusesTextThatIsNotUtf8() {
        var reader = new ByteReader(
                new ByteWriter().block(new byte[] {(byte) 0xC3, 0x28}).toBytes());

        assertEquals("", reader.text(10));

        assertFalse(reader.ok());
    }

    @Test
    void readsOnlyInsideItsRange() {
        var reader = new ByteReader(new byte[] {9, 1, 2, 9}, 1, 2);

        reader.skip(1);

        assertEquals(2, reader.u8());
        assertTrue(reader.complete());
        assertThrows(IllegalArgumentException.class, () -> new ByteReader(new byte[2], 1, 2));
    }

    @Test
    void neverThrowsOnRandomBytes() {
        var random = new SplittableRandom(7);
        for (int round = 0; round < 2_000; round++) {
            byte[] data = new byte[random.nextInt(40)];
            random.nextBytes(data);
            var reader = new ByteReader(data);
            while (reader.remaining() > 0) {
                readAnything(reader, random.nextInt(8));
            }
        }
    }

    private static void readAnything(ByteReader reader, int choice) {
        switch (choice) {
            case 0 -> reader.varint();
            case 1 -> reader.block(64);
            case 2 -> reader.text(64);
            case 3 -> reader.i64();
            case 4 -> reader.count(100);
            case 5 -> reader.zigzag();
            case 6 -> reader.u16();
            default -> reader.u8();
        }
    }
}

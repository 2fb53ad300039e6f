package worldmesh.world.sync.sketch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The key of one reconciliation, drawn by who starts it: nobody can make two states beforehand that hash alike. Hashes
 * by SipHash-2-4 (Aumasson and Bernstein, INDOCRYPT 2012).
 */
public record SketchKey(long low, long high) {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** The 64-bit hash of some bytes. */
    public long hash(byte[] data, int offset, int length) {
        Lanes lanes = new Lanes(low, high);
        int whole = offset + (length & ~7);
        for (int at = offset; at < whole; at += 8) {
            lanes.absorb((long) LONGS.get(data, at));
        }
        long tail = (long) length << 56;
        for (int i = (length & 7) - 1; i >= 0; i--) {
            tail |= (data[whole + i] & 0xFFL) << (8 * i);
        }
        lanes.absorb(tail);
        return lanes.finish();
    }

    /** The four words of the state; the compiler keeps them in registers. */
    private static final class Lanes {
        private long v0;
        private long v1;
        private long v2;
        private long v3;

        Lanes(long low, long high) {
            v0 = low ^ 0x736f6d6570736575L;
            v1 = high ^ 0x646f72616e646f6dL;
            v2 = low ^ 0x6c7967656e657261L;
            v3 = high ^ 0x7465646279746573L;
        }

        void absorb(long word) {
            v3 ^= word;
            round();
            round();
            v0 ^= word;
        }

        long finish() {
            v2 ^= 0xff;
            round();
            round();
            round();
            round();
            return v0 ^ v1 ^ v2 ^ v3;
        }

        private void round() {
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
        }
    }
}

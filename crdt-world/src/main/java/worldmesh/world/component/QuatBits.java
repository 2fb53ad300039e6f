package worldmesh.world.component;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.space.Quat;

/**
 * A rotation in 38 bits of five bytes: of a unit quaternion the largest number follows from the other three, which lie
 * within ±1/√2 and go in 12 bits each. Half a step s of each of the three moves the quaternion by √3 s at most, and the
 * rotation by 2√3 s = 0.0686 degrees.
 */
final class QuatBits {
    /** Bytes on the wire. */
    static final int BYTES = 5;

    /** Zero has a code of its own, so that no rotation travels as none. */
    private static final int CODE_MAX = 2047;

    private static final int ZERO_CODE = 2048;
    private static final int BITS = 12;
    private static final int MASK = (1 << BITS) - 1;
    private static final int LARGEST_SHIFT = 3 * BITS;
    private static final double STEP = Math.sqrt(0.5) / CODE_MAX;

    private QuatBits() {}

    static void write(Quat value, ByteWriter out) {
        long bits = bits(value);
        for (int i = 0; i < BYTES; i++) {
            out.u8((int) (bits >>> (8 * i)) & 0xff);
        }
    }

    static Quat read(ByteReader in) {
        long bits = 0;
        for (int i = 0; i < BYTES; i++) {
            bits |= (long) in.u8() << (8 * i);
        }
        Quat value = in.ok() ? rotation(bits) : null;
        if (value == null) {
            in.fail();
            return Quat.IDENTITY;
        }
        return value;
    }

    /** What was read is written as it was, also where two numbers are nearly equal; else the largest is left out. */
    private static long bits(Quat value) {
        double[] all = {value.x(), value.y(), value.z(), value.w()};
        int largest = 0;
        for (int i = 1; i < all.length; i++) {
            largest = Math.abs(all[i]) > Math.abs(all[largest]) ? i : largest;
        }
        for (int i = 0; i < all.length; i++) {
            boolean near = Math.abs(all[largest]) - Math.abs(all[i]) < 3 * STEP;
            long bits = near ? without(all, i) : 0;
            if (near && value.equals(rotation(bits))) {
                return bits;
            }
        }
        return without(all, largest);
    }

    private static long without(double[] all, int left) {
        double sign = all[left] < 0 ? -1 : 1;
        long bits = (long) left << LARGEST_SHIFT;
        int shift = 0;
        for (int i = 0; i < all.length; i++) {
            if (i != left) {
                long code = Math.round(sign * all[i] / STEP);
                bits |= (ZERO_CODE + Math.max(-CODE_MAX, Math.min(CODE_MAX, code))) << shift;
                shift += BITS;
            }
        }
        return bits;
    }

    /** The rotation of these bits, null if they are no rotation's. */
    private static @Nullable Quat rotation(long bits) {
        int left = (int) (bits >>> LARGEST_SHIFT);
        if (left > 3) {
            return null;
        }
        double[] all = new double[4];
        double square = 0;
        int shift = 0;
        for (int i = 0; i < all.length; i++) {
            if (i != left) {
                int code = (int) (bits >>> shift) & MASK;
                shift += BITS;
                if (code == 0) {
                    return null;
                }
                all[i] = (code - ZERO_CODE) * STEP;
                square += all[i] * all[i];
            }
        }
        if (square > 1) {
            return null;
        }
        all[left] = Math.sqrt(1 - square);
        return new Quat(all[0], all[1], all[2], all[3]);
    }
}

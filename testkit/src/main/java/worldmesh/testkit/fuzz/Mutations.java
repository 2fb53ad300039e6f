package worldmesh.testkit.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Damages bytes: flips, edges of numbers, cuts, repeats, splices and length bombs. */
public final class Mutations {
    private static final int MAX_BYTES = 64 << 10;
    private static final byte[] EDGES = {0, 1, 2, 0x3f, 0x40, 0x7f, (byte) 0x80, (byte) 0x81, (byte) 0xfe, (byte) 0xff};

    /** 2^31 - 1, 2^32 - 1, 2^63 - 1 and 2^64 - 1 as varints: what a length should never be. */
    private static final byte[][] BOMBS = {
        {-1, -1, -1, -1, 7},
        {-1, -1, -1, -1, 15},
        {-1, -1, -1, -1, -1, -1, -1, -1, 127},
        {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1},
        {(byte) 0x80, (byte) 0x80, (byte) 0x80, 1},
    };

    private Mutations() {}

    /** One to four changes of a copy of one of the inputs. */
    public static byte[] mutant(List<byte[]> pool, RandomGenerator random) {
        byte[] out = pool.get(random.nextInt(pool.size())).clone();
        for (int count = 1 + random.nextInt(4); count > 0; count--) {
            out = out.length == 0 ? noise(1 + random.nextInt(40), random) : change(out, pool, random);
        }
        return out.length > MAX_BYTES ? Arrays.copyOf(out, MAX_BYTES) : out;
    }

    private static byte[] noise(int count, RandomGenerator random) {
        byte[] out = new byte[count];
        random.nextBytes(out);
        return out;
    }

    private static byte[] change(byte[] data, List<byte[]> pool, RandomGenerator random) {
        int at = random.nextInt(data.length);
        int length = random.nextInt(Math.min(data.length - at, 40) + 1);
        return switch (random.nextInt(10)) {
            case 0, 1 -> put(data, at, (byte) (data[at] ^ (1 << random.nextInt(8))));
            case 2 -> put(data, at, EDGES[random.nextInt(EDGES.length)]);
            case 3 -> put(data, at, (byte) random.nextInt());
            case 4 -> Arrays.copyOf(data, at);
            case 5 -> replace(data, at, length, new byte[0]);
            case 6 -> replace(data, at, 0, Arrays.copyOfRange(data, at, at + length));
            case 7 -> replace(data, at, random.nextInt(2), BOMBS[random.nextInt(BOMBS.length)]);
            case 8 -> splice(data, at, pool.get(random.nextInt(pool.size())), random);
            default -> replace(data, at, 0, noise(1 + random.nextInt(8), random));
        };
    }

    private static byte[] put(byte[] data, int at, byte value) {
        data[at] = value;
        return data;
    }

    private static byte[] replace(byte[] data, int at, int length, byte[] by) {
        byte[] out = Arrays.copyOf(data, data.length - length + by.length);
        System.arraycopy(by, 0, out, at, by.length);
        System.arraycopy(data, at + length, out, at + by.length, data.length - at - length);
        return out;
    }

    private static byte[] splice(byte[] data, int at, byte[] other, RandomGenerator random) {
        int from = random.nextInt(other.length + 1);
        byte[] tail = Arrays.copyOfRange(other, from, other.length);
        return replace(data, at, data.length - at, tail);
    }
}

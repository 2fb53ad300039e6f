package worldmesh.world.crdt.sequence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.world.bytes.BitReader;
import worldmesh.world.bytes.BitWriter;

/** Units that are values of a list, each as the bytes of its field. */
public final class ValueUnits extends Units {
    /** The longest value in bytes: as long as a text in a record, and what says how long it is. */
    public static final int MAX_BYTES = 4098;

    /** What one author may write to one list in all, deleted values too; what is more changes nothing. */
    static final int MAX_AUTHOR_BYTES = 1 << 20;

    /** What a value takes of that beside its bytes. */
    private static final int VALUE_COST = 4;

    private static final int ORDER_BITS = 4;
    private static final int MAX_ORDER = 12;

    private byte[] bytes = new byte[32];
    private int[] ends = new int[8];
    private int length;

    /** The values with these bytes. */
    public static ValueUnits of(List<byte[]> values) {
        ValueUnits out = new ValueUnits();
        values.forEach(value -> out.add(value, 0, value.length));
        return out;
    }

    /** The values of a record: varint count, each a block. */
    public static ValueUnits read(ByteReader in) {
        ValueUnits out = new ValueUnits();
        int count = in.count(in.remaining());
        for (int i = 0; i < count && in.ok(); i++) {
            byte[] value = in.block(MAX_BYTES);
            out.add(value, 0, value.length);
        }
        return out;
    }

    /** The value with these bytes. */
    public static ValueUnits of(byte[] value) {
        return of(List.of(value));
    }

    private void add(byte[] from, int offset, int size) {
        if (size > MAX_BYTES) {
            throw new IllegalArgumentException("a value of a list takes " + size + " bytes, must be at most "
                    + MAX_BYTES + "; keep what is longer in an entity of its own");
        }
        int end = start(length);
        while (end + size > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        if (length == ends.length) {
            ends = Arrays.copyOf(ends, 2 * length);
        }
        System.arraycopy(from, offset, bytes, end, size);
        ends[length++] = end + size;
    }

    private int start(int i) {
        return i == 0 ? 0 : ends[i - 1];
    }

    /** The bytes of a value; a copy. */
    public byte[] value(int i) {
        return Arrays.copyOfRange(bytes, start(i), ends[i]);
    }

    /** The bytes of all values; copies. */
    public List<byte[]> values() {
        List<byte[]> out = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            out.add(value(i));
        }
        return out;
    }

    @Override
    public Units fresh() {
        return new ValueUnits();
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    void clear() {
        length = 0;
    }

    @Override
    public void append(Units from, int start, int end) {
        ValueUnits source = (ValueUnits) from;
        for (int i = start; i < end; i++) {
            add(source.bytes, source.start(i), source.ends[i] - source.start(i));
        }
    }

    @Override
    int compare(Units other) {
        ValueUnits that = (ValueUnits) other;
        int shared = Math.min(length, that.length);
        for (int i = 0; i < shared; i++) {
            int order = Arrays.compareUnsigned(bytes, start(i), ends[i], that.bytes, that.start(i), that.ends[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(length, that.length);
    }

    @Override
    boolean begins(Units other) {
        ValueUnits that = (ValueUnits) other;
        return length <= that.length
                && Arrays.equals(ends, 0, length, that.ends, 0, length)
                && Arrays.equals(bytes, 0, start(length), that.bytes, 0, start(length));
    }

    @Override
    boolean isSame(int i, Units other, int j) {
        ValueUnits that = (ValueUnits) other;
        return Arrays.equals(bytes, start(i), ends[i], that.bytes, that.start(j), that.ends[j]);
    }

    @Override
    boolean exceeds(Units more) {
        ValueUnits that = (ValueUnits) more;
        return cost() + that.cost() > MAX_AUTHOR_BYTES;
    }

    private int cost() {
        return start(length) + VALUE_COST * length;
    }

    @Override
    int sizeBound() {
        return cost() + 1;
    }

    @Override
    void encode(BitWriter out) {
        if (length == 0) {
            return;
        }
        int order = 0;
        long least = Long.MAX_VALUE;
        for (int k = 0; k <= MAX_ORDER; k++) {
            long bits = 0;
            for (int i = 0; i < length; i++) {
                bits += BitWriter.golombBits(ends[i] - start(i), k);
            }
            order = bits < least ? k : order;
            least = Math.min(bits, least);
        }
        out.bits(order, ORDER_BITS);
        for (int i = 0; i < length; i++) {
            out.golomb(ends[i] - start(i), order);
            for (int j = start(i); j < ends[i]; j++) {
                out.bits(bytes[j] & 0xFF, Byte.SIZE);
            }
        }
    }

    @Override
    boolean decode(int count, BitReader in) {
        if (count == 0) {
            return true;
        }
        int order = (int) in.bits(ORDER_BITS);
        if (order > MAX_ORDER || count > in.remainingBits()) {
            return false;
        }
        byte[] scratch = new byte[MAX_BYTES];
        for (int i = 0; i < count && in.ok(); i++) {
            int size = in.count(order, MAX_BYTES);
            if ((long) Byte.SIZE * size > in.remainingBits()) {
                return false;
            }
            for (int j = 0; j < size; j++) {
                scratch[j] = (byte) in.bits(Byte.SIZE);
            }
            add(scratch, 0, size);
        }
        return in.ok();
    }
}

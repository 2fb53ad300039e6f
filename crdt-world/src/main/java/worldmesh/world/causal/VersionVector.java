package worldmesh.world.causal;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/** For each replica the last batch sequence known without a gap, in one sector. Not thread-safe. */
public final class VersionVector {
    /** More replicas than a world is opened by in years; a longer vector is refused on the wire. */
    public static final int MAX_REPLICAS = 1 << 16;

    private final TreeMap<Long, Long> last = new TreeMap<>(Long::compareUnsigned);

    /** The last sequence of the replica, 0 for none. */
    public long last(long replica) {
        Long value = last.get(replica);
        return value == null ? 0 : value;
    }

    /** Sets the last sequence of the replica; 0 forgets it. */
    public void set(long replica, long sequence) {
        if (sequence == 0) {
            last.remove(replica);
        } else {
            last.put(replica, sequence);
        }
    }

    /** Raises every entry to at least that of {@code other}. */
    public void join(VersionVector other) {
        other.last.forEach((replica, sequence) -> last.merge(replica, sequence, Math::max));
    }

    /** True if this vector knows everything that {@code other} knows. */
    public boolean covers(VersionVector other) {
        for (Map.Entry<Long, Long> entry : other.last.entrySet()) {
            if (last(entry.getKey()) < entry.getValue()) {
                return false;
            }
        }
        return true;
    }

    /** How many replicas it knows. */
    public int size() {
        return last.size();
    }

    /** Forgets the replicas that {@code other} does not know. */
    public void retainReplicas(VersionVector other) {
        last.keySet().retainAll(other.last.keySet());
    }

    /** All entries by unsigned replica id, as a copy. */
    public SortedMap<Long, Long> entries() {
        return new TreeMap<>(last);
    }

    /** An independent copy. */
    public VersionVector copy() {
        VersionVector out = new VersionVector();
        out.last.putAll(last);
        return out;
    }

    /** Writes the entries by unsigned replica id. */
    public void encode(ByteWriter out) {
        out.varint(last.size());
        last.forEach((replica, sequence) -> out.i64(replica).varint(sequence));
    }

    /** Reads what {@link #encode} wrote; entries out of order or of sequence 0 fail the reader. */
    public static VersionVector decode(ByteReader in) {
        VersionVector out = new VersionVector();
        int count = in.count(MAX_REPLICAS);
        for (int i = 0; i < count && in.ok(); i++) {
            long replica = in.i64();
            long sequence = in.varint();
            boolean ordered = out.last.isEmpty() || Long.compareUnsigned(out.last.lastKey(), replica) < 0;
            if (!ordered || sequence <= 0) {
                in.fail();
            } else {
                out.last.put(replica, sequence);
            }
        }
        return out;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VersionVector that && last.equals(that.last);
    }

    @Override
    public int hashCode() {
        return last.hashCode();
    }

    @Override
    public String toString() {
        return last.toString();
    }
}

package worldmesh.mesh.transport;

import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.Payload;

/**
 * The sending end of one reliable stream: messages become a stream of bytes, each preceded by its length; chunks of it
 * are sent, acknowledged, or lost and sent again. Confined to its owner.
 */
final class StreamSender {
    /** Bytes one stream may hold that are not acknowledged: two round trips of 200 ms at 2 MB/s and what loss adds. */
    static final int MAX_QUEUED_BYTES = 1 << 20;

    final Lane lane;
    final int id;

    /** True while the lane queue has it in its turns. */
    boolean active;

    private final ByteRing ring = new ByteRing();
    private final RangeSet acknowledged = new RangeSet();
    private final RangeSet lost = new RangeSet();
    private final byte[] prefix = new byte[3];
    private long base;
    private long next;
    private long end;

    StreamSender(Lane lane, int id) {
        this.lane = lane;
        this.id = id;
    }

    /** Queues a message; false if there is no room. */
    boolean append(Payload message) {
        int prefixBytes = Varints.write(prefix, 0, message.length());
        int added = prefixBytes + message.length();
        if (end - base + added > MAX_QUEUED_BYTES) {
            return false;
        }
        ring.reserve(base, (int) (end - base) + added);
        ring.put(end, prefix, 0, prefixBytes);
        ring.put(end + prefixBytes, message.data(), message.offset(), message.length());
        end += added;
        return true;
    }

    /** Bytes that wait to be sent for the first time. */
    long unsent() {
        return end - next;
    }

    /** Bytes held: not yet acknowledged. */
    long held() {
        return end - base;
    }

    boolean hasLost() {
        return !lost.isEmpty();
    }

    /** Where the next chunk begins: what was lost goes first. */
    long chunkOffset() {
        return lost.isEmpty() ? next : lost.firstStart();
    }

    /** How long the next chunk may be. */
    long chunkAvailable() {
        return lost.isEmpty() ? end - next : lost.firstEnd() - lost.firstStart();
    }

    /** Copies the next chunk to {@code target} and counts it as sent. */
    void take(byte[] target, int to, int length) {
        long offset = chunkOffset();
        ring.copy(offset, target, to, length);
        if (lost.isEmpty()) {
            next += length;
        } else {
            lost.remove(offset, offset + length);
        }
    }

    /** True if what begins at {@code offset} is not acknowledged yet. */
    boolean holds(long offset) {
        return offset >= base;
    }

    /** Copies what was taken before. */
    void copy(long offset, byte[] target, int to, int length) {
        ring.copy(offset, target, to, length);
    }

    /** True if everything before {@code offset} has been sent. */
    boolean hasSent(long offset) {
        return offset <= next;
    }

    /** On another link: the other side has all before {@code arrived}; the rest of what was sent goes again. */
    void resume(long arrived) {
        if (arrived > base) {
            onAcknowledged(base, (int) (arrived - base));
        }
        onLost(base, (int) (next - base));
    }

    /** The other side has this chunk. */
    void onAcknowledged(long offset, int length) {
        lost.remove(offset, offset + length);
        acknowledged.add(Math.max(base, offset), offset + length);
        while (!acknowledged.isEmpty() && acknowledged.firstStart() <= base) {
            long reached = acknowledged.firstEnd();
            acknowledged.remove(0, reached);
            base = Math.max(base, reached);
        }
        if (base == end) {
            ring.release();
        }
    }

    /** The chunk did not arrive: what is not acknowledged of it goes again. */
    void onLost(long offset, int length) {
        long from = Math.max(base, offset);
        lost.add(from, offset + length);
        for (int i = 0; i < acknowledged.count(); i++) {
            lost.remove(acknowledged.start(i), acknowledged.end(i));
        }
    }
}

package worldmesh.mesh.transport;

import worldmesh.mesh.link.Lane;

/**
 * The receiving end of one reliable stream: puts chunks in order and cuts messages out. Bounded by what an honest
 * sender may have on the way. Confined to its owner.
 */
final class StreamReceiver {
    /** A window of chunks above one incomplete message of the largest size. */
    static final int MAX_SPAN_BYTES = StreamSender.MAX_QUEUED_BYTES + Transport.MAX_MESSAGE_BYTES + 3;

    private final Lane lane;
    private final int id;
    private final ByteRing ring = new ByteRing();
    private final RangeSet ahead = new RangeSet();
    private long parsed;
    private long next;

    StreamReceiver(Lane lane, int id) {
        this.lane = lane;
        this.id = id;
    }

    /** The memory held. */
    int held() {
        return ring.capacity();
    }

    /** How far the stream has arrived without a gap. */
    long arrived() {
        return next;
    }

    /** Takes a chunk and hands out the messages it completes; false if no honest sender sends this. */
    boolean onChunk(long offset, byte[] data, int from, int length, TransportEvents events) {
        long end = offset + length;
        if (offset < 0 || end < 0 || end - parsed > MAX_SPAN_BYTES) {
            return false;
        }
        if (end <= next) {
            return true;
        }
        int skipped = (int) Math.max(0, parsed - offset);
        ring.reserve(parsed, (int) (end - parsed));
        ring.put(offset + skipped, data, from + skipped, length - skipped);
        ahead.add(Math.max(next, offset), end);
        if (ahead.firstStart() <= next) {
            next = ahead.firstEnd();
            ahead.remove(0, next);
            return parse(events);
        }
        return true;
    }

    private boolean parse(TransportEvents events) {
        while (parsed < next) {
            long size = 0;
            int prefix = 0;
            boolean more = true;
            while (more && prefix < 3 && parsed + prefix < next) {
                byte b = ring.at(parsed + prefix);
                size |= (b & 0x7FL) << (7 * prefix++);
                more = b < 0;
            }
            if (size > Transport.MAX_MESSAGE_BYTES || (more && prefix == 3)) {
                return false;
            }
            if (more || parsed + prefix + size > next) {
                return true;
            }
            byte[] message = new byte[(int) size];
            ring.copy(parsed + prefix, message, 0, message.length);
            parsed += prefix + size;
            events.message(lane, id, message);
        }
        if (ahead.isEmpty()) {
            ring.release();
        }
        return true;
    }
}

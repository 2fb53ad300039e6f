package worldmesh.mesh.transport;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import worldmesh.mesh.link.Lane;

/**
 * Delivers of every state stream only what is newer than what was delivered; the counter of the record that carries a
 * message is its age, so that no sequence number travels. Puts parted messages together. Confined to its owner.
 */
final class StateInbox {
    /** Parted messages in the making; a sender has one per stream on the way, rarely two streams at once. */
    static final int MAX_PARTED = 8;

    private final long[] newest = new long[256];
    private final Map<Integer, Parted> parted = new LinkedHashMap<>();

    private static final class Parted {
        final int stream;
        final byte[][] parts;
        int missing;
        int bytes;
        long first = Long.MAX_VALUE;
        long last;

        Parted(int stream, int count) {
            this.stream = stream;
            this.parts = new byte[count][];
            this.missing = count;
        }
    }

    /** True if a message in the record with {@code counter} is the next to hand out. */
    boolean takes(int stream, long counter) {
        // Counters count from 0 here and from 1 in the array, whose zero means that nothing came yet.
        if (counter + 1 < newest[stream]) {
            return false;
        }
        newest[stream] = counter + 1;
        return true;
    }

    /** Takes one part; false if no honest sender sends this. */
    boolean onPart(PartHeader header, byte[] content, long counter, TransportEvents events) {
        if (header.count() < 2 || header.index() >= header.count()) {
            return false;
        }
        int key = header.stream() << 16 | header.id();
        Parted message = parted.get(key);
        if (message == null) {
            message = new Parted(header.stream(), header.count());
            parted.put(key, message);
            forgetOldest();
        }
        if (message.parts.length != header.count()) {
            parted.remove(key); // the id came round again: a part of the older message was lost
            return onPart(header, content, counter, events);
        }
        if (message.parts[header.index()] == null) {
            message.parts[header.index()] = content;
            message.missing--;
            message.bytes += content.length;
            message.first = Math.min(message.first, counter);
            message.last = Math.max(message.last, counter);
        }
        if (message.bytes > Transport.MAX_MESSAGE_BYTES) {
            return false;
        }
        if (message.missing == 0) {
            parted.remove(key);
            deliver(message, events);
        }
        return true;
    }

    private void deliver(Parted message, TransportEvents events) {
        if (message.first + 1 < newest[message.stream]) {
            return;
        }
        newest[message.stream] = message.last + 1;
        byte[] whole = new byte[message.bytes];
        int at = 0;
        for (byte[] part : message.parts) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        events.message(Lane.STATE, message.stream, whole);
    }

    private void forgetOldest() {
        if (parted.size() > MAX_PARTED) {
            Iterator<Integer> oldest = parted.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** Where a part belongs. */
    record PartHeader(int stream, int id, int index, int count) {}
}

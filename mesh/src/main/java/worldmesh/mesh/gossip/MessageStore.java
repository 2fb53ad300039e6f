package worldmesh.mesh.gossip;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.gossip.wire.StreamId;

/** Messages that came lately, for neighbours that ask for them. Confined to its owner. */
final class MessageStore {
    static final int MAX_MESSAGES = 8_192;
    static final long MAX_BYTES = 8L << 20;

    private final long keepNanos;
    private final Map<Long, Stored> stored = new LinkedHashMap<>();
    private long bytes;

    /** One message. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Stored(StreamId stream, int hops, byte[] payload, long sinceNanos) {}

    MessageStore(long keepNanos) {
        this.keepNanos = keepNanos;
    }

    void put(long key, Stored message) {
        Stored before = stored.put(key, message);
        bytes += message.payload().length - (before == null ? 0 : before.payload().length);
        Iterator<Stored> oldest = stored.values().iterator();
        while (stored.size() > 1) {
            Stored next = oldest.next();
            boolean over = stored.size() > MAX_MESSAGES || bytes > MAX_BYTES;
            if (!over && message.sinceNanos() - next.sinceNanos() <= keepNanos) {
                return;
            }
            bytes -= next.payload().length;
            oldest.remove();
        }
    }

    /** The message, null if it is not kept any more, or another stream has the index by now. */
    @Nullable Stored get(long key, StreamId stream) {
        Stored found = stored.get(key);
        return found == null || !found.stream().equals(stream) ? null : found;
    }
}

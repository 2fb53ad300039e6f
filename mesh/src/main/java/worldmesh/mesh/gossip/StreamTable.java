package worldmesh.mesh.gossip;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.gossip.wire.StreamId;
import worldmesh.mesh.gossip.wire.TreeFrame;
import worldmesh.runtime.identity.PeerId;

/** The streams of which something came, by name and by this peer's index. Confined to its owner. */
final class StreamTable {
    /** Streams of one author: a player near a corner publishes to four sectors, one that flies to more. */
    static final int MAX_OF_AUTHOR = 32;

    /** A stream of which nothing came for that long gives way to another. */
    static final long IDLE_NANOS = 60_000_000_000L;

    private final Map<StreamId, Stream> all = new LinkedHashMap<>();
    private final Map<PeerId, Integer> ofAuthor = new HashMap<>();
    private final List<@Nullable Stream> byIndex = new ArrayList<>();

    @Nullable Stream get(StreamId id) {
        return all.get(id);
    }

    @Nullable Stream get(int index) {
        return index < byIndex.size() ? byIndex.get(index) : null;
    }

    Collection<Stream> all() {
        return all.values();
    }

    /** A new stream, null if there is no room: those that are in use stay. */
    @Nullable Stream add(StreamId id, long nowNanos) {
        boolean crowded = ofAuthor.getOrDefault(id.author(), 0) >= MAX_OF_AUTHOR;
        int index = byIndex.size();
        if (crowded || index >= TreeFrame.MAX_STREAMS) {
            Stream idle = idle(crowded ? id.author() : null, nowNanos);
            if (idle == null) {
                return null;
            }
            remove(idle);
            index = idle.index;
        }
        Stream stream = new Stream(id, index, nowNanos);
        if (index == byIndex.size()) {
            byIndex.add(stream);
        } else {
            byIndex.set(index, stream);
        }
        all.put(id, stream);
        ofAuthor.merge(id.author(), 1, Integer::sum);
        return stream;
    }

    private @Nullable Stream idle(@Nullable PeerId author, long nowNanos) {
        for (Stream stream : all.values()) {
            boolean asked = author == null || stream.id.author().equals(author);
            if (asked && nowNanos - stream.usedNanos > IDLE_NANOS) {
                return stream;
            }
        }
        return null;
    }

    private void remove(Stream stream) {
        stream.gone = true;
        all.remove(stream.id);
        byIndex.set(stream.index, null);
        ofAuthor.computeIfPresent(stream.id.author(), (author, count) -> count > 1 ? count - 1 : null);
    }
}

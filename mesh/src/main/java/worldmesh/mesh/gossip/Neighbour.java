package worldmesh.mesh.gossip;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.gossip.wire.StreamId;
import worldmesh.mesh.gossip.wire.TreeFrame;
import worldmesh.mesh.topic.TopicId;
import worldmesh.runtime.identity.PeerId;

/** What is known of one neighbour as long as it is one. Confined to its owner. */
final class Neighbour {
    /** Announcements that wait for a neighbour; those beyond are not made, and others make them. */
    static final int MAX_PENDING = 4_096;

    /** Bytes of asked messages that a neighbour is given in a second, with a reserve of four. */
    static final long SERVED_PER_SECOND = 512 << 10;

    /** Frames that a neighbour may send: ten times what 120 messages a second and their announcements are. */
    static final long FRAMES_PER_SECOND = 2_000;

    /** A stream as this neighbour calls it, and this peer's part of it once something came. */
    static final class Binding {
        final StreamId id;
        private @Nullable Stream stream;

        Binding(StreamId id) {
            this.id = id;
        }

        /** Looked for when it is not known, or gave way to another since. */
        @Nullable Stream stream(StreamTable streams) {
            Stream known = stream;
            if (known == null || known.gone) {
                known = streams.get(id);
                stream = known;
            }
            return known;
        }
    }

    /** Messages that overtook the binding of their index. */
    static final int MAX_PARKED = 64;

    static final long MAX_PARKED_BYTES = 128 << 10;

    final PeerId peer;
    final int slot;
    final Set<TopicId> topics = new LinkedHashSet<>();
    final Allowance served;
    final Allowance frames;

    /** Streams by this neighbour's indexes. */
    private @Nullable Binding[] theirs = new Binding[8];

    /** Messages of its streams that others had to be asked for, since anything came from it. */
    int silent;

    /** Its indexes of streams that it is to send no more, told with the next announcements. */
    final List<Integer> prunes = new ArrayList<>();

    private final Map<StreamId, Integer> indexes = new HashMap<>();

    private final ArrayDeque<TreeFrame.Message> parked = new ArrayDeque<>();
    private long parkedBytes;

    private long[] pending = new long[16];
    private int pendingCount;

    Neighbour(PeerId peer, int slot, long nowNanos) {
        this.peer = peer;
        this.slot = slot;
        this.served = new Allowance(SERVED_PER_SECOND, 4 * SERVED_PER_SECOND, nowNanos);
        this.frames = new Allowance(FRAMES_PER_SECOND, 4 * FRAMES_PER_SECOND, nowNanos);
    }

    int bit() {
        return 1 << slot;
    }

    void bind(int index, StreamId stream) {
        Binding before = binding(index);
        if (before != null) {
            indexes.remove(before.id);
        }
        indexes.put(stream, index);
        if (index >= theirs.length) {
            theirs = Arrays.copyOf(theirs, Math.min(TreeFrame.MAX_STREAMS, Math.max(index + 1, 2 * theirs.length)));
        }
        theirs[index] = new Binding(stream);
    }

    @Nullable Binding binding(int index) {
        return index < theirs.length ? theirs[index] : null;
    }

    /** Keeps a message until its index is bound; false if there is no room. */
    boolean park(TreeFrame.Message message) {
        if (parked.size() >= MAX_PARKED || parkedBytes + message.payload().length > MAX_PARKED_BYTES) {
            return false;
        }
        parked.add(message);
        parkedBytes += message.payload().length;
        return true;
    }

    /** The messages that waited for an index. */
    List<TreeFrame.Message> unpark(int index) {
        if (parked.isEmpty()) {
            return List.of();
        }
        List<TreeFrame.Message> found = new ArrayList<>();
        parked.removeIf(message -> message.index() == index && found.add(message));
        found.forEach(message -> parkedBytes -= message.payload().length);
        return found;
    }

    /** This neighbour's index of a stream. */
    int index(StreamId stream) {
        return indexes.getOrDefault(stream, Stream.NOBODY);
    }

    /** False if it has to wait for others to announce it. */
    boolean announceLater(long key) {
        if (pendingCount == MAX_PENDING) {
            return false;
        }
        if (pendingCount == pending.length) {
            pending = Arrays.copyOf(pending, 2 * pendingCount);
        }
        pending[pendingCount++] = key;
        return true;
    }

    /** What is to be announced, in order, and no more afterwards. */
    long[] takePending() {
        long[] taken = Arrays.copyOf(pending, pendingCount);
        Arrays.sort(taken);
        pendingCount = 0;
        return taken;
    }
}

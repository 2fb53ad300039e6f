package worldmesh.peer.asset;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.hash.Hash;

/**
 * Hands out parts of files in turns to those who ask, as fast as their links take them and no faster than allowed. What
 * the sharer just gave to one of several peers it does not give to the next as well: that one has it to give. Confined
 * to the session's thread.
 */
public final class Uploads {
    /** Parts that one peer may wait for, of all files; who asks for more is not answered. */
    static final int ASKS_MAX = 4 * SwarmPeer.WINDOW_MAX;

    /** Parts on their way from the disk or waiting for room in a link: 2 MiB. */
    static final int READS_MAX = 64;

    /** Of those for one peer: at 60 updates a second 60 MB/s, and a link that takes nothing does not hold up others. */
    static final int READS_OF_ONE_MAX = 32;

    /** A part is left to whoever got it for so long; after that it is handed out again. */
    static final long LEFT_TO_NANOS = 5_000_000_000L;

    /** Parts remembered as handed out. */
    static final int GIVEN_MAX = 65_536;

    private final long bytesPerSecond;
    private final Outbox out;
    private final Predicate<PeerId> present;
    private final Map<PeerId, Taker> takers = new TreeMap<>();
    private final Map<Part, Given> given = new LinkedHashMap<>();
    private int open;
    private long bytesSent;

    /** Where parts come from and go. */
    public interface Outbox {
        /** Reads a part; {@link Uploads#onRead} is told. */
        void read(PeerId asker, Part part);

        /** Sends a part, or nothing of it if it is null; false if the link has no room now. */
        boolean send(PeerId to, Part part, byte @Nullable [] data);

        /** Tells that another peer has that part to give. */
        void later(PeerId to, Part part);
    }

    /** A part of a file. */
    public record Part(Hash asset, int number) {}

    private record Given(PeerId to, long untilNanos) {}

    @SuppressWarnings("ArrayRecordComponent") // handed on once
    private record Ready(Part part, byte @Nullable [] data) {}

    private static final class Taker {
        private final ArrayDeque<Part> asks = new ArrayDeque<>();
        private final ArrayDeque<Ready> ready = new ArrayDeque<>();
        private int reading;
        private long freeNanos = Long.MIN_VALUE;
    }

    /** Hands out so many bytes a second to each peer, or as many as the link takes if that is 0. */
    public Uploads(long bytesPerSecond, Predicate<PeerId> present, Outbox out) {
        this.bytesPerSecond = bytesPerSecond;
        this.present = present;
        this.out = out;
    }

    /** Bytes of parts that were handed out. */
    public long bytesSent() {
        return bytesSent;
    }

    /** A peer asks for a part that is here; false if it waits for too many. */
    public boolean onAsk(PeerId peer, Part part, boolean spread, long nowNanos) {
        Taker taker = takers.computeIfAbsent(peer, id -> new Taker());
        if (taker.asks.size() >= ASKS_MAX) {
            return false;
        }
        Given before = spread ? given.get(part) : null;
        boolean elsewhere = before != null
                && !before.to().equals(peer)
                && nowNanos < before.untilNanos()
                && present.test(before.to());
        if (elsewhere) {
            out.later(peer, part);
            return true;
        }
        taker.asks.addLast(part);
        if (spread) {
            remember(part, new Given(peer, nowNanos + LEFT_TO_NANOS));
        }
        return true;
    }

    private void remember(Part part, Given to) {
        given.remove(part);
        given.put(part, to);
        if (given.size() > GIVEN_MAX) {
            Iterator<Part> oldest = given.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** A part was read for a peer, or could not be. */
    public void onRead(PeerId peer, Part part, byte @Nullable [] data) {
        Taker taker = takers.get(peer);
        open--;
        if (taker != null && taker.reading > 0) {
            taker.reading--;
            taker.ready.addLast(new Ready(part, data));
            open++;
        }
    }

    /** A peer left. */
    public void onGone(PeerId peer) {
        Taker taker = takers.remove(peer);
        if (taker != null) {
            open -= taker.ready.size();
        }
        given.values().removeIf(each -> each.to().equals(peer));
    }

    /** Sends what was read and reads on. */
    public void onTime(long nowNanos) {
        takers.forEach((peer, taker) -> flush(peer, taker, nowNanos));
        boolean any = true;
        while (any && open < READS_MAX) {
            any = false;
            for (Map.Entry<PeerId, Taker> each : takers.entrySet()) {
                any |= open < READS_MAX && read(each.getKey(), each.getValue());
            }
        }
    }

    private boolean read(PeerId peer, Taker taker) {
        if (taker.reading + taker.ready.size() >= READS_OF_ONE_MAX || taker.asks.isEmpty()) {
            return false;
        }
        taker.reading++;
        open++;
        out.read(peer, taker.asks.removeFirst());
        return true;
    }

    private void flush(PeerId peer, Taker taker, long nowNanos) {
        while (!taker.ready.isEmpty() && nowNanos >= taker.freeNanos) {
            Ready next = taker.ready.getFirst();
            if (!out.send(peer, next.part(), next.data())) {
                return;
            }
            taker.ready.removeFirst();
            open--;
            int bytes = next.data() == null ? 0 : next.data().length;
            bytesSent += bytes;
            if (bytesPerSecond > 0) {
                taker.freeNanos = Math.max(nowNanos, taker.freeNanos) + bytes * 1_000_000_000L / bytesPerSecond;
            }
        }
    }
}

package worldmesh.mesh.gossip;

import java.util.Collection;
import worldmesh.mesh.gossip.wire.GossipCodec;
import worldmesh.mesh.gossip.wire.TreeFrame;

/**
 * Tells neighbours which messages are here, many at a time, and by which index a stream goes. It says nothing where
 * nothing was published. Confined to its owner.
 */
final class Announcer {
    private static final int NUMBER_BITS = 36;
    private static final long NUMBER_MASK = (1L << NUMBER_BITS) - 1;

    private final StreamTable streams;
    private final long gatherNanos;
    private long dueNanos = Long.MAX_VALUE;

    Announcer(StreamTable streams, long gatherNanos) {
        this.streams = streams;
        this.gatherNanos = gatherNanos;
    }

    /** One message of a stream in one number, as it is kept here. */
    static long key(int index, long number) {
        return (long) index << NUMBER_BITS | number;
    }

    long nextNanos() {
        return dueNanos;
    }

    /** The neighbour is told with the next batch, unless it turns out to have it. */
    void later(Neighbour to, Stream stream, long number, long nowNanos) {
        if (number >= 0 && to.announceLater(key(stream.index, number))) {
            dueNanos = Math.min(dueNanos, nowNanos + gatherNanos);
        }
    }

    /** The neighbour is told with the next batch to send no more of a stream of its own index. */
    void prune(Neighbour to, int index, long nowNanos) {
        if (to.prunes.size() < TreeFrame.MAX_STREAMS) {
            to.prunes.add(index);
            dueNanos = Math.min(dueNanos, nowNanos + gatherNanos);
        }
    }

    /** Sends a message, and the index before it is first used; false if there is no room. */
    static boolean send(Neighbour to, Stream stream, byte[] frame, GossipOutbox out) {
        return bind(to, stream, out) && out.sendMessage(to.peer, frame);
    }

    private static boolean bind(Neighbour to, Stream stream, GossipOutbox out) {
        if ((stream.bound & to.bit()) == 0) {
            if (!out.send(to.peer, GossipCodec.encode(new TreeFrame.Bind(stream.index, stream.id)))) {
                return false;
            }
            stream.bound |= to.bit();
        }
        return true;
    }

    void onTime(Collection<Neighbour> neighbours, long nowNanos, GossipOutbox out) {
        if (nowNanos < dueNanos) {
            return;
        }
        dueNanos = Long.MAX_VALUE;
        for (Neighbour each : neighbours) {
            flush(each, nowNanos, out);
        }
    }

    private void flush(Neighbour to, long nowNanos, GossipOutbox out) {
        for (int from = 0; from < to.prunes.size(); from += TreeFrame.MAX_ENTRIES) {
            int end = Math.min(to.prunes.size(), from + TreeFrame.MAX_ENTRIES);
            out.send(to.peer, GossipCodec.encode(new TreeFrame.Prune(to.prunes.subList(from, end))));
        }
        to.prunes.clear();
        AnnouncementRuns runs = new AnnouncementRuns();
        boolean room = true;
        long[] keys = to.takePending();
        for (long key : keys) {
            Stream stream = streams.get((int) (key >>> NUMBER_BITS));
            long number = key & NUMBER_MASK;
            if (stream != null && (stream.wanted & ~stream.whoKnows(number) & to.bit()) != 0) {
                room &= bind(to, stream, out);
                runs.add(stream, number, nowNanos);
            }
        }
        for (TreeFrame frame : runs.frames()) {
            room = room && out.send(to.peer, GossipCodec.encode(frame));
        }
        for (int i = 0; i < keys.length && !room; i++) {
            to.announceLater(keys[i]); // all of it again: who hears a number twice does nothing
            dueNanos = nowNanos + gatherNanos;
        }
    }
}

package worldmesh.mesh.gossip;

import org.jspecify.annotations.Nullable;
import worldmesh.mesh.gossip.MissingMessages.Name;
import worldmesh.mesh.gossip.wire.GossipCodec;
import worldmesh.mesh.gossip.wire.StreamId;

/**
 * Whom a stream comes from: it asks for what was announced and did not come, moves streams to shorter ways, and away
 * from neighbours that fell silent. Confined to its owner.
 */
final class ParentChoice {
    /** A neighbour whose way is shorter by that much is asked to send: one hop. */
    static final long SHORTER_NANOS = 30_000_000L;

    /** A stream changes its parent at most so often for a shorter way. */
    static final long MOVE_NANOS = 1_000_000_000L;

    /** Messages that are asked for, with none from the parent in between, before another is asked to be one. */
    static final int PULLS_IN_A_ROW = 3;

    private final StreamTable streams;
    private final OwnTopics own;
    private final GossipTally tally;
    private final @Nullable Neighbour[] slots;
    private final MissingMessages missing;
    private final Requests requests = new Requests();

    /** Works on the streams, topics and neighbours of its owner. */
    ParentChoice(StreamTable streams, OwnTopics own, GossipTally tally, @Nullable Neighbour[] slots, long pullNanos) {
        this.streams = streams;
        this.own = own;
        this.tally = tally;
        this.slots = slots;
        this.missing = new MissingMessages(pullNanos);
    }

    long nextNanos() {
        return missing.nextNanos();
    }

    /** Asks for what is due. */
    void onTime(long nowNanos, GossipOutbox out) {
        if (nowNanos >= missing.nextNanos()) {
            missing.due(nowNanos, (slot, name) -> pull(slot, name, nowNanos));
            send(out);
        }
    }

    /** A message came: what is known of who else has it, null if nothing. */
    MissingMessages.@Nullable Waiting arrived(StreamId stream, long number) {
        return missing.arrived(stream, number);
    }

    /** A neighbour is gone: what came from it comes from the next best. */
    void forget(int slot, long nowNanos) {
        missing.forget(slot);
        for (Stream stream : streams.all()) {
            boolean orphaned = stream.parent == slot;
            stream.forget(slot);
            if (orphaned && stream.alternative != Stream.NOBODY) {
                graft(stream, stream.alternative, nowNanos);
            }
        }
    }

    /** Asks a neighbour for what comes from now on. */
    private void graft(Stream stream, int slot, long nowNanos) {
        int index = stream.theirIndex(slot);
        if (index == Stream.NOBODY) {
            return;
        }
        stream.pruned &= ~(1 << slot);
        stream.movedNanos = nowNanos;
        stream.joined = slot;
        tally.graft();
        requests.join(slot, index);
    }

    /** Sends what was asked for since. */
    void send(GossipOutbox out) {
        requests.drain((slot, frame) -> {
            Neighbour to = slots[slot];
            if (to != null) {
                out.send(to.peer, GossipCodec.encode(frame));
            }
        });
    }

    /** A neighbour has a message that did not come, and could have sent it at a time. */
    void note(StreamId id, long number, Neighbour from, long couldNanos, long nowNanos) {
        if (!missing.announced(new Name(id, number), from.slot, couldNanos, nowNanos)) {
            tally.refuse(GossipRefusal.FULL);
        }
    }

    /** By a neighbour a message would have come so much earlier, hops counted as time. */
    void compare(int slot, Stream stream, long leadNanos, long nowNanos) {
        if (stream.parent == slot) {
            return;
        }
        stream.consider(slot, leadNanos);
        boolean earlier = leadNanos > SHORTER_NANOS && (stream.children & (1 << slot)) == 0;
        boolean rested = nowNanos - stream.movedNanos > MOVE_NANOS;
        if (stream.isEarlierOften(slot, earlier) && rested) {
            graft(stream, slot, nowNanos);
        }
    }

    /** A link takes seconds to notice that the other end is dead; what misses it are the streams that came from it. */
    private void suspect(@Nullable Stream stream, long nowNanos) {
        Neighbour parent = stream == null || stream.parent == Stream.NOBODY ? null : slots[stream.parent];
        if (parent == null || ++parent.silent < PULLS_IN_A_ROW) {
            return;
        }
        parent.silent = 0;
        for (Stream each : streams.all()) {
            if (each.parent == parent.slot) {
                each.parent = Stream.NOBODY;
                if (each.alternative != Stream.NOBODY && each.alternative != parent.slot) {
                    graft(each, each.alternative, nowNanos);
                }
            }
        }
    }

    private boolean pull(int slot, Name name, long nowNanos) {
        Neighbour from = slots[slot];
        Stream stream = streams.get(name.stream());
        if (from == null || !own.contains(name.stream().topic()) || (stream != null && stream.has(name.number()))) {
            return false;
        }
        int index = from.index(name.stream());
        if (index == Stream.NOBODY) {
            return false;
        }
        tally.pull(1);
        suspect(stream, nowNanos);
        requests.pull(slot, index, name.number());
        if (stream == null || stream.parent == Stream.NOBODY || ++stream.pulls >= PULLS_IN_A_ROW) {
            requests.join(slot, index);
            tally.graft();
            if (stream != null) {
                stream.pruned &= ~from.bit();
                stream.joined = slot;
                stream.pulls = 0;
            }
        }
        return true;
    }
}

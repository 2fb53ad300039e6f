package worldmesh.mesh.gossip;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.gossip.MessageStore.Stored;
import worldmesh.mesh.gossip.wire.GossipCodec;
import worldmesh.mesh.gossip.wire.StreamId;
import worldmesh.mesh.gossip.wire.TreeFrame;
import worldmesh.mesh.topic.TopicGuard;
import worldmesh.mesh.topic.TopicId;
import worldmesh.mesh.topic.TopicMessage;
import worldmesh.runtime.identity.PeerId;

/**
 * Which neighbours a message goes to at once, and which are only told that it came. After Plumtree (Leitão, Pereira,
 * Rodrigues, SRDS 2007), with a tree for each stream of an author: the first message of a stream floods, whoever gets
 * it twice cuts the later link off, so that the tree is that of the shortest delays from this author. Confined to its
 * owner.
 */
final class BroadcastTrees implements NeighbourListener {
    /** Numbers of a stream that flood for want of a tree; its opening is one. */
    static final long FLOODED_NUMBERS = 1;

    private final PeerId self;
    private final GossipSettings settings;
    private final TopicGuard guard;
    private final GossipTally tally;
    private final long base;

    private final OwnTopics own = new OwnTopics();
    private final Map<PeerId, Neighbour> neighbours = new LinkedHashMap<>();
    private final @Nullable Neighbour[] slots = new Neighbour[GossipSettings.MAX_ACTIVE];
    private final StreamTable streams = new StreamTable();
    private final MessageStore store;
    private final ParentChoice parents;
    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private final Announcer announcer;

    /** An opening that goes on at a time. */
    private record Held(Stream stream, TreeFrame.Message frame, long dueNanos) {}

    BroadcastTrees(PeerId self, GossipSettings settings, TopicGuard guard, GossipTally tally, long base) {
        this.self = self;
        this.settings = settings;
        this.guard = guard;
        this.tally = tally;
        this.base = base;
        this.store = new MessageStore(settings.keepNanos());
        this.announcer = new Announcer(streams, settings.announceNanos());
        this.parents = new ParentChoice(streams, own, tally, slots, settings.pullNanos());
    }

    /** False beyond the limit of topics. */
    boolean subscribe(TopicId topic, GossipOutbox out) {
        if (own.add(topic)) {
            tellAll(true, topic, out);
        }
        return own.contains(topic);
    }

    void unsubscribe(TopicId topic, GossipOutbox out) {
        if (own.remove(topic)) {
            tellAll(false, topic, out);
        }
    }

    private void tellAll(boolean on, TopicId topic, GossipOutbox out) {
        for (Stream stream : streams.all()) {
            stream.mine = stream.id.topic().equals(topic) ? on : stream.mine;
        }
        byte[] frame = GossipCodec.encode(new TreeFrame.Subscribe(on, List.of(topic)));
        neighbours.keySet().forEach(peer -> out.send(peer, frame));
    }

    long sketch() {
        return own.sketch();
    }

    /** Publishes the next message of this peer's stream of a topic. */
    void publish(TopicId topic, byte[] payload, long nowNanos, GossipOutbox out) {
        originate(topic, own.number(topic), payload, nowNanos, out);
    }

    /** Opens this peer's stream of a topic: the tree is there before the first message. */
    void open(TopicId topic, byte[] proof, long nowNanos, GossipOutbox out) {
        if (own.open(topic)) {
            originate(topic, 0, proof, nowNanos, out);
        }
    }

    private void originate(TopicId topic, long number, byte[] payload, long nowNanos, GossipOutbox out) {
        StreamId id = new StreamId(topic, self, base);
        Stream stream = streams.get(id);
        if (stream == null) {
            stream = create(id, nowNanos);
        }
        if (stream == null) {
            tally.refuse(GossipRefusal.FULL);
            return;
        }
        if (stream.newest() < 0) {
            stream.children = present();
        }
        stream.arrived(number, 0, nowNanos);
        spread(stream, new TreeFrame.Message(stream.index, number, -1, payload), 0, nowNanos, out);
    }

    /** The slots that are taken. */
    private int present() {
        int mask = 0;
        for (Neighbour each : neighbours.values()) {
            mask |= each.bit();
        }
        return mask;
    }

    private @Nullable Stream create(StreamId id, long nowNanos) {
        Stream stream = streams.add(id, nowNanos);
        if (stream != null) {
            stream.mine = own.contains(id.topic());
            for (Neighbour each : neighbours.values()) {
                stream.wanted |= each.topics.contains(id.topic()) ? each.bit() : 0;
            }
        }
        return stream;
    }

    @Override
    public void onNeighbourUp(PeerId peer, long nowNanos, GossipOutbox out) {
        int slot = 0;
        while (slot < slots.length && slots[slot] != null) {
            slot++;
        }
        if (slot == slots.length) {
            throw new IllegalStateException("more neighbours than " + slots.length + "; the views accept fewer");
        }
        Neighbour neighbour = new Neighbour(peer, slot, nowNanos);
        slots[slot] = neighbour;
        neighbours.put(peer, neighbour);
        out.send(peer, GossipCodec.encode(new TreeFrame.Subscribe(true, own.subscribed())));
    }

    @Override
    public void onNeighbourDown(PeerId peer, long nowNanos, GossipOutbox out) {
        Neighbour gone = neighbours.remove(peer);
        if (gone == null) {
            return;
        }
        slots[gone.slot] = null;
        parents.forget(gone.slot, nowNanos);
        parents.send(out);
    }

    void onFrame(PeerId from, TreeFrame frame, long nowNanos, GossipOutbox out) {
        Neighbour neighbour = neighbours.get(from);
        if (neighbour == null || !neighbour.frames.take(1, nowNanos)) {
            tally.refuse(neighbour == null ? GossipRefusal.STRANGER : GossipRefusal.FLOOD);
            return;
        }
        neighbour.silent = 0;
        if (frame instanceof TreeFrame.Message message) {
            onMessage(neighbour, message, nowNanos, out);
        } else if (frame instanceof TreeFrame.Announce announce) {
            announce.entries().forEach(entry -> onAnnounced(neighbour, entry, nowNanos));
            parents.send(out);
        } else if (frame instanceof TreeFrame.Graft graft) {
            graft.entries().forEach(entry -> onWanted(neighbour, entry, nowNanos, out));
        } else if (frame instanceof TreeFrame.Prune prune) {
            prune.indexes().forEach(index -> onPrune(neighbour, index));
        } else if (frame instanceof TreeFrame.Bind bind) {
            onBind(neighbour, bind, nowNanos, out);
        } else if (frame instanceof TreeFrame.Subscribe subscribe) {
            onSubscribe(neighbour, subscribe, nowNanos);
        }
    }

    private void onSubscribe(Neighbour neighbour, TreeFrame.Subscribe subscribe, long nowNanos) {
        for (TopicId topic : subscribe.topics()) {
            if (!subscribe.on()) {
                neighbour.topics.remove(topic);
            } else if (neighbour.topics.size() < GossipCodec.MAX_TOPICS || neighbour.topics.contains(topic)) {
                neighbour.topics.add(topic);
            } else {
                tally.refuse(GossipRefusal.FULL);
            }
        }
        for (Stream stream : streams.all()) {
            boolean wants = neighbour.topics.contains(stream.id.topic());
            boolean wanted = (stream.wanted & neighbour.bit()) != 0;
            stream.wanted = wants ? stream.wanted | neighbour.bit() : stream.wanted & ~neighbour.bit();
            if (wants && !wanted && nowNanos - stream.usedNanos <= settings.keepNanos()) {
                announcer.later(neighbour, stream, stream.newest(), nowNanos);
            }
        }
    }

    private void onBind(Neighbour neighbour, TreeFrame.Bind bind, long nowNanos, GossipOutbox out) {
        neighbour.bind(bind.index(), bind.stream());
        Stream stream = streams.get(bind.stream());
        if (stream != null) {
            stream.theirIndex(neighbour.slot, bind.index());
        }
        for (TreeFrame.Message message : neighbour.unpark(bind.index())) {
            onMessage(neighbour, message, nowNanos, out);
        }
    }

    private void onMessage(Neighbour from, TreeFrame.Message frame, long nowNanos, GossipOutbox out) {
        Neighbour.Binding bound = from.binding(frame.index());
        if (bound == null) {
            if (!from.park(frame)) {
                tally.refuse(GossipRefusal.UNKNOWN);
            }
            return;
        }
        StreamId id = bound.id;
        Stream stream = bound.stream(streams);
        if (stream == null ? !own.contains(id.topic()) : !stream.mine) {
            tally.refuse(GossipRefusal.UNWANTED);
            return;
        }
        if (stream != null && stream.has(frame.number())) {
            onDuplicate(from, stream, frame, nowNanos, out);
            return;
        }
        TopicMessage message = new TopicMessage(id.topic(), id.author(), id.base() + frame.number(), frame.payload());
        if (!isAdmitted(from, message)) {
            return;
        }
        Stream taken = stream == null ? create(id, nowNanos) : stream;
        if (taken == null) {
            tally.refuse(GossipRefusal.FULL);
            return;
        }
        onNew(from, taken, frame, nowNanos, out);
        if (frame.number() > 0) {
            out.deliver(message, frame.hops() + 1);
        }
    }

    /** What is not is not remembered either: a forgery must not stand in the way of the genuine message. */
    private boolean isAdmitted(Neighbour from, TopicMessage message) {
        boolean forged = message.publisher().equals(self);
        if (forged || !guard.admits(from.peer, message)) {
            tally.refuse(forged ? GossipRefusal.FORGED : GossipRefusal.NOT_ADMITTED);
            return false;
        }
        return true;
    }

    private void onNew(Neighbour from, Stream stream, TreeFrame.Message frame, long nowNanos, GossipOutbox out) {
        tally.receive();
        if (stream.newest() < 0 && frame.number() <= FLOODED_NUMBERS) {
            stream.children = present();
        }
        stream.theirIndex(from.slot, frame.index());
        stream.arrived(frame.number(), frame.hops() + 1, nowNanos);
        stream.children &= ~from.bit();
        MissingMessages.Waiting known = parents.arrived(stream.id, frame.number());
        takeParent(from, stream, known);
        int having = (known == null ? 0 : known.announcers) | from.bit();
        if (frame.number() == 0 && held.size() < TreeFrame.MAX_STREAMS) {
            stream.knows(0, having);
            held.add(new Held(stream, frame, nowNanos + TreeFrame.HOP_NANOS));
        } else {
            spread(stream, frame, having, nowNanos, out);
        }
        if (known != null && known.firstSlot != Stream.NOBODY && known.firstSlot != from.slot) {
            parents.compare(
                    known.firstSlot,
                    stream,
                    nowNanos + frame.hops() * TreeFrame.HOP_NANOS - known.couldNanos,
                    nowNanos);
            parents.send(out);
        }
    }

    /** Who brings a message first is the parent, unless it was asked for that one alone or was cut off. */
    private static void takeParent(Neighbour from, Stream stream, MissingMessages.@Nullable Waiting known) {
        boolean pulled = known != null && (known.asked & from.bit()) != 0 && stream.joined != from.slot;
        if (!pulled && (stream.pruned & from.bit()) == 0) {
            stream.pulls = stream.parent == from.slot ? 0 : stream.pulls;
            stream.parent = from.slot;
        }
    }

    /** Sends a message on to the children, and has it announced to the others. */
    private void spread(Stream stream, TreeFrame.Message frame, int having, long nowNanos, GossipOutbox out) {
        int hops = Math.min(TreeFrame.MAX_HOPS, frame.hops() + 1);
        long key = Announcer.key(stream.index, frame.number());
        store.put(key, new Stored(stream.id, hops, frame.payload(), nowNanos));
        stream.knows(frame.number(), having);
        byte[] bytes = null;
        for (Neighbour each : neighbours.values()) {
            if ((having & each.bit()) != 0 || (stream.wanted & each.bit()) == 0) {
                continue;
            }
            boolean child = (stream.children & each.bit()) != 0 && frame.hops() < TreeFrame.MAX_HOPS;
            if (child && bytes == null) {
                bytes = GossipCodec.message(stream.index, frame.number(), hops, frame.payload());
            }
            if (child && bytes != null && Announcer.send(each, stream, bytes, out)) {
                stream.knows(frame.number(), each.bit());
            } else {
                announcer.later(each, stream, frame.number(), nowNanos);
            }
        }
    }

    private void onDuplicate(Neighbour from, Stream stream, TreeFrame.Message frame, long nowNanos, GossipOutbox out) {
        tally.duplicate();
        stream.theirIndex(from.slot, frame.index());
        stream.knows(frame.number(), from.bit());
        boolean late = (stream.pruned & from.bit()) != 0 && nowNanos - stream.prunedNanos < ParentChoice.MOVE_NANOS;
        if (stream.parent == from.slot || late) {
            return;
        }
        stream.pruned |= from.bit();
        stream.prunedNanos = nowNanos;
        stream.children &= ~from.bit();
        tally.prune();
        if (frame.number() == 0) {
            announcer.prune(from, frame.index(), nowNanos); // nothing follows an opening at once
        } else {
            out.send(from.peer, GossipCodec.encode(new TreeFrame.Prune(List.of(frame.index()))));
        }
    }

    private void onAnnounced(Neighbour from, TreeFrame.Announced entry, long nowNanos) {
        Neighbour.Binding bound = from.binding(entry.index());
        if (bound == null) {
            tally.refuse(GossipRefusal.UNKNOWN);
            return;
        }
        StreamId id = bound.id;
        Stream stream = bound.stream(streams);
        if (stream == null ? !own.contains(id.topic()) || id.author().equals(self) : !stream.mine) {
            return;
        }
        if (stream == null || stream.newest() < 0) {
            parents.note(id, entry.last(), from, nowNanos, nowNanos);
            return;
        }
        if (!stream.inRange(entry.last())) {
            tally.refuse(GossipRefusal.OUT_OF_RANGE);
            return;
        }
        onAnnouncedRun(from, stream, entry, nowNanos);
    }

    private void onAnnouncedRun(Neighbour from, Stream stream, TreeFrame.Announced entry, long nowNanos) {
        stream.theirIndex(from.slot, entry.index());
        for (long number = entry.last() - entry.run() + 1; number <= entry.last(); number++) {
            if (stream.has(number)) {
                stream.knows(number, from.bit());
            } else {
                boolean aged = number == entry.last() && entry.age() != TreeFrame.NO_AGE;
                long couldNanos = aged ? nowNanos - entry.age() * TreeFrame.AGE_NANOS : Long.MAX_VALUE;
                parents.note(stream.id, number, from, couldNanos, nowNanos);
            }
        }
        if (entry.age() != TreeFrame.NO_AGE && stream.isRecent(entry.last())) {
            long leadNanos = entry.age() * TreeFrame.AGE_NANOS - stream.ageNanos(entry.last(), nowNanos);
            parents.compare(from.slot, stream, leadNanos - TreeFrame.HOP_NANOS, nowNanos);
        }
    }

    private void onWanted(Neighbour from, TreeFrame.Wanted wanted, long nowNanos, GossipOutbox out) {
        Stream stream = told(from, wanted.index());
        if (stream == null || (stream.wanted & from.bit()) == 0) {
            tally.refuse(stream == null ? GossipRefusal.UNKNOWN : GossipRefusal.UNWANTED);
            return;
        }
        if (wanted.join()) {
            stream.children |= from.bit();
        }
        for (long number : wanted.numbers()) {
            Stored message = store.get(Announcer.key(stream.index, number), stream.id);
            if (message == null) {
                continue;
            }
            if (!from.served.take(message.payload().length, nowNanos)) {
                tally.refuse(GossipRefusal.FLOOD);
                return;
            }
            out.sendMessage(from.peer, GossipCodec.message(stream.index, number, message.hops(), message.payload()));
            stream.knows(number, from.bit());
        }
    }

    /** The stream of an index of this peer's that the neighbour was told. */
    private @Nullable Stream told(Neighbour to, int index) {
        Stream stream = streams.get(index);
        return stream == null || (stream.bound & to.bit()) == 0 ? null : stream;
    }

    private void onPrune(Neighbour from, int index) {
        Stream stream = told(from, index);
        if (stream == null) {
            tally.refuse(GossipRefusal.UNKNOWN);
        } else {
            stream.children &= ~from.bit();
        }
    }

    long nextNanos() {
        long heldNanos = held.isEmpty() ? Long.MAX_VALUE : held.peekFirst().dueNanos();
        return Math.min(heldNanos, Math.min(announcer.nextNanos(), parents.nextNanos()));
    }

    void onTime(long nowNanos, GossipOutbox out) {
        for (Held next = held.peekFirst(); next != null && next.dueNanos() <= nowNanos; next = held.peekFirst()) {
            held.removeFirst();
            if (!next.stream().gone) {
                spread(next.stream(), next.frame(), next.stream().whoKnows(0), nowNanos, out);
            }
        }
        parents.onTime(nowNanos, out);
        announcer.onTime(neighbours.values(), nowNanos, out);
    }
}

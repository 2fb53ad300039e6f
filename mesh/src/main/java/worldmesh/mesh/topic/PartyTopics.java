package worldmesh.mesh.topic;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import worldmesh.runtime.identity.PeerId;

/**
 * {@link Topics} in a party, where every member is a neighbour of almost every other: a message goes to all neighbours
 * that subscribe to its topic, and whoever gets one that is new hands it on once, but never back and never to its
 * publisher. So it arrives although the publisher dies after the first hop, at the cost of a copy per link. Confined.
 */
public final class PartyTopics implements Topics {
    /** Hops of a message of a party: two reach all of a full mesh, the others allow for links that are missing. */
    static final int MAX_HOPS = 4;

    /** Topics of one peer, its own and each neighbour's. */
    static final int MAX_TOPICS = 256;

    /** Frames that wait for a neighbour whose queue is full; then the oldest give way. */
    static final int MAX_WAITING = 1_024;

    static final long MAX_WAITING_BYTES = 4L << 20;

    private final PeerId self;
    private final TopicGuard guard;
    private final Set<TopicId> own = new LinkedHashSet<>();
    private final Map<PeerId, Neighbour> neighbours = new LinkedHashMap<>();
    private final SeenMessages seen = new SeenMessages();
    private long sequence;
    private long dropped;
    private long refused;

    private static final class Neighbour {
        final Set<TopicId> topics = new LinkedHashSet<>();
        final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
        long waitingBytes;
    }

    /**
     * Topics of {@code self}. {@code lastSequence} must be at least what an earlier life of this peer used: the time in
     * microseconds will do.
     */
    public PartyTopics(PeerId self, long lastSequence) {
        this(self, lastSequence, (from, message) -> true);
    }

    /** The same, where only messages count that {@code guard} admits: others are not told, handed on or remembered. */
    public PartyTopics(PeerId self, long lastSequence, TopicGuard guard) {
        if (lastSequence < 0) {
            throw new IllegalArgumentException("last sequence is " + lastSequence + ", must not be negative");
        }
        this.self = self;
        this.guard = guard;
        this.sequence = lastSequence;
    }

    @Override
    public boolean subscribe(TopicId topic, TopicOutbox out) {
        if (own.contains(topic)) {
            return true;
        }
        if (own.size() >= MAX_TOPICS) {
            return false;
        }
        own.add(topic);
        tellAll(TopicFrame.SUBSCRIBE, topic, out);
        return true;
    }

    @Override
    public void unsubscribe(TopicId topic, TopicOutbox out) {
        if (own.remove(topic)) {
            tellAll(TopicFrame.UNSUBSCRIBE, topic, out);
        }
    }

    private void tellAll(int kind, TopicId topic, TopicOutbox out) {
        byte[] frame = TopicFrame.interest(kind, topic);
        neighbours.forEach((peer, neighbour) -> send(peer, neighbour, frame, out));
    }

    @Override
    public void publish(TopicId topic, byte[] payload, TopicOutbox out) {
        if (payload.length > MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException("a payload of " + payload.length + " bytes cannot be published; at most "
                    + MAX_PAYLOAD_BYTES + " go into a message");
        }
        TopicFrame frame = new TopicFrame(TopicFrame.MESSAGE, topic, self, ++sequence, MAX_HOPS, payload);
        seen.first(self, sequence);
        forward(frame, self, out);
    }

    /** The sequence number that the next message will have, for who signs it. */
    public long nextSequence() {
        return sequence + 1;
    }

    /** The neighbours that subscribe to a topic, in the order they came. */
    public List<PeerId> subscribers(TopicId topic) {
        List<PeerId> subscribers = new ArrayList<>();
        neighbours.forEach((peer, neighbour) -> {
            if (neighbour.topics.contains(topic)) {
                subscribers.add(peer);
            }
        });
        return subscribers;
    }

    /** True while frames wait for this neighbour, which takes no more at the moment. */
    public boolean isBehind(PeerId peer) {
        Neighbour neighbour = neighbours.get(peer);
        return neighbour != null && !neighbour.waiting.isEmpty();
    }

    @Override
    public void onNeighbourUp(PeerId peer, TopicOutbox out) {
        Neighbour neighbour = new Neighbour(); // a new link: what the old one had on the way is lost
        neighbours.put(peer, neighbour);
        for (TopicId topic : own) {
            send(peer, neighbour, TopicFrame.interest(TopicFrame.SUBSCRIBE, topic), out);
        }
    }

    @Override
    public void onNeighbourDown(PeerId peer) {
        neighbours.remove(peer);
    }

    @Override
    public boolean onFrame(PeerId from, byte[] bytes, TopicOutbox out) {
        Neighbour neighbour = neighbours.get(from);
        TopicFrame frame = neighbour == null ? null : TopicFrame.decode(bytes);
        if (neighbour == null || frame == null) {
            refused++;
            return false;
        }
        return switch (frame.kind()) {
            case TopicFrame.MESSAGE -> onMessage(from, frame, out);
            case TopicFrame.SUBSCRIBE -> onSubscribe(neighbour, frame.topic());
            default -> {
                neighbour.topics.remove(frame.topic());
                yield true;
            }
        };
    }

    private boolean onSubscribe(Neighbour neighbour, TopicId topic) {
        if (neighbour.topics.size() >= MAX_TOPICS && !neighbour.topics.contains(topic)) {
            refused++;
            return false;
        }
        neighbour.topics.add(topic);
        return true;
    }

    private boolean onMessage(PeerId from, TopicFrame frame, TopicOutbox out) {
        if (!own.contains(frame.topic())) {
            refused++; // nobody was asked for it; it crossed our unsubscribing at best
            return false;
        }
        if (frame.publisher().equals(self) || seen.has(frame.publisher(), frame.sequence())) {
            return true;
        }
        TopicMessage message = new TopicMessage(frame.topic(), frame.publisher(), frame.sequence(), frame.payload());
        if (!guard.admits(from, message)) {
            refused++; // and not remembered: a forgery must not stand in the way of the genuine message
            return false;
        }
        seen.first(frame.publisher(), frame.sequence());
        if (frame.hops() > 0) {
            forward(frame.nextHop(), from, out);
        }
        out.deliver(message);
        return true;
    }

    private void forward(TopicFrame frame, PeerId from, TopicOutbox out) {
        byte[] bytes = frame.encode();
        neighbours.forEach((peer, neighbour) -> {
            boolean wanted = neighbour.topics.contains(frame.topic());
            if (wanted && !peer.equals(from) && !peer.equals(frame.publisher())) {
                send(peer, neighbour, bytes, out);
            }
        });
    }

    private void send(PeerId peer, Neighbour neighbour, byte[] frame, TopicOutbox out) {
        if (neighbour.waiting.isEmpty() && out.send(peer, frame)) {
            return;
        }
        neighbour.waiting.addLast(frame);
        neighbour.waitingBytes += frame.length;
        while (neighbour.waiting.size() > MAX_WAITING || neighbour.waitingBytes > MAX_WAITING_BYTES) {
            neighbour.waitingBytes -= neighbour.waiting.removeFirst().length;
            dropped++;
        }
    }

    @Override
    public void flush(TopicOutbox out) {
        neighbours.forEach((peer, neighbour) -> {
            byte[] next = neighbour.waiting.peekFirst();
            while (next != null && out.send(peer, next)) {
                neighbour.waitingBytes -= neighbour.waiting.removeFirst().length;
                next = neighbour.waiting.peekFirst();
            }
        });
    }

    /** Frames that gave way because a neighbour took none. */
    public long dropped() {
        return dropped;
    }

    /** Frames that were malformed, of strangers, or of topics nobody here subscribes to. */
    public long refused() {
        return refused;
    }
}

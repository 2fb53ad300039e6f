package worldmesh.peer.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.topic.PartyTopics;
import worldmesh.mesh.topic.TopicId;
import worldmesh.mesh.topic.TopicOutbox;
import worldmesh.peer.direct.DirectFrames;
import worldmesh.peer.topic.Published;
import worldmesh.peer.topic.TopicKind;
import worldmesh.peer.topic.TopicMessage;
import worldmesh.peer.topic.TopicName;
import worldmesh.peer.wire.TopicFlash;
import worldmesh.peer.wire.TopicParcel;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.rate.SharedTokenBucket;
import worldmesh.runtime.rate.TokenBucket;

/**
 * What the game publishes to other players from peer to peer: messages through {@link PartyTopics}, signed; frames and
 * inputs over the link to each subscriber, frames also past the session's turns ({@link DirectFrames}). Confined to the
 * session's thread but for {@link #publishDirectly}.
 */
public final class TopicDesk {
    /** Parcels, which may not hold up what is in order for other reasons. */
    static final int RELIABLE_STREAM = 3;

    /** Topics that are subscribed to here; half of what a neighbour remembers of one peer. */
    static final int TOPICS_MAX = 128;

    /** Publishers whose rate is remembered; beyond, the one not heard of for longest. */
    static final int PUBLISHERS_MAX = 256;

    /** Signatures verified for one neighbour: 32 players at their full rate, an eighth of a core. */
    static final int VERIFIED_PER_SECOND = 32 * TopicKind.MESSAGES.perSecond();

    private final SessionScope scope;
    private final DoorDesk door;
    private final Map<TopicId, Subscription> subscriptions = new LinkedHashMap<>();
    private final DirectFrames direct;
    private final Map<PeerId, TokenBucket> publishers = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<PeerId, Neighbour> neighbours = new TreeMap<>();
    private final ArrayDeque<Delivery> deliveries = new ArrayDeque<>();
    private final TopicOutbox out = new Outbox();
    private @Nullable PartyTopics topics;
    private @Nullable TopicSeal seal;
    private @Nullable TokenBucket ownMessages;
    private @Nullable TokenBucket ownInputs;
    private boolean tapped;

    TopicDesk(SessionScope scope, DoorDesk door) {
        this.scope = scope;
        this.door = door;
        this.direct = new DirectFrames(scope.links.mesh());
    }

    private record Subscription(TopicName topic, List<Consumer<TopicMessage>> listeners) {}

    private record Delivery(Subscription to, TopicMessage message) {}

    /** What one neighbour may still cost. */
    private record Neighbour(SharedTokenBucket frames, TokenBucket inputs, TokenBucket verified) {
        boolean tryFlash(TopicKind kind, long nowNanos) {
            return kind == TopicKind.FRAMES ? frames.tryTake(nowNanos) : inputs.tryTake(nowNanos);
        }
    }

    /** Publishes to all subscribers but this player. */
    public Published publish(TopicName topic, byte[] content) {
        requireFits(topic, content);
        if (topics == null) {
            return Published.nothing(Published.Outcome.OFFLINE);
        }
        return switch (topic.kind()) {
            case MESSAGES -> publishMessage(topics, topic.id(), content);
            case FRAMES, INPUTS -> publishFlash(topics, topic, content.clone());
        };
    }

    private static void requireFits(TopicName topic, byte[] content) {
        if (content.length > topic.kind().bytesMax()) {
            throw new IllegalArgumentException("'" + topic.name() + "' takes "
                    + topic.kind().bytesMax() + " bytes at once, got " + content.length + "; publish it in parts");
        }
    }

    /** The same of a frame of a topic that {@link #hearDirectly} was called with, on any thread. */
    public Published publishDirectly(TopicName topic, byte[] content, long nowNanos) {
        requireFits(topic, content);
        return direct.publish(topic, content, nowNanos);
    }

    private Published publishMessage(PartyTopics open, TopicId topic, byte[] content) {
        ownMessages = ownMessages == null ? bucket(TopicKind.MESSAGES, 1) : ownMessages;
        if (!ownMessages.tryTake(scope.nowNanos)) {
            return Published.nothing(Published.Outcome.LIMITED);
        }
        byte[] payload = seal().seal(scope.world.parts().signer(), topic, open.nextSequence(), content);
        open.publish(topic, payload, out);
        List<PeerId> subscribers = open.subscribers(topic);
        int behind = (int) subscribers.stream().filter(open::isBehind).count();
        return new Published(Published.Outcome.SENT, subscribers.size(), behind);
    }

    private Published publishFlash(PartyTopics open, TopicName topic, byte[] content) {
        TopicKind kind = topic.kind();
        if (kind == TopicKind.FRAMES ? !direct.mayPublish(scope.nowNanos) : !mayPublishInput()) {
            return Published.nothing(Published.Outcome.LIMITED);
        }
        TopicFlash flash = new TopicFlash(topic.id(), direct.nextSequence(), content);
        Lane lane = kind == TopicKind.FRAMES ? Lane.VOICE : Lane.INPUT;
        List<PeerId> subscribers = open.subscribers(topic.id());
        int behind = 0;
        for (PeerId peer : subscribers) {
            PeerLink link = scope.links.admitted(peer);
            boolean went = link != null && link.trySend(lane, topic.stream(), flash);
            behind += went ? 0 : 1;
        }
        return new Published(Published.Outcome.SENT, subscribers.size(), behind);
    }

    private boolean mayPublishInput() {
        ownInputs = ownInputs == null ? bucket(TopicKind.INPUTS, 1) : ownInputs;
        return ownInputs.tryTake(scope.nowNanos);
    }

    private TokenBucket bucket(TopicKind kind, int times) {
        double rate = (double) kind.perSecond() * times;
        return new TokenBucket(rate, rate * 2, scope.nowNanos);
    }

    private TopicSeal seal() {
        if (seal == null) {
            seal = new TopicSeal(
                    scope.world.replica().manifest().worldId().hash().bytes());
        }
        return seal;
    }

    /** Hears what others publish, in a turn. */
    public void subscribe(TopicName topic, Consumer<TopicMessage> listener) {
        if (direct.hears(topic.id())) {
            throw heardAlready(topic, "directly");
        }
        take(topic).listeners().add(listener);
    }

    /** Hears frames of others as they arrive, on the mesh's own threads. */
    public void hearDirectly(TopicName topic, Consumer<TopicMessage> listener) {
        if (topic.kind() != TopicKind.FRAMES) {
            throw new IllegalStateException("only frames are heard directly, '" + topic.name() + "' is a topic of "
                    + topic.kind() + "; subscribe to it, or make it one of frames");
        }
        if (subscriptions.containsKey(topic.id())) {
            throw heardAlready(topic, direct.hears(topic.id()) ? "directly" : "in updates");
        }
        take(topic);
        direct.open(topic, listener);
        if (!tapped) {
            tapped = true;
            scope.links.mesh().tapVoice(direct);
        }
    }

    private static IllegalStateException heardAlready(TopicName topic, String how) {
        return new IllegalStateException("'" + topic.name() + "' is heard " + how + " already; close that topic first");
    }

    private Subscription take(TopicName topic) {
        TopicId id = topic.id();
        Subscription known = subscriptions.get(id);
        if (known == null) {
            if (subscriptions.size() >= TOPICS_MAX) {
                throw new IllegalStateException(
                        "there are subscribers to " + TOPICS_MAX + " topics already; close one of them");
            }
            known = new Subscription(topic, new ArrayList<>());
            subscriptions.put(id, known);
            if (topics != null) {
                topics.subscribe(id, out);
            }
        }
        return known;
    }

    /** Hears nothing of a topic any more. */
    public void unsubscribe(TopicName topic) {
        TopicId id = topic.id();
        direct.close(id);
        if (subscriptions.remove(id) != null && topics != null) {
            topics.unsubscribe(id, out);
        }
    }

    void onAdmitted(PeerLink link) {
        neighbours.put(
                link.peer(),
                new Neighbour(
                        DirectFrames.bucket(2, scope.nowNanos),
                        bucket(TopicKind.INPUTS, 2),
                        new TokenBucket(VERIFIED_PER_SECOND, VERIFIED_PER_SECOND * 2.0, scope.nowNanos)));
        open().onNeighbourUp(link.peer(), out);
    }

    private PartyTopics open() {
        PartyTopics open = topics;
        if (open == null) {
            // World time never steps back: whatever an earlier life of this peer published had lower numbers.
            long used = Math.max(0, scope.worldMillis()) * 1_000;
            open = new PartyTopics(scope.world.self(), used, this::admits);
            topics = open;
            for (TopicId id : subscriptions.keySet()) {
                open.subscribe(id, out);
            }
        }
        return open;
    }

    void onLinkDown(PeerId peer) {
        neighbours.remove(peer);
        if (topics != null) {
            topics.onNeighbourDown(peer);
        }
    }

    void onParcel(PeerLink link, TopicParcel parcel) {
        if (topics == null || !topics.onFrame(link.peer(), parcel.frame(), out)) {
            scope.counters.refusedTopics++;
        }
    }

    void onFlash(PeerLink link, TopicFlash flash) {
        Neighbour neighbour = neighbours.get(link.peer());
        Subscription subscription = subscriptions.get(flash.topic());
        // What belongs to no topic counts as a frame: the rate holds before anything is looked at.
        TopicKind kind =
                subscription == null ? TopicKind.FRAMES : subscription.topic().kind();
        if (neighbour == null || !neighbour.tryFlash(kind, scope.nowNanos)) {
            scope.counters.limitedMessages++;
        } else if (subscription == null || kind == TopicKind.MESSAGES) {
            scope.counters.refusedTopics++;
        } else {
            deliver(subscription, link.peer(), flash.sequence(), flash.content());
        }
    }

    private void deliver(Subscription to, PeerId source, long sequence, byte[] content) {
        deliveries.add(new Delivery(to, new TopicMessage(to.topic(), source, sequence, content)));
    }

    /** Who is barred, says too much or signed nothing is not heard, and is not handed on. */
    private boolean admits(PeerId from, worldmesh.mesh.topic.TopicMessage message) {
        Neighbour neighbour = neighbours.get(from);
        if (neighbour == null || !neighbour.verified().tryTake(scope.nowNanos)) {
            scope.counters.limitedMessages++;
            return false;
        }
        Subscription subscription = subscriptions.get(message.topic());
        return subscription != null
                && subscription.topic().kind() == TopicKind.MESSAGES
                && seal().isGenuine(message, scope.world.parts().verifier())
                && door.barred(message.publisher()) == null
                && publisher(message.publisher()).tryTake(scope.nowNanos);
    }

    /** Twice the rate that it keeps itself: what was held up comes at once. */
    private TokenBucket publisher(PeerId peer) {
        TokenBucket bucket = publishers.computeIfAbsent(peer, id -> bucket(TopicKind.MESSAGES, 2));
        if (publishers.size() > PUBLISHERS_MAX) {
            Iterator<PeerId> oldest = publishers.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return bucket;
    }

    /** Tells listeners what came, and sends what found no room before. */
    void onTime() {
        for (Delivery next = deliveries.poll(); next != null; next = deliveries.poll()) {
            Delivery delivery = next;
            for (Consumer<TopicMessage> listener : List.copyOf(delivery.to().listeners())) {
                scope.world
                        .views()
                        .guard()
                        .run("subscriber of " + delivery.to().topic(), () -> listener.accept(delivery.message()));
            }
        }
        if (topics != null) {
            topics.flush(out);
        }
        if (tapped && topics != null) {
            renew(topics);
        }
    }

    /** What those who publish and hear beside the turns go by until the next one. */
    private void renew(PartyTopics open) {
        Map<PeerId, SharedTokenBucket> letIn = new HashMap<>();
        neighbours.forEach((peer, neighbour) -> {
            if (scope.links.admitted(peer) != null) {
                letIn.put(peer, neighbour.frames());
            }
        });
        direct.renew(
                letIn,
                topic -> open.subscribers(topic).stream()
                        .filter(letIn::containsKey)
                        .toList());
        scope.counters.limitedMessages += direct.takeLimited();
        DirectFrames.Failure failure = direct.takeFailure();
        if (failure != null) {
            scope.world.views().guard().run("subscriber of " + failure.topic(), () -> {
                throw failure.error();
            });
        }
    }

    /** Over the links of the session. */
    private final class Outbox implements TopicOutbox {
        @Override
        public boolean send(PeerId to, byte[] frame) {
            PeerLink link = scope.links.admitted(to);
            return link != null && link.trySend(Lane.RELIABLE, RELIABLE_STREAM, new TopicParcel(frame));
        }

        @Override
        public void deliver(worldmesh.mesh.topic.TopicMessage message) {
            Subscription to = Objects.requireNonNull(subscriptions.get(message.topic()), "only what is subscribed to");
            TopicDesk.this.deliver(to, message.publisher(), message.sequence(), TopicSeal.content(message));
        }
    }
}

package worldmesh.peer.direct;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.MeshPort;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.Payload;
import worldmesh.mesh.link.VoiceTap;
import worldmesh.mesh.topic.TopicId;
import worldmesh.peer.topic.Published;
import worldmesh.peer.topic.TopicKind;
import worldmesh.peer.topic.TopicMessage;
import worldmesh.peer.topic.TopicName;
import worldmesh.peer.wire.MessageKind;
import worldmesh.peer.wire.TopicFlash;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.rate.SharedTokenBucket;

/**
 * Frames of topics that do not wait for an update of the session: sent by whatever thread has them, heard on the mesh's
 * own as they arrive. Who is let in and who subscribes the session knows; it hands that over once an update, as tables
 * that never change. Rates and numbers are one for frames that go this way and those that do not. Safe for several
 * threads.
 */
public final class DirectFrames implements VoiceTap {
    private static final byte FLASH = (byte) MessageKind.TOPIC_FLASH.code();

    private final MeshPort mesh;
    private final AtomicLong sequence = new AtomicLong();
    private final Map<TopicId, Line> lines = new ConcurrentHashMap<>();
    private final LongAdder limited = new LongAdder();
    private final AtomicReference<@Nullable Failure> failure = new AtomicReference<>();
    private final AtomicReference<@Nullable SharedTokenBucket> own = new AtomicReference<>();
    private volatile Map<PeerId, SharedTokenBucket> neighbours = Map.of();

    /** A topic heard here, and who else hears it. */
    private static final class Line {
        final TopicName topic;
        final Consumer<TopicMessage> listener;
        volatile List<PeerId> subscribers = List.of();

        Line(TopicName topic, Consumer<TopicMessage> listener) {
            this.topic = topic;
            this.listener = listener;
        }
    }

    /** What a listener threw. */
    public record Failure(TopicName topic, RuntimeException error) {}

    /** Over {@code mesh}, whose frames {@link #take} is yet to be offered. */
    public DirectFrames(MeshPort mesh) {
        this.mesh = mesh;
    }

    /** From now on {@code listener} hears the frames of {@code topic}, on the threads that bring them. */
    public void open(TopicName topic, Consumer<TopicMessage> listener) {
        lines.put(topic.id(), new Line(topic, listener));
    }

    /** Nothing of it is heard any more. */
    public void close(TopicId topic) {
        lines.remove(topic);
    }

    /** True if the frames of a topic are heard this way. */
    public boolean hears(TopicId topic) {
        return lines.containsKey(topic);
    }

    /** The number of this player's next frame, whichever way it goes. */
    public long nextSequence() {
        return sequence.incrementAndGet();
    }

    /** True if this player may publish a frame now, whichever way it goes; it is counted then. */
    public boolean mayPublish(long nowNanos) {
        SharedTokenBucket bucket = own.get();
        if (bucket == null) {
            SharedTokenBucket first = bucket(1, nowNanos);
            bucket = own.compareAndSet(null, first) ? first : Objects.requireNonNull(own.get());
        }
        return bucket.tryTake(nowNanos);
    }

    /** The rate of frames {@code times} that of one player, and twice as many at once. */
    public static SharedTokenBucket bucket(int times, long nowNanos) {
        double rate = (double) TopicKind.FRAMES.perSecond() * times;
        return new SharedTokenBucket(rate, rate * 2, nowNanos);
    }

    /** The session hands over who is let in, with what each may still send, and who subscribes to what. */
    public void renew(Map<PeerId, SharedTokenBucket> letIn, Function<TopicId, List<PeerId>> subscribers) {
        if (!letIn.equals(neighbours)) {
            neighbours = Map.copyOf(letIn);
        }
        lines.forEach((topic, line) -> {
            List<PeerId> now = subscribers.apply(topic);
            if (!now.equals(line.subscribers)) {
                line.subscribers = List.copyOf(now);
            }
        });
    }

    /** Publishes to all who subscribe to {@code topic}, which {@link #open} was called with; on any thread. */
    public Published publish(TopicName topic, byte[] content, long nowNanos) {
        Line line = lines.get(topic.id());
        if (line == null || neighbours.isEmpty()) {
            return Published.nothing(Published.Outcome.OFFLINE);
        }
        if (!mayPublish(nowNanos)) {
            return Published.nothing(Published.Outcome.LIMITED);
        }
        byte[] message = new TopicFlash(topic.id(), nextSequence(), content).encode();
        List<PeerId> subscribers = line.subscribers;
        int behind = 0;
        for (PeerId peer : subscribers) {
            behind += mesh.send(peer, Lane.VOICE, topic.stream(), message) ? 0 : 1;
        }
        return new Published(Published.Outcome.SENT, subscribers.size(), behind);
    }

    @Override
    public boolean take(PeerId from, Payload message, long nowNanos) {
        Line line = line(message);
        SharedTokenBucket rate = line == null ? null : neighbours.get(from);
        if (line == null || rate == null) {
            return false; // the session knows what to do with what is nobody's, or came too early
        }
        if (!rate.tryTake(nowNanos)) {
            limited.increment();
            return true;
        }
        if (!(MessageKind.decode(message.copy()) instanceof TopicFlash flash)) {
            return false;
        }
        tell(line, new TopicMessage(line.topic, from, flash.sequence(), flash.content()));
        return true;
    }

    private @Nullable Line line(Payload message) {
        if (lines.isEmpty() || message.length() < 1 + TopicId.BYTES || message.data()[message.offset()] != FLASH) {
            return null;
        }
        long id = new ByteReader(message.data(), message.offset() + 1, TopicId.BYTES).i64();
        return lines.get(new TopicId(id));
    }

    @SuppressWarnings("IllegalCatch") // the listener is the game's code: whatever it throws must not stop the mesh
    private void tell(Line line, TopicMessage message) {
        try {
            line.listener.accept(message);
        } catch (RuntimeException e) {
            failure.compareAndSet(null, new Failure(line.topic, e));
        }
    }

    /** What a listener threw first since the last call; null if none threw. */
    public @Nullable Failure takeFailure() {
        Failure first = failure.get();
        return first != null && failure.compareAndSet(first, null) ? first : null;
    }

    /** Frames of others that went beyond their rates, since the last call. */
    public long takeLimited() {
        return limited.sumThenReset();
    }
}

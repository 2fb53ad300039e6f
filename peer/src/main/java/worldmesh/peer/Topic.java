package worldmesh.peer;

import java.util.function.Consumer;
import worldmesh.peer.core.TopicDesk;
import worldmesh.peer.topic.Published;
import worldmesh.peer.topic.TopicKind;
import worldmesh.peer.topic.TopicMessage;
import worldmesh.peer.topic.TopicName;

/**
 * Opaque bytes among the players of a session, from peer to peer: the authority has no part in it, and nothing is kept.
 * Two objects of one name and kind are one topic. Confined to the world's thread.
 *
 * <pre>{@code
 * Topic voice = session.topic("voice", TopicKind.FRAMES);
 * voice.subscribe(frame -> jitter.take(frame.source(), frame.sequence(), frame.content()));
 * if (!voice.publish(encoded).sent()) { … }
 * }</pre>
 */
public final class Topic implements AutoCloseable {
    private final Session session;
    private final TopicName name;

    Topic(Session session, TopicName name) {
        this.session = session;
        this.name = name;
    }

    /** Its name and kind. */
    public TopicName name() {
        return name;
    }

    /**
     * Publishes to all subscribers but this player; leaves with this turn of {@code update}, or the next.
     *
     * @param content at most as much as the kind takes; copied
     */
    public Published publish(byte[] content) {
        return session.checkedCore().topics().publish(name, content);
    }

    /**
     * Hears from now on, inside {@code update}, what others publish; before the session is in a party too. At most 128
     * topics have subscribers at once.
     */
    public void subscribe(Consumer<TopicMessage> listener) {
        session.checkedCore().topics().subscribe(name, listener);
    }

    /**
     * Hears frames from now on as they arrive, on the mesh's own threads and beside {@code update}, and publishes them
     * from any thread: sound does not wait for a long turn of the game. What others see is the same. The listener is
     * called by one thread at a time; it hands the frame to its jitter buffer, never blocks and calls nothing of the
     * session. What it throws is told as by any subscriber, at the next update.
     *
     * @throws IllegalStateException if it is subscribed to already, or not of {@link TopicKind#FRAMES}
     */
    public DirectTopic direct(Consumer<TopicMessage> listener) {
        TopicDesk desk = session.checkedCore().topics();
        desk.hearDirectly(name, listener);
        return new DirectTopic(session, desk, name);
    }

    /** Ends all subscriptions to it here: not a byte of it is sent to this player any more. */
    @Override
    public void close() {
        session.checkedCore().topics().unsubscribe(name);
    }
}

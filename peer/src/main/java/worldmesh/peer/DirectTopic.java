package worldmesh.peer;

import worldmesh.peer.core.TopicDesk;
import worldmesh.peer.topic.Published;
import worldmesh.peer.topic.TopicKind;
import worldmesh.peer.topic.TopicName;
import worldmesh.runtime.time.SystemClock;

/**
 * The frames of a topic beside the game's loop: published from any thread and heard on the mesh's own as they arrive,
 * however long an update of the session takes. Made by {@link Topic#direct}.
 */
public final class DirectTopic implements AutoCloseable {
    private final Session session;
    private final TopicDesk desk;
    private final TopicName name;

    DirectTopic(Session session, TopicDesk desk, TopicName name) {
        this.session = session;
        this.desk = desk;
        this.name = name;
    }

    /** Its name. */
    public TopicName name() {
        return name;
    }

    /**
     * Publishes to all subscribers but this player, at once, on any thread. Whom the session let in or let go since its
     * last {@code update} it does not know yet.
     *
     * @param content at most {@link TopicKind#bytesMax}; copied
     */
    public Published publish(byte[] content) {
        return desk.publishDirectly(name, content, SystemClock.INSTANCE.nanoTime());
    }

    /** Ends it, on the world's thread. */
    @Override
    public void close() {
        session.checkedCore().topics().unsubscribe(name);
    }
}

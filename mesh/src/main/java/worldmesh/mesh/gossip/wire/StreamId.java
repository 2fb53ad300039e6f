package worldmesh.mesh.gossip.wire;

import worldmesh.mesh.topic.TopicId;
import worldmesh.runtime.identity.PeerId;

/**
 * What one author publishes to one topic in one life: its messages are numbered from 1, so that a number is short on
 * the wire. Number 0 opens the stream.
 *
 * @param base the message of number n has the sequence base + n
 */
public record StreamId(TopicId topic, PeerId author, long base) {
    @Override
    public boolean equals(Object other) {
        return other instanceof StreamId that
                && base == that.base
                && topic.id() == that.topic.id()
                && author.equals(that.author);
    }

    /** As the compiler would, without what it costs where streams are looked up for every message. */
    @Override
    public int hashCode() {
        return (Long.hashCode(topic.id()) * 31 + author.hashCode()) * 31 + Long.hashCode(base);
    }
}

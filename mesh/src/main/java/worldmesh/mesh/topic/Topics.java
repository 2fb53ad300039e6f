package worldmesh.mesh.topic;

import worldmesh.runtime.identity.PeerId;

/**
 * Publish and subscribe among peers. What is promised: a subscriber gets every message of its topics published while it
 * and the publisher were connected by neighbours, once, also if the publisher dies after one neighbour has the message;
 * never a byte of a topic it does not subscribe to. Messages of one publisher may arrive out of order. What is not
 * promised: delivery across a split or to whoever comes later; who needs that asks again above (anti-entropy).
 *
 * <p>A party floods among its members ({@link PartyTopics}); an overlay of thousands will keep the same promises with
 * far fewer copies. Confined to its owner.
 */
public interface Topics {
    /** The largest payload: a message of the mesh less the header. */
    int MAX_PAYLOAD_BYTES = (64 << 10) - TopicFrame.HEADER_BYTES;

    /** From now on delivers messages of {@code topic}; refused, with false, beyond the limit of topics. */
    boolean subscribe(TopicId topic, TopicOutbox out);

    /** Delivers messages of {@code topic} no more and tells the neighbours. */
    void unsubscribe(TopicId topic, TopicOutbox out);

    /** Publishes to all subscribers but this peer itself. */
    void publish(TopicId topic, byte[] payload, TopicOutbox out);

    /** A neighbour came: it is told what this peer subscribes to. */
    void onNeighbourUp(PeerId peer, TopicOutbox out);

    /** A neighbour is gone. */
    void onNeighbourDown(PeerId peer);

    /** Takes a frame of a neighbour; anything may be in it. False, counted, if it is none of ours. */
    boolean onFrame(PeerId from, byte[] frame, TopicOutbox out);

    /** Sends what found no room before; to be called now and then. */
    void flush(TopicOutbox out);
}

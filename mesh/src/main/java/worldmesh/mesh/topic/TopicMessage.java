package worldmesh.mesh.topic;

import worldmesh.runtime.identity.PeerId;

/**
 * One message of a topic.
 *
 * @param publisher who says that it published; what must not be forged carries a signature in the payload
 * @param sequence grows with every message of a publisher, over all its topics
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record TopicMessage(TopicId topic, PeerId publisher, long sequence, byte[] payload) {}

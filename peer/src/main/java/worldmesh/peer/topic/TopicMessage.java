package worldmesh.peer.topic;

import worldmesh.runtime.identity.PeerId;

/**
 * What another player published.
 *
 * @param source who did: the owner of the link that a frame came over, the signer of a message
 * @param sequence grows with everything that the source publishes of this kind, over all its topics; a frame that is
 *     missing leaves a hole, but so does one of a topic not subscribed to
 * @param content belongs to who hears it
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record TopicMessage(TopicName topic, PeerId source, long sequence, byte[] content) {}

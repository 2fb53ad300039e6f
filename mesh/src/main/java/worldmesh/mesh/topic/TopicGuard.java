package worldmesh.mesh.topic;

import worldmesh.runtime.identity.PeerId;

/** Says which messages of others count, before anything is done with them. */
@FunctionalInterface
public interface TopicGuard {
    /** True if the message, which {@code from} handed on or published, is to be delivered and handed on. */
    boolean admits(PeerId from, TopicMessage message);
}

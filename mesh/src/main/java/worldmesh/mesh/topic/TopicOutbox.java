package worldmesh.mesh.topic;

import worldmesh.runtime.identity.PeerId;

/** Takes what a {@link Topics} decides, in the order it is decided. */
public interface TopicOutbox {
    /** Sends a frame to a neighbour, reliably; false if there is no room, it is then kept and tried again. */
    boolean send(PeerId to, byte[] frame);

    /** Delivers a message to the local subscriber. The payload belongs to the receiver. */
    void deliver(TopicMessage message);
}

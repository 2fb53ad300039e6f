package worldmesh.mesh.gossip;

import worldmesh.mesh.topic.TopicMessage;
import worldmesh.runtime.identity.PeerId;

/** Takes what a {@link Gossip} decides, in the order it is decided. */
public interface GossipOutbox {
    /** Sends a frame to a linked peer, reliably and in order; false, and not sent, if there is no room. */
    boolean send(PeerId to, byte[] frame);

    /**
     * Sends a message, reliably, but it may overtake others and be overtaken: a lost datagram holds nothing back
     * but what was in it. False if there is no room.
     */
    boolean sendMessage(PeerId to, byte[] frame);

    /** Looks for a link: answered by {@link Gossip#onLinkUp} or {@link Gossip#onConnectFailed}. */
    void connect(PeerId peer);

    /** This side needs the link no more; nothing is told about it afterwards. */
    void disconnect(PeerId peer);

    /** Delivers a message to the local subscriber, after so many hops. The payload belongs to the receiver. */
    void deliver(TopicMessage message, int hops);
}

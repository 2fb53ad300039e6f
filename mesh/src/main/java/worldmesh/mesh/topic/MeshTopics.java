package worldmesh.mesh.topic;

import java.util.function.Consumer;
import worldmesh.mesh.MeshPort;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.runtime.identity.PeerId;

/**
 * {@link PartyTopics} over the links of a mesh, on one stream of the reliable lane. Whoever drains the mesh hands on
 * the signals of those peers that are to be neighbours, and calls {@link #onTime} now and then. Confined to it.
 */
public final class MeshTopics {
    private final MeshPort mesh;
    private final int stream;
    private final PartyTopics topics;
    private final TopicOutbox out;

    /** Topics on {@code stream} of {@code mesh}, whose messages go to {@code subscriber}; see {@link PartyTopics}. */
    public MeshTopics(MeshPort mesh, int stream, long lastSequence, Consumer<TopicMessage> subscriber) {
        this.mesh = mesh;
        this.stream = stream;
        this.topics = new PartyTopics(mesh.self(), lastSequence);
        this.out = new TopicOutbox() {
            @Override
            public boolean send(PeerId to, byte[] frame) {
                return mesh.send(to, Lane.RELIABLE, stream, frame);
            }

            @Override
            public void deliver(TopicMessage message) {
                subscriber.accept(message);
            }
        };
    }

    /** Takes a signal of the mesh; true if it was a frame of topics and nobody else's business. */
    public boolean onSignal(MeshSignal signal) {
        if (signal instanceof MeshSignal.LinkUp up) {
            topics.onNeighbourUp(up.peer(), out);
        } else if (signal instanceof MeshSignal.LinkDown down) {
            topics.onNeighbourDown(down.peer());
        } else if (signal instanceof MeshSignal.Received received
                && received.lane() == Lane.RELIABLE
                && received.stream() == stream) {
            topics.onFrame(received.from(), received.message(), out);
            return true;
        }
        return false;
    }

    /** As {@link Topics#subscribe}. */
    public boolean subscribe(TopicId topic) {
        return topics.subscribe(topic, out);
    }

    /** As {@link Topics#unsubscribe}. */
    public void unsubscribe(TopicId topic) {
        topics.unsubscribe(topic, out);
    }

    /** As {@link Topics#publish}. */
    public void publish(TopicId topic, byte[] payload) {
        topics.publish(topic, payload, out);
        mesh.flush();
    }

    /** Sends what found no room before. */
    public void onTime() {
        topics.flush(out);
    }

    /** Frames that gave way because a neighbour took none. */
    public long dropped() {
        return topics.dropped();
    }

    /** Frames that were malformed, of strangers, or of topics nobody here subscribes to. */
    public long refused() {
        return topics.refused();
    }
}

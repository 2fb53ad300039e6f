package worldmesh.mesh.gossip;

import java.util.List;
import java.util.random.RandomGenerator;
import worldmesh.mesh.gossip.wire.GossipCodec;
import worldmesh.mesh.gossip.wire.GossipFrame;
import worldmesh.mesh.gossip.wire.TreeFrame;
import worldmesh.mesh.gossip.wire.ViewFrame;
import worldmesh.mesh.topic.TopicGuard;
import worldmesh.mesh.topic.TopicId;
import worldmesh.mesh.topic.Topics;
import worldmesh.runtime.identity.PeerId;

/**
 * One peer's part in a world of thousands: it keeps a handful of neighbours and passes messages on to them so that each
 * subscriber gets each message once, over the way that is shortest from its author, and by another if that fails. It
 * promises what {@link Topics} does. Takes events and the time, answers with effects. Confined to its owner.
 */
public final class Gossip {
    private final PartialViews views;
    private final BroadcastTrees trees;
    private final GossipTally tally = new GossipTally();

    /**
     * A peer before it knows anybody.
     *
     * @param guard says which messages of others count: it is where signatures and bans are asked
     * @param random draws walks and victims
     * @param base must be more than any sequence that an earlier life of this peer used: the time in microseconds will
     *     do
     */
    public Gossip(PeerId self, GossipSettings settings, TopicGuard guard, RandomGenerator random, long base) {
        if (base < 0 || base > Long.MAX_VALUE - TreeFrame.MAX_NUMBER) {
            throw new IllegalArgumentException(
                    "base is " + base + ", must be within 0.." + (Long.MAX_VALUE - TreeFrame.MAX_NUMBER));
        }
        trees = new BroadcastTrees(self, settings, guard, tally, base);
        views = new PartialViews(self, settings, random, tally, trees);
    }

    /** Joins the world by way of any of these members; without one, waits for somebody to come. */
    public void start(List<PeerId> members, long nowNanos, GossipOutbox out) {
        views.start(members, nowNanos, out);
    }

    /** Says goodbye to all neighbours and does nothing more. */
    public void leave(long nowNanos, GossipOutbox out) {
        views.leave(nowNanos, out);
    }

    /** From now on delivers messages of a topic; refused, with false, beyond the limit of topics. */
    public boolean subscribe(TopicId topic, GossipOutbox out) {
        boolean taken = trees.subscribe(topic, out);
        views.sketch(trees.sketch());
        return taken;
    }

    /** Delivers messages of a topic no more and tells the neighbours. */
    public void unsubscribe(TopicId topic, GossipOutbox out) {
        trees.unsubscribe(topic, out);
        views.sketch(trees.sketch());
    }

    /**
     * Says that messages of this peer are to come on a topic, so that the way to all subscribers is found before the
     * first of them. Without it the first message floods.
     *
     * @param proof what the guards of others ask of it; nobody is delivered it
     */
    public void open(TopicId topic, byte[] proof, long nowNanos, GossipOutbox out) {
        check(proof);
        trees.open(topic, proof, nowNanos, out);
    }

    /** Publishes to all subscribers but this peer itself. */
    public void publish(TopicId topic, byte[] payload, long nowNanos, GossipOutbox out) {
        check(payload);
        trees.publish(topic, payload, nowNanos, out);
    }

    private static void check(byte[] payload) {
        if (payload.length > Topics.MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException("a payload of " + payload.length + " bytes cannot be published; at most "
                    + Topics.MAX_PAYLOAD_BYTES + " go into a message");
        }
    }

    /** A link is there, whoever wanted it. */
    public void onLinkUp(PeerId peer, long nowNanos, GossipOutbox out) {
        views.onLinkUp(peer, nowNanos, out);
    }

    /** A link is gone, for whatever reason. */
    public void onLinkDown(PeerId peer, long nowNanos, GossipOutbox out) {
        views.onLinkDown(peer, nowNanos, out);
    }

    /** No link could be made. */
    public void onConnectFailed(PeerId peer, long nowNanos, GossipOutbox out) {
        views.onConnectFailed(peer, nowNanos, out);
    }

    /** Takes a frame of a linked peer; anything may be in it. */
    public void onFrame(PeerId from, byte[] bytes, long nowNanos, GossipOutbox out) {
        GossipFrame frame = GossipCodec.decode(bytes);
        if (frame == null) {
            tally.refuse(GossipRefusal.MALFORMED);
        } else if (frame instanceof TreeFrame tree) {
            trees.onFrame(from, tree, nowNanos, out);
        } else if (frame instanceof ViewFrame view) {
            views.onFrame(from, view, nowNanos, out);
        }
    }

    /** When {@link #onTime} is to be called, at the latest; it changes with every event. */
    public long nextNanos() {
        return Math.min(views.nextNanos(), trees.nextNanos());
    }

    /** Does what is due. */
    public void onTime(long nowNanos, GossipOutbox out) {
        views.onTime(nowNanos, out);
        trees.onTime(nowNanos, out);
    }

    /** The neighbours, in the order they came. */
    public List<PeerId> neighbours() {
        return views.neighbours();
    }

    /** True if a peer is a neighbour. */
    public boolean isNeighbour(PeerId peer) {
        return views.isNeighbour(peer);
    }

    /** Peers known besides the neighbours. */
    public int known() {
        return views.known();
    }

    /** What was counted. */
    public GossipTally tally() {
        return tally;
    }
}

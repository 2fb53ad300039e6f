package worldmesh.simulation.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import worldmesh.mesh.gossip.Gossip;
import worldmesh.mesh.gossip.GossipOutbox;
import worldmesh.mesh.gossip.GossipSettings;
import worldmesh.mesh.gossip.wire.GossipCodec;
import worldmesh.mesh.gossip.wire.GossipFrame;
import worldmesh.mesh.gossip.wire.TreeFrame;
import worldmesh.mesh.gossip.wire.ViewFrame;
import worldmesh.mesh.topic.TopicId;
import worldmesh.mesh.topic.TopicMessage;
import worldmesh.runtime.identity.PeerId;
import worldmesh.testkit.fuzz.FuzzTarget;

/** Frames of one neighbour of an overlay; time passes between them, and now and then the peer begins a new life. */
final class GossipTarget implements FuzzTarget.Reader {
    private static final int LIFETIME = 512;
    private static final long STEP_NANOS = 20_000_000L;
    private static final TopicId TOPIC = TopicId.of("world");
    private static final PeerId NEIGHBOUR = peer(2);

    private static final GossipOutbox NOWHERE = new GossipOutbox() {
        @Override
        public boolean send(PeerId to, byte[] frame) {
            return sound(frame);
        }

        @Override
        public boolean sendMessage(PeerId to, byte[] frame) {
            return sound(frame);
        }

        /** What a peer makes of damaged frames must be sound itself. */
        private boolean sound(byte[] frame) {
            if (GossipCodec.decode(frame) == null) {
                throw new IllegalStateException("an unsound frame is sent");
            }
            return true;
        }

        @Override
        public void connect(PeerId peer) {}

        @Override
        public void disconnect(PeerId peer) {}

        @Override
        public void deliver(TopicMessage message, int hops) {}
    };

    private Gossip gossip = fresh();
    private long nowNanos;
    private int read;

    /** The target with its corpus. */
    static FuzzTarget of() {
        return FuzzTarget.of("gossip", Corpus.of("gossip"), new GossipTarget());
    }

    private static PeerId peer(int number) {
        byte[] id = new byte[PeerId.BYTES];
        Arrays.fill(id, (byte) number);
        return PeerId.ofBytes(id);
    }

    private static Gossip fresh() {
        Gossip gossip =
                new Gossip(peer(9), GossipSettings.DEFAULT, (from, message) -> true, new SplittableRandom(1), 0);
        gossip.subscribe(TOPIC, NOWHERE);
        gossip.start(List.of(), 0, NOWHERE);
        for (PeerId neighbour : List.of(NEIGHBOUR, peer(3))) {
            gossip.onLinkUp(neighbour, 0, NOWHERE);
            gossip.onFrame(neighbour, GossipCodec.encode(new ViewFrame.Join(0)), 0, NOWHERE);
            byte[] subscribe = GossipCodec.encode(new TreeFrame.Subscribe(true, List.of(TOPIC)));
            gossip.onFrame(neighbour, subscribe, 0, NOWHERE);
        }
        gossip.publish(TOPIC, new byte[] {1}, 0, NOWHERE);
        return gossip;
    }

    @Override
    public boolean reads(byte[] data) {
        if (++read % LIFETIME == 0) {
            gossip = fresh();
            nowNanos = 0;
        }
        nowNanos += STEP_NANOS;
        gossip.onFrame(NEIGHBOUR, data, nowNanos, NOWHERE);
        gossip.onTime(nowNanos, NOWHERE);
        GossipFrame frame = GossipCodec.decode(data);
        if (frame == null) {
            return false;
        }
        if (!Arrays.equals(GossipCodec.encode(frame), data)) {
            throw new IllegalStateException("a frame has two encodings");
        }
        return true;
    }
}

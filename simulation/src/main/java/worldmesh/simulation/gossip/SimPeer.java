package worldmesh.simulation.gossip;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import worldmesh.mesh.gossip.Gossip;
import worldmesh.mesh.gossip.GossipOutbox;
import worldmesh.mesh.gossip.GossipSettings;
import worldmesh.mesh.topic.TopicMessage;
import worldmesh.runtime.identity.PeerId;

/** One peer: the product's machine, a place on the planet, an uplink. Confined to one run. */
final class SimPeer implements GossipOutbox {
    private static final double FAST_SHARE = 0.2;
    private static final long FAST_BITS = 1_000_000_000L;
    private static final long SLOW_BITS = 50_000_000L;

    final int index;
    final PeerId id;
    final Region region;
    final Gossip gossip;
    final Map<SimPeer, SimLink> links = new HashMap<>();
    boolean alive;
    boolean joined;
    long uplinkFreeNanos;
    long wakeNanos = Long.MAX_VALUE;
    int side;

    private final GossipNet net;
    private final long bitsPerSecond;

    SimPeer(int index, GossipNet net, GossipSettings settings, SplittableRandom random) {
        this.index = index;
        this.net = net;
        byte[] name = new byte[PeerId.BYTES];
        random.nextBytes(name);
        this.id = PeerId.ofBytes(name);
        this.region = Region.draw(random);
        this.bitsPerSecond = random.nextDouble() < FAST_SHARE ? FAST_BITS : SLOW_BITS;
        this.gossip = new Gossip(id, settings, (from, message) -> true, random.split(), 1 + random.nextInt(1 << 30));
    }

    long nanosToSend(int bytes) {
        return bytes * 8L * 1_000_000_000L / bitsPerSecond;
    }

    /** The neighbours that are linked at this moment. */
    List<SimPeer> neighbours() {
        List<SimPeer> neighbours = new ArrayList<>();
        for (PeerId peer : gossip.neighbours()) {
            neighbours.add(net.peer(peer));
        }
        return neighbours;
    }

    @Override
    public boolean send(PeerId to, byte[] frame) {
        net.send(this, net.peer(to), frame, true);
        return true;
    }

    @Override
    public boolean sendMessage(PeerId to, byte[] frame) {
        net.send(this, net.peer(to), frame, false);
        return true;
    }

    @Override
    public void connect(PeerId peer) {
        net.connect(this, net.peer(peer));
    }

    @Override
    public void disconnect(PeerId peer) {
        net.disconnect(this, net.peer(peer));
    }

    @Override
    public void deliver(TopicMessage message, int hops) {
        net.deliver(this, message, hops);
    }
}

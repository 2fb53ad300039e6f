package worldmesh.simulation.gossip;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import worldmesh.mesh.gossip.GossipSettings;
import worldmesh.mesh.gossip.wire.GossipCodec;
import worldmesh.mesh.topic.TopicMessage;
import worldmesh.runtime.identity.PeerId;
import worldmesh.simulation.plant.Plant;
import worldmesh.testkit.sim.Scheduler;

/**
 * The links of a planet: latency by regions, uplinks that send one datagram after the other, losses that cost a round
 * trip and hold back what is to follow in order, handshakes, and links that are given up some seconds after the other
 * end fell silent. Confined to one run.
 */
final class GossipNet {
    /** {@code mesh.link.dead-millis}. */
    static final long DEAD_NANOS = 4_000_000_000L;

    /** Of datagrams; what links lose they send again. */
    static final double LOSS = 0.001;

    /** Pairs of one region and another are up to so much slower than the matrix says, each in its own way. */
    private static final double SPREAD = 0.3;

    private static final long MILLI = 1_000_000L;
    private static final long CONNECT_GIVEN_UP_NANOS = 3_000 * MILLI;

    /** A cookie, then a handshake of TLS. */
    private static final int HANDSHAKE_TRIPS = 4;

    /** Losses are made good 1.22 round trips later, docs/decisions/0014. */
    private static final double RESENT_AFTER = 2.44;

    /** Hears what is delivered. */
    interface Ear {
        void delivered(SimPeer to, TopicMessage message, int hops);
    }

    final Scheduler time = new Scheduler();
    final GossipTraffic traffic = new GossipTraffic();
    private final List<SimPeer> peers = new ArrayList<>();
    private final Map<PeerId, SimPeer> byId = new HashMap<>();
    private final SplittableRandom random;
    private final long shape;
    private final Plant plant;
    private final Ear ear;
    private long version;
    private long lost;
    private long received;

    GossipNet(long seed, Plant plant, Ear ear) {
        this.random = new SplittableRandom(seed);
        this.shape = random.nextLong();
        this.plant = plant;
        this.ear = ear;
    }

    SimPeer add(GossipSettings settings) {
        SimPeer peer = new SimPeer(peers.size(), this, settings, random.split());
        peers.add(peer);
        byId.put(peer.id, peer);
        return peer;
    }

    List<SimPeer> peers() {
        return peers;
    }

    SimPeer peer(PeerId id) {
        SimPeer peer = byId.get(id);
        if (peer == null) {
            throw new IllegalStateException("a peer that does not exist was named: " + id);
        }
        return peer;
    }

    /** Grows whenever somebody becomes a neighbour or is none any more. */
    long version() {
        return version;
    }

    /** Payloads that arrived, for the first time or once more; openings carry none. */
    long payloadsReceived() {
        return received;
    }

    long lost() {
        return lost;
    }

    /** The time a datagram takes from one to the other without loss, jitter or queue: the same both ways. */
    long latencyNanos(SimPeer from, SimPeer to) {
        long low = Math.min(from.index, to.index);
        long high = Math.max(from.index, to.index);
        long mixed = (shape ^ (low << 32 | high)) * 0x9E3779B97F4A7C15L;
        double more = SPREAD * ((mixed ^ mixed >>> 31) >>> 40 & 0xFFFF) / 0xFFFF;
        return (long) (from.region.nanosTo(to.region) * (1 + more));
    }

    boolean reaches(SimPeer from, SimPeer to) {
        return from.side == to.side;
    }

    void send(SimPeer from, SimPeer to, byte[] frame, boolean ordered) {
        boolean unrepaired = plant == Plant.NO_REPAIR && GossipCodec.isGraft(frame);
        boolean unpruned = plant == Plant.NO_PRUNE && GossipCodec.isPrune(frame);
        SimLink link = from.links.get(to);
        if (link == null || unrepaired || unpruned) {
            return;
        }
        int payload = GossipCodec.payloadBytes(frame);
        int header = link.packs(to, frame.length, time.nowNanos()) ? 0 : GossipTraffic.DATAGRAM_BYTES;
        traffic.sent(frame.length, payload, header);
        if (!reaches(from, to)) {
            return;
        }
        long start = Math.max(time.nowNanos(), from.uplinkFreeNanos);
        from.uplinkFreeNanos = start + from.nanosToSend(frame.length + header);
        long way = latencyNanos(from, to);
        long arrival = from.uplinkFreeNanos + way + random.nextLong(MILLI / 2);
        if (random.nextDouble() < LOSS) {
            lost++;
            arrival += (long) (RESENT_AFTER * way) + MILLI;
        }
        time.at(ordered ? link.arrival(to, arrival) : arrival, () -> arrive(link, from, to, frame));
    }

    private void arrive(SimLink link, SimPeer from, SimPeer to, byte[] frame) {
        if (to.alive && to.links.get(from) == link && reaches(from, to)) {
            received += GossipCodec.payloadBytes(frame) > 0 ? 1 : 0;
            version += GossipCodec.changesViews(frame) ? 1 : 0;
            time.trace().add(((long) to.index << 32) + frame.length);
            to.gossip.onFrame(from.id, frame, time.nowNanos(), to);
            after(to);
        }
    }

    /** To be called behind every event of a peer: keeps its timer. */
    void after(SimPeer peer) {
        long next = peer.gossip.nextNanos();
        if (next >= peer.wakeNanos || !peer.alive) {
            return;
        }
        peer.wakeNanos = next;
        time.at(next, () -> wake(peer, next));
    }

    private void wake(SimPeer peer, long deadline) {
        if (peer.wakeNanos != deadline) {
            return; // an earlier one was set since
        }
        peer.wakeNanos = Long.MAX_VALUE;
        if (peer.alive) {
            peer.gossip.onTime(time.nowNanos(), peer);
            after(peer);
        }
    }

    void connect(SimPeer from, SimPeer to) {
        long now = time.nowNanos();
        if (to.alive && reaches(from, to)) {
            time.at(now + HANDSHAKE_TRIPS * latencyNanos(from, to), () -> established(from, to));
        } else {
            time.at(now + CONNECT_GIVEN_UP_NANOS, () -> failed(from, to));
        }
    }

    private void failed(SimPeer from, SimPeer to) {
        if (from.alive) {
            from.gossip.onConnectFailed(to.id, time.nowNanos(), from);
            after(from);
        }
    }

    private void established(SimPeer from, SimPeer to) {
        if (!from.alive) {
            return;
        }
        if (!to.alive || !reaches(from, to)) {
            time.after(CONNECT_GIVEN_UP_NANOS, () -> failed(from, to));
            return;
        }
        SimLink known = from.links.get(to);
        if (known != null && to.links.get(from) == known) {
            return; // the other one came first
        }
        SimLink link = new SimLink(from, to);
        up(to, from, link);
        up(from, to, link);
    }

    private void up(SimPeer at, SimPeer other, SimLink link) {
        SimLink old = at.links.put(other, link);
        if (old != null) {
            at.gossip.onLinkDown(other.id, time.nowNanos(), at);
            at.links.put(other, link);
        }
        at.gossip.onLinkUp(other.id, time.nowNanos(), at);
        version++;
        after(at);
    }

    void disconnect(SimPeer from, SimPeer to) {
        SimLink link = from.links.remove(to);
        if (link != null) {
            version++;
            long arrival = link.arrival(to, time.nowNanos() + latencyNanos(from, to));
            time.at(arrival, () -> down(to, from, link));
        }
    }

    private void down(SimPeer at, SimPeer other, SimLink link) {
        if (at.links.get(other) == link) {
            at.links.remove(other);
            version++;
            if (at.alive) {
                at.gossip.onLinkDown(other.id, time.nowNanos(), at);
                after(at);
            }
        }
    }

    /** The process is gone; those linked with it notice by its silence. */
    void crash(SimPeer peer) {
        peer.alive = false;
        version++;
        for (SimPeer other : byIndex(peer)) {
            SimLink link = peer.links.get(other);
            if (link != null) {
                time.after(silence(), () -> down(other, peer, link));
            }
        }
        peer.links.clear();
    }

    /** Maps of identities have no order that two runs share. */
    private static List<SimPeer> byIndex(SimPeer peer) {
        List<SimPeer> others = new ArrayList<>(peer.links.keySet());
        others.sort((one, two) -> Integer.compare(one.index, two.index));
        return others;
    }

    private long silence() {
        return DEAD_NANOS + random.nextLong(DEAD_NANOS / 8);
    }

    void deliver(SimPeer to, TopicMessage message, int hops) {
        ear.delivered(to, message, hops);
    }
}

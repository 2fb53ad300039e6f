package worldmesh.simulation.gossip;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import worldmesh.mesh.gossip.GossipSettings;
import worldmesh.mesh.gossip.GossipTally;
import worldmesh.mesh.topic.TopicId;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.simulation.plant.Plant;
import worldmesh.simulation.report.FaultCounts;
import worldmesh.simulation.report.SeedOutcome;
import worldmesh.testkit.check.Promise;
import worldmesh.testkit.check.Violation;

/**
 * One seed: peers join through any member, in every third seed seven of ten die at once, then 120 messages of 100 bytes
 * a second come from a tenth of them; in odd seeds one publisher dies the moment it has published, and others with it.
 */
public final class GossipRun {
    static final double MAX_RMR = 0.1;
    static final double MAX_P99_OVER_FLOOD = 1.3;
    static final double MAX_CONTROL_SHARE = 0.25;

    /** Below this number of peers the last hop is bounded. */
    static final int HOPS_PEERS = 100;

    static final int MAX_HOPS = 11;

    private static final TopicId TOPIC = TopicId.of("world");
    private static final long SECOND = 1_000_000_000L;
    private static final int PAYLOAD_BYTES = 100;
    private static final int PER_SECOND = 120;
    private static final int TRAFFIC_SECONDS = 30;
    private static final long JOINING_NANOS = 10 * SECOND;
    private static final long SETTLING_NANOS = 15 * SECOND;
    private static final long OPENING_NANOS = 3 * SECOND;
    private static final long DRAINING_NANOS = 10 * SECOND;
    private static final int MAX_PUBLISHERS = 100;

    private final long seed;
    private final int nodes;
    private final SplittableRandom random;
    private final GossipNet net;
    private final DeliveryLedger ledger;
    private final GossipSettings settings;
    private final List<Violation> violations = new ArrayList<>();
    private final FloodBaseline flood;
    private long crashes;

    private GossipRun(long seed, int nodes, Plant plant) {
        this.seed = seed;
        this.nodes = nodes;
        this.random = new SplittableRandom(seed);
        this.settings = plant == Plant.FORGET_PASSIVE ? GossipSettings.DEFAULT.withPassive(0) : GossipSettings.DEFAULT;
        DeliveryLedger[] made = new DeliveryLedger[1];
        this.net = new GossipNet(random.nextLong(), plant, (to, message, hops) -> made[0].delivered(to, message, hops));
        this.ledger = new DeliveryLedger(net.time::nowNanos);
        made[0] = ledger;
        for (int i = 0; i < nodes; i++) {
            net.add(settings);
        }
        this.flood = new FloodBaseline(net);
    }

    /** Plays the seed to its end and checks every promise; the same seed gives the same outcome. */
    public static SeedOutcome run(long seed, int nodes, Plant plant) {
        return new GossipRun(seed, nodes, plant).play();
    }

    private SeedOutcome play() {
        join();
        net.time.runUntil(JOINING_NANOS + SETTLING_NANOS);
        long now = JOINING_NANOS + SETTLING_NANOS;
        if (seed % 3 == 0) {
            crash(nodes * 7 / 10, new ArrayList<>(net.peers()));
            now += GossipNet.DEAD_NANOS + 2 * SETTLING_NANOS;
            net.time.runUntil(now);
        }
        traffic(now);
        now += OPENING_NANOS + TRAFFIC_SECONDS * SECOND;
        net.time.runUntil(now);
        net.time.runUntil(now + DRAINING_NANOS);
        net.traffic.count(false);
        check();
        return outcome();
    }

    private void join() {
        for (SimPeer peer : net.peers()) {
            long at = JOINING_NANOS * peer.index / nodes;
            SimPeer contact = peer.index == 0 ? peer : net.peers().get(random.nextInt(peer.index));
            net.time.at(at, () -> {
                peer.alive = true;
                peer.joined = true;
                peer.gossip.subscribe(TOPIC, peer);
                peer.gossip.start(List.of(contact.id), net.time.nowNanos(), peer);
                net.after(peer);
            });
        }
    }

    private void crash(int count, List<SimPeer> among) {
        for (int i = 0; i < count && !among.isEmpty(); i++) {
            SimPeer peer = among.remove(random.nextInt(among.size()));
            if (peer.alive) {
                net.crash(peer);
                crashes++;
            }
        }
    }

    private void traffic(long from) {
        List<SimPeer> living = new ArrayList<>(net.peers());
        living.removeIf(peer -> !peer.alive);
        List<SimPeer> publishers = new ArrayList<>();
        int wanted = Math.min(MAX_PUBLISHERS, Math.max(2, nodes / 10));
        while (publishers.size() < wanted) {
            publishers.add(living.remove(random.nextInt(living.size())));
        }
        net.traffic.count(true);
        for (SimPeer peer : publishers) {
            net.time.at(from + random.nextLong(OPENING_NANOS / 2), () -> {
                peer.gossip.open(TOPIC, new byte[0], net.time.nowNanos(), peer);
                net.after(peer);
            });
        }
        long start = from + OPENING_NANOS;
        for (int i = 0; i < PER_SECOND * TRAFFIC_SECONDS; i++) {
            SimPeer by = publishers.get(random.nextInt(publishers.size()));
            net.time.at(start + i * SECOND / PER_SECOND + random.nextLong(SECOND / PER_SECOND), () -> publish(by));
        }
        if (seed % 2 == 1) {
            net.time.at(start + TRAFFIC_SECONDS * SECOND / 3, () -> {
                publish(publishers.get(0));
                crash(1, new ArrayList<>(publishers.subList(0, 1)));
                crash(nodes / 50, living);
            });
        }
    }

    private void publish(SimPeer by) {
        if (by.alive) {
            int number = ledger.published(by, flood.from(by, PAYLOAD_BYTES + GossipTraffic.DATAGRAM_BYTES));
            byte[] payload = new ByteWriter(PAYLOAD_BYTES)
                    .i32(number)
                    .bytes(new byte[PAYLOAD_BYTES - Integer.BYTES])
                    .toBytes();
            by.gossip.publish(TOPIC, payload, net.time.nowNanos(), by);
            net.after(by);
        }
    }

    private double rmr() {
        return (double) net.payloadsReceived() / Math.max(1, ledger.delivered()) - 1;
    }

    private void check() {
        List<String> told = new ArrayList<>();
        long missed = ledger.missed(net.peers(), peer -> peer.alive, told);
        require(missed == 0, Promise.DELIVERY, missed + " messages are missing: " + told);
        require(ledger.twice() == 0, Promise.DELIVERY, ledger.twice() + " messages were delivered twice");
        atMost("copies of a payload besides the first, by peer,", rmr(), MAX_RMR);
        atMost("p99 over a flood's", ledger.p99OverFlood(), MAX_P99_OVER_FLOOD);
        atMost("the share of control in all bytes", net.traffic.controlShare(), MAX_CONTROL_SHARE);
        if (nodes <= HOPS_PEERS) {
            atMost("the last hop", ledger.lastHop(), MAX_HOPS);
        }
        int parts = OverlayChecks.parts(net.peers());
        require(parts == 1, Promise.ONE_OVERLAY, "the overlay fell into " + parts + " parts");
        int most = OverlayChecks.mostNeighbours(net.peers());
        require(
                most <= settings.activeMax(),
                Promise.ONE_OVERLAY,
                "a peer has " + most + " neighbours, may have " + settings.activeMax());
    }

    private void require(boolean kept, Promise promise, String otherwise) {
        if (!kept) {
            violations.add(new Violation(promise, otherwise));
        }
    }

    private void atMost(String what, double value, double bound) {
        require(value <= bound, Promise.THRIFT, what + " is " + value + ", may be " + bound);
    }

    private long tally(ToLongFunction<GossipTally> figure) {
        return net.peers().stream()
                .mapToLong(peer -> figure.applyAsLong(peer.gossip.tally()))
                .sum();
    }

    private SeedOutcome outcome() {
        var figures = new TreeMap<String, Long>();
        figures.put("messages", (long) ledger.messages());
        figures.put("deliveries", ledger.delivered());
        figures.put("missed", ledger.missed(net.peers(), peer -> peer.alive, new ArrayList<>()));
        figures.put("pulls", tally(GossipTally::pulls));
        figures.put("grafts", tally(GossipTally::grafts));
        figures.put("prunes", tally(GossipTally::prunes));
        figures.put("duplicates", tally(GossipTally::duplicates));
        figures.put("p99MillisMax", ledger.p99Micros() / 1_000);
        var worst = new TreeMap<String, Double>();
        worst.put("nodes", (double) nodes);
        worst.put("lastDeliveryHops", (double) ledger.lastHop());
        worst.put("floodHops", (double) flood.lastHop());
        worst.put("rmr", rmr());
        worst.put("p99OverFlood", ledger.p99OverFlood());
        worst.put("controlShare", net.traffic.controlShare());
        worst.put("bytesPerDelivery", (double) net.traffic.bytes() / Math.max(1, ledger.delivered()));
        return new SeedOutcome(
                seed,
                net.time.trace().value(),
                net.time.nowNanos(),
                net.time.events(),
                new FaultCounts(crashes, 0, net.lost(), 0),
                0,
                0,
                violations,
                figures,
                worst);
    }
}

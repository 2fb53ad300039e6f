package worldmesh.samples.galaxy.sim;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import worldmesh.peer.core.SessionSettings;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.testkit.net.NetworkFaults;
import worldmesh.testkit.net.SimulatedNetwork;
import worldmesh.testkit.sim.Scheduler;

/** Peers of a galaxy in one thread: real sessions, authority and mesh over a network that a seed makes bad. */
final class Galaxy {
    /** A tenth lost, a twentieth twice, a tenth held back until later ones have overtaken it. */
    static final NetworkFaults BAD = new NetworkFaults(15_000_000, 20_000_000, 0.10, 0.05, 0.10);

    private static final long MILLI = 1_000_000;
    private static final long TURN_MILLIS = 20;

    final Scheduler scheduler = new Scheduler();
    final SimulatedSignatures signatures = new SimulatedSignatures();
    final SimulatedNetwork network;
    final List<SimPeer> peers = new ArrayList<>();

    /** What the sessions of all peers are set to that come from now on. */
    SessionSettings settings = SessionSettings.defaults();

    /** Hears every message that a session says reliably. */
    Consumer<byte[]> said = message -> {};

    private final SplittableRandom random;

    Galaxy(long seed) {
        this.random = new SplittableRandom(seed);
        this.network = new SimulatedNetwork(scheduler, random.split());
        this.network.setFaults(BAD);
    }

    /** So many peers that know each other and a war that has begun. */
    static Galaxy begun(long seed, int count) {
        Galaxy galaxy = new Galaxy(seed);
        galaxy.begin(count);
        return galaxy;
    }

    /** The same of one that was prepared, with so many more. */
    void begin(int more) {
        for (int i = 0; i < more; i++) {
            join();
        }
        until("all to meet", () -> peers.stream().allMatch(peer -> peer.knows(peers.size() - 1)));
        peers.get(0).begin();
        until("the war", () -> peers.stream().allMatch(peer -> peer.war() != null));
    }

    static InetSocketAddress address(int index) {
        return new InetSocketAddress("10.0.0." + (index + 1), 7_777);
    }

    SplittableRandom split() {
        return random.split();
    }

    /** Another peer comes; the first hosts. */
    SimPeer join() {
        SimPeer peer = new SimPeer(this, peers.size());
        peers.add(peer);
        return peer;
    }

    /** Lets time pass, with a turn of each peer every 20 ms. */
    void run(long millis) {
        for (long end = scheduler.nowNanos() + millis * MILLI; scheduler.nowNanos() < end; ) {
            scheduler.runUntil(scheduler.nowNanos() + TURN_MILLIS * MILLI);
            peers.forEach(SimPeer::turn);
        }
    }

    void until(String what, BooleanSupplier done) {
        for (int i = 0; i < 1_000 && !done.getAsBoolean(); i++) {
            run(TURN_MILLIS);
        }
        if (!done.getAsBoolean()) {
            throw new AssertionError("waited 20 s for " + what);
        }
    }

    /** Parts one peer from the others for so long, while everybody goes on. */
    void partWhile(SimPeer peer, long millis, Runnable meanwhile) {
        network.assignSide(address(peer.index), 1);
        meanwhile.run();
        run(millis);
        network.heal();
    }

    /** Waits until nothing is under way and all worlds are equal. */
    void settle() {
        run(1_500);
        until(
                "equal worlds",
                () -> peers.stream().allMatch(peer -> peer.session.unansweredCommands() == 0)
                        && peers.stream()
                                        .map(peer -> peer.world.digest())
                                        .distinct()
                                        .count()
                                == 1);
    }
}

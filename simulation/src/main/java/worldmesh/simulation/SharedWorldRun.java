package worldmesh.simulation;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import worldmesh.simulation.fault.FaultPlan;
import worldmesh.simulation.node.Machine;
import worldmesh.simulation.node.SimNode;
import worldmesh.simulation.node.Surroundings;
import worldmesh.simulation.plant.Plant;
import worldmesh.simulation.report.SeedOutcome;
import worldmesh.testkit.check.Promise;
import worldmesh.testkit.check.Violation;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.testkit.disk.SimulatedDisk;
import worldmesh.testkit.net.SimulatedNetwork;
import worldmesh.testkit.sim.Scheduler;

/** One seed of the shared world: people play while things go wrong, then all is quiet, then everything is compared. */
final class SharedWorldRun {
    private static final long MILLI = 1_000_000;
    private static final long PLAY_NANOS = 8_000 * MILLI;

    /** Links die after 4 s of silence and are tried again within 8; whoever is not equal by then never will be. */
    private static final long SETTLE_MAX_NANOS = 40_000 * MILLI;

    private static final long LOOK_NANOS = 500 * MILLI;

    /** Equal for as long as this: two reports of vectors would have shown a difference. */
    private static final int LOOKS_EQUAL = 8;

    /** The lesser of two draws: most bugs need few machines, and many cost the square of their number. */
    private static final int NODES_MIN = 2;

    private static final int NODES_MAX = 8;
    private static final int PORT = 7_777;

    private final long seed;
    private final Scheduler scheduler = new Scheduler();
    private final SimulatedSignatures signatures = new SimulatedSignatures();
    private final List<SimNode> nodes = new ArrayList<>();
    private final Witness witness = new Witness();
    private final FaultDriver faults;
    private long settleNanos;

    SharedWorldRun(long seed, Plant plant) {
        this.seed = seed;
        var random = new SplittableRandom(seed);
        var network = new SimulatedNetwork(scheduler, random.split());
        int count = Math.min(random.nextInt(NODES_MIN, NODES_MAX + 1), random.nextInt(NODES_MIN, NODES_MAX + 1));
        FaultPlan plan = FaultPlan.draw(random.split(), count, PLAY_NANOS);
        var around = new Surroundings(scheduler, network, signatures, address(0), witness, plant, seed);
        for (int i = 0; i < count; i++) {
            var disk = new SimulatedDisk(scheduler, random.split(), plan.syncNanos(), plan.syncNanos());
            long skew = plan.skewMillis().get(i);
            var machine = new Machine(i, address(i), signatures.signer(i), disk, scheduler.clock(skew));
            nodes.add(new SimNode(machine, around));
        }
        this.faults = new FaultDriver(scheduler, network, nodes);
        witness.onAck(faults::onAck);
        faults.start(plan);
        for (SimNode node : nodes) {
            long delay = node.machine().index() == 0 ? 0 : random.nextLong(1_500 * MILLI);
            scheduler.after(delay, node::start);
        }
    }

    private static InetSocketAddress address(int index) {
        return new InetSocketAddress("10.0.0." + (index + 1), PORT);
    }

    @SuppressWarnings("IllegalCatch") // whatever the product throws is a finding of this seed
    SeedOutcome run() {
        List<Violation> violations;
        try {
            play();
            settle();
            SharedWorldChecks.digests(nodes)
                    .forEach((name, digest) -> scheduler.trace().add(digest));
            violations = new SharedWorldChecks(nodes, signatures).violations(witness.acked());
        } catch (RuntimeException e) {
            violations = List.of(new Violation(Promise.NO_CRASH, describe(e)));
        }
        scheduler.trace().add(witness.acked().size());
        return new SeedOutcome(
                seed,
                scheduler.trace().value(),
                scheduler.nowNanos(),
                scheduler.events(),
                faults.counts(),
                witness.acked().size(),
                settleNanos,
                violations);
    }

    private static String describe(RuntimeException thrown) {
        StackTraceElement[] stack = thrown.getStackTrace();
        return thrown + (stack.length == 0 ? "" : " at " + stack[0]);
    }

    private void play() {
        scheduler.runUntil(PLAY_NANOS);
        faults.stop();
        nodes.forEach(SimNode::stopPlaying);
    }

    /** Waits until all replicas have been equal for a while and no command is open. */
    private void settle() {
        long start = scheduler.nowNanos();
        int equal = 0;
        while (equal < LOOKS_EQUAL && scheduler.nowNanos() - start < SETTLE_MAX_NANOS) {
            scheduler.runUntil(scheduler.nowNanos() + LOOK_NANOS);
            equal = settled() ? equal + 1 : 0;
            settleNanos = equal == 1 ? scheduler.nowNanos() - start : settleNanos;
        }
    }

    private boolean settled() {
        Set<String> digests = Set.copyOf(SharedWorldChecks.digests(nodes).values());
        boolean answered = nodes.stream().allMatch(node -> node.running() && node.unanswered() == 0);
        return answered && digests.size() == 1;
    }
}

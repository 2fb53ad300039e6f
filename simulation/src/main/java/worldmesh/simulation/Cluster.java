package worldmesh.simulation;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import worldmesh.simulation.fault.FaultPlan;
import worldmesh.simulation.node.CutEntries;
import worldmesh.simulation.node.Machine;
import worldmesh.simulation.node.SimNode;
import worldmesh.simulation.node.Surroundings;
import worldmesh.simulation.report.SeedOutcome;
import worldmesh.testkit.check.Promise;
import worldmesh.testkit.check.Violation;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.testkit.disk.SimulatedDisk;
import worldmesh.testkit.net.SimulatedNetwork;
import worldmesh.testkit.sim.Scheduler;

/** The machines of one seed, what goes wrong with them, and the witness of what they promised. One thread. */
final class Cluster {
    private static final int PORT = 7_777;

    final long seed;
    final Scheduler scheduler = new Scheduler();
    final SimulatedSignatures signatures = new SimulatedSignatures();
    final SimulatedNetwork network;
    final List<SimNode> nodes = new ArrayList<>();
    final Witness witness = new Witness();
    final TakeoverWatch takeovers = new TakeoverWatch(scheduler);
    final CutEntries cut;
    final FaultDriver faults;
    private long settleNanos;
    private boolean settled;

    /** No machines yet; each will keep so many entries of its log. */
    Cluster(long seed, SplittableRandom random, int logEntriesKept) {
        this.seed = seed;
        this.cut = new CutEntries(logEntriesKept);
        this.network = new SimulatedNetwork(scheduler, random.split());
        this.faults = new FaultDriver(scheduler, network, nodes, takeovers);
        witness.onAck((command, receipt) -> {
            faults.onAck(command.id());
            takeovers.onAck(receipt.header().epoch());
        });
    }

    static InetSocketAddress address(int index) {
        return new InetSocketAddress("10.0.0." + (index + 1), PORT);
    }

    /** Sets up machines that are switched off, and the faults of their plan. */
    void build(SplittableRandom random, int count, FaultPlan plan, Surroundings around) {
        for (int i = 0; i < count; i++) {
            var disk = new SimulatedDisk(scheduler, random.split(), plan.syncNanos(), plan.syncNanos());
            long skew = plan.skewMillis().get(i);
            var machine = new Machine(i, address(i), signatures.signer(i), disk, scheduler.clock(skew));
            nodes.add(new SimNode(machine, around));
        }
        faults.start(plan);
    }

    /** Plays, then compares; whatever the product throws is a finding of this seed. */
    @SuppressWarnings("IllegalCatch") // whatever the product throws is a finding of this seed
    List<Violation> violations(Runnable play, Supplier<List<Violation>> checks) {
        try {
            play.run();
            NodeChecks.digests(nodes)
                    .forEach((name, digest) -> scheduler.trace().add(digest));
            return checks.get();
        } catch (RuntimeException e) {
            return List.of(new Violation(Promise.NO_CRASH, describe(e)));
        }
    }

    private static String describe(RuntimeException thrown) {
        StackTraceElement[] stack = thrown.getStackTrace();
        return thrown + (stack.length == 0 ? "" : " at " + stack[0]);
    }

    /** Waits until {@code settled} held for so many looks, or is never going to hold. */
    void settle(BooleanSupplier settled, Looks looks) {
        long start = scheduler.nowNanos();
        int equal = 0;
        while (equal < looks.count && scheduler.nowNanos() - start < looks.maxNanos) {
            scheduler.runUntil(scheduler.nowNanos() + looks.everyNanos);
            equal = settled.getAsBoolean() ? equal + 1 : 0;
            settleNanos = equal == 1 ? scheduler.nowNanos() - start : settleNanos;
        }
        this.settled = equal >= looks.count;
    }

    /** True if everything held still in the end. */
    boolean isSettled() {
        return settled;
    }

    /** From the end of the last fault until all was settled. */
    long settleNanos() {
        return settleNanos;
    }

    /** What became of the seed. */
    SeedOutcome outcome(List<Violation> violations, SortedMap<String, Long> figures) {
        scheduler.trace().add(witness.acked().size());
        return new SeedOutcome(
                seed,
                scheduler.trace().value(),
                scheduler.nowNanos(),
                scheduler.events(),
                faults.counts(),
                witness.acked().size(),
                settleNanos,
                violations,
                figures);
    }

    /** How often to look, how many looks in a row must please, and when to give up. */
    record Looks(long everyNanos, int count, long maxNanos) {}
}

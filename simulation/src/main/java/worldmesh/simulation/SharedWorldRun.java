package worldmesh.simulation;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import worldmesh.simulation.fault.FaultPlan;
import worldmesh.simulation.node.SimNode;
import worldmesh.simulation.node.Surroundings;
import worldmesh.simulation.plant.Plant;
import worldmesh.simulation.report.SeedOutcome;
import worldmesh.testkit.check.Violation;

/** One seed of the shared world: people play while things go wrong, then all is quiet, then everything is compared. */
final class SharedWorldRun {
    private static final long MILLI = 1_000_000;

    private static final int LOG_ENTRIES_KEPT = 4_096;

    private static final long PLAY_NANOS = 8_000 * MILLI;

    /**
     * Links die after 4 s of silence and are tried again within 8; whoever is not equal by then never will be. Equal
     * for eight looks: two reports of vectors would have shown a difference.
     */
    private static final Cluster.Looks LOOKS = new Cluster.Looks(500 * MILLI, 8, 40_000 * MILLI);

    /** The lesser of two draws: most bugs need few machines, and many cost the square of their number. */
    private static final int NODES_MIN = 2;

    private static final int NODES_MAX = 8;

    private final Cluster cluster;

    SharedWorldRun(long seed, Plant plant) {
        var random = new SplittableRandom(seed);
        this.cluster = new Cluster(seed, random, LOG_ENTRIES_KEPT);
        int count = Math.min(random.nextInt(NODES_MIN, NODES_MAX + 1), random.nextInt(NODES_MIN, NODES_MAX + 1));
        FaultPlan plan = FaultPlan.draw(random.split(), count, PLAY_NANOS);
        var around = new Surroundings(
                cluster.scheduler,
                cluster.network,
                cluster.signatures,
                List.of(Cluster.address(0)),
                null,
                cluster.witness,
                (machine, event) -> {},
                (from, to, message) -> {},
                cluster.cut,
                1,
                plant,
                seed);
        cluster.build(random, count, plan, around);
        for (SimNode node : cluster.nodes) {
            long delay = node.machine().index() == 0 ? 0 : random.nextLong(1_500 * MILLI);
            cluster.scheduler.after(delay, node::start);
        }
    }

    SeedOutcome run() {
        List<Violation> violations = cluster.violations(
                this::play,
                () -> new SharedWorldChecks(cluster.nodes, cluster.signatures)
                        .violations(cluster.witness.acked().keySet()));
        return cluster.outcome(violations, Collections.emptySortedMap());
    }

    private void play() {
        cluster.scheduler.runUntil(PLAY_NANOS);
        cluster.faults.stop();
        cluster.nodes.forEach(SimNode::stopPlaying);
        cluster.settle(this::settled, LOOKS);
    }

    /** All replicas are equal and no command is open. */
    private boolean settled() {
        Set<String> digests = Set.copyOf(NodeChecks.digests(cluster.nodes).values());
        boolean answered = cluster.nodes.stream().allMatch(node -> node.running() && node.unanswered() == 0);
        return answered && digests.size() == 1;
    }
}

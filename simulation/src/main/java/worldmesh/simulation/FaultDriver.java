package worldmesh.simulation;

import java.util.List;
import worldmesh.runtime.identity.PeerId;
import worldmesh.simulation.fault.FaultEvent;
import worldmesh.simulation.fault.FaultPlan;
import worldmesh.simulation.node.SimNode;
import worldmesh.simulation.report.FaultCounts;
import worldmesh.testkit.net.NetworkFaults;
import worldmesh.testkit.net.SimulatedNetwork;
import worldmesh.testkit.sim.Scheduler;
import worldmesh.world.command.CommandId;

/** Makes the faults of a plan happen, until it is told to stop. One thread. */
final class FaultDriver {
    private final Scheduler scheduler;
    private final SimulatedNetwork network;
    private final List<SimNode> nodes;
    private long crashOnReceiptNanos = -1;
    private long crashes;
    private long partitions;
    private boolean over;

    FaultDriver(Scheduler scheduler, SimulatedNetwork network, List<SimNode> nodes) {
        this.scheduler = scheduler;
        this.network = network;
        this.nodes = nodes;
    }

    void start(FaultPlan plan) {
        network.setFaults(plan.network());
        for (FaultEvent event : plan.events()) {
            scheduler.at(event.atNanos(), () -> strike(event));
        }
    }

    private void strike(FaultEvent event) {
        if (over) {
            return;
        }
        if (event instanceof FaultEvent.Crash crash) {
            crash(nodes.get(crash.node()), crash.downNanos());
        } else if (event instanceof FaultEvent.CrashOnReceipt armed) {
            crashOnReceiptNanos = armed.downNanos();
        } else if (event instanceof FaultEvent.Partition partition) {
            part(partition);
        } else if (event instanceof FaultEvent.LostSync lost
                && nodes.get(lost.node()).running()) {
            nodes.get(lost.node()).machine().disk().failNextSync();
        }
    }

    private void crash(SimNode node, long downNanos) {
        if (node.running()) {
            crashes++;
            node.crash(downNanos);
        }
    }

    private void part(FaultEvent.Partition partition) {
        partitions++;
        for (SimNode node : nodes) {
            int index = node.machine().index();
            network.assignSide(node.machine().address(), partition.side() >> index & 1);
        }
        scheduler.after(partition.durationNanos(), network::heal);
    }

    /** The host dies at the worst moment: when somebody else has just been told that a command is safe. */
    void onAck(CommandId command) {
        PeerId host = nodes.get(0).machine().signer().peer();
        if (crashOnReceiptNanos >= 0 && !over && !command.player().equals(host)) {
            long down = crashOnReceiptNanos;
            crashOnReceiptNanos = -1;
            scheduler.after(0, () -> crash(nodes.get(0), down));
        }
    }

    /** No fault happens any more; machines that are down still come up. */
    void stop() {
        over = true;
        network.heal();
        network.setFaults(NetworkFaults.none());
    }

    FaultCounts counts() {
        long diskFaults =
                nodes.stream().mapToLong(node -> node.machine().disk().faults()).sum();
        return new FaultCounts(crashes, partitions, network.dropped(), diskFaults);
    }
}

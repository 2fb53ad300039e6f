package worldmesh.simulation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.port.AuthorityStatus;
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
    /** A fault that cannot strike now, since its machine is down, strikes this much later. */
    private static final long AGAIN_NANOS = 200_000_000;

    /** Who was thrown out looks at the farewell for so long. */
    private static final long FAREWELL_NANOS = 1_000_000_000;

    /** The successor's disk is late by less than this: either of the two may be the first that the others hear. */
    private static final long LATE_NANOS = 250_000_000;

    /** Nobody is thrown out of a smaller party. */
    private static final int KICK_NODES_MIN = 4;

    private final Scheduler scheduler;
    private final SimulatedNetwork network;
    private final List<SimNode> nodes;
    private final TakeoverWatch watch;
    private long crashOnReceiptNanos = -1;
    private long crashes;
    private long partitions;
    private long parted;
    private boolean over;
    private @Nullable SimNode replaced;
    private FaultEvent.@Nullable StallUntilReplaced stalling;
    private @Nullable PeerId successor;

    FaultDriver(Scheduler scheduler, SimulatedNetwork network, List<SimNode> nodes, TakeoverWatch watch) {
        this.scheduler = scheduler;
        this.network = network;
        this.nodes = nodes;
        this.watch = watch;
    }

    void start(FaultPlan plan) {
        network.setFaults(plan.network());
        for (FaultEvent event : plan.events()) {
            scheduler.at(event.atNanos(), () -> strike(event));
        }
    }

    private void strike(FaultEvent event) {
        boolean owed = event instanceof FaultEvent.LostSync && diskFaults() == 0;
        if (over && !owed) {
            return;
        }
        if (event instanceof FaultEvent.Partition partition) {
            part(partition.side(), partition.durationNanos());
        } else if (event instanceof FaultEvent.LostSync lost) {
            loseSync(lost);
        } else if (event instanceof FaultEvent.Crash crash) {
            crash(nodes.get(crash.node()), crash.downNanos());
        } else if (event instanceof FaultEvent.CrashHolder crash) {
            crashHolder(crash.downNanos());
        } else if (event instanceof FaultEvent.CrashOnReceipt armed) {
            crashOnReceiptNanos = armed.downNanos();
        } else if (event instanceof FaultEvent.Blackout blackout) {
            nodes.forEach(
                    node -> crash(node, blackout.downNanos().get(node.machine().index())));
        } else {
            act(event);
        }
    }

    /** What people do, and what stands still. */
    private void act(FaultEvent event) {
        watch.disturbed();
        if (event instanceof FaultEvent.Stall stall) {
            SimNode node = stall.node() == FaultEvent.HOLDER ? holder() : nodes.get(stall.node());
            node.stall(stall.durationNanos());
        } else if (event instanceof FaultEvent.StallUntilReplaced stall) {
            replaced = holder();
            stalling = stall;
            replaced.stall(stall.longestNanos());
        } else if (event instanceof FaultEvent.Leave leave) {
            nodes.get(leave.node()).leave(leave.awayNanos());
        } else if (event instanceof FaultEvent.Kick kick) {
            kick(nodes.get(kick.node()));
        } else if (event instanceof FaultEvent.Adopt adopt) {
            nodes.get(adopt.node()).adopt();
        }
    }

    /** Strikes until it has, one after the other, since a disk may have nothing to sync: every seed has its fault. */
    private void loseSync(FaultEvent.LostSync lost) {
        SimNode node = nodes.get(lost.node());
        long before = node.machine().disk().faults();
        if (node.running()) {
            node.machine().disk().failNextSync();
            watch.disturbed();
        }
        scheduler.after(AGAIN_NANOS, () -> {
            if (node.machine().disk().faults() == before) {
                strike(new FaultEvent.LostSync(lost.atNanos(), (lost.node() + 1) % nodes.size()));
            }
        });
    }

    /** Every seed has its crash of a holder, later if nobody holds the role now. */
    private void crashHolder(long downNanos) {
        SimNode node = holder();
        if (node.running()) {
            crash(node, downNanos);
        } else if (!over || crashes == 0) {
            scheduler.after(AGAIN_NANOS, () -> crashHolder(downNanos));
        }
    }

    private void kick(SimNode target) {
        SimNode holder = holder();
        if (holder != target && holder.holds() && target.running() && mayLose(target, holder.authorityStatus())) {
            holder.ban(target.machine().signer().peer());
            scheduler.after(FAREWELL_NANOS, target::retire);
        }
    }

    /** A party that lost some for good waits for them forever if those who are left are too few to go on. */
    private boolean mayLose(SimNode target, @Nullable AuthorityStatus status) {
        List<PeerId> roster = status == null ? List.of() : status.roster();
        long left = nodes.stream()
                .filter(node -> node != target
                        && !node.out()
                        && roster.contains(node.machine().signer().peer()))
                .count();
        return roster.size() >= KICK_NODES_MIN && 2 * left > roster.size() + 1;
    }

    private void crash(SimNode node, long downNanos) {
        if (node.running()) {
            crashes++;
            watch.onCrash(node, nodes, parted > 0);
            node.crash(downNanos);
        }
    }

    /** Parts the network for a while; sides are bits of the nodes' numbers. */
    void part(int sides, long durationNanos) {
        partitions++;
        parted++;
        watch.disturbed();
        for (SimNode node : nodes) {
            int index = node.machine().index();
            network.assignSide(node.machine().address(), sides >> index & 1);
        }
        scheduler.after(durationNanos, () -> {
            parted--;
            network.heal();
        });
    }

    /** Whoever holds the authority now; the founder while nobody does. */
    private SimNode holder() {
        return nodes.stream().filter(SimNode::holds).findFirst().orElse(nodes.get(0));
    }

    /** The holder dies at the worst moment: when somebody else has just been told that a command is safe. */
    void onAck(CommandId command) {
        if (crashOnReceiptNanos < 0 || over) {
            return;
        }
        SimNode holder = holder();
        if (!command.player().equals(holder.machine().signer().peer())) {
            long down = crashOnReceiptNanos;
            crashOnReceiptNanos = -1;
            scheduler.after(0, () -> crash(holder, down));
        }
    }

    /**
     * Somebody promised the role to another: who stood still goes on, before that one holds it. Its disk is slow just
     * then, and for a while the two do not hear each other: both can speak to the others as their holder.
     */
    void onPromise(PeerId candidate) {
        SimNode back = replaced;
        FaultEvent.StallUntilReplaced event = stalling;
        if (back != null && event != null && !over && !candidate.equals(peer(back))) {
            replaced = null;
            successor = candidate;
            watch.disturbed();
            SimNode next = node(candidate);
            next.machine().disk().delayNextSync(scheduler.nowNanos() % LATE_NANOS);
            mute(next, back, event.rivalsNanos());
            scheduler.after(0, back::resume);
        }
    }

    /** A holder introduces itself: the one that was waited for is then not heard for a while. */
    void onLead(PeerId holder) {
        FaultEvent.StallUntilReplaced event = stalling;
        PeerId expected = successor;
        if (event != null && expected != null && !over && holder.equals(expected)) {
            successor = null;
            SimNode next = node(holder);
            nodes.stream().filter(node -> node != next).forEach(node -> mute(next, node, event.unheardNanos()));
        }
    }

    private void mute(SimNode one, SimNode other, long nanos) {
        if (nanos > 0) {
            network.mute(one.machine().address(), other.machine().address(), nanos);
        }
    }

    private SimNode node(PeerId peer) {
        return nodes.stream()
                .filter(node -> peer(node).equals(peer))
                .findFirst()
                .orElseThrow();
    }

    private static PeerId peer(SimNode node) {
        return node.machine().signer().peer();
    }

    /** No fault happens any more, but what every seed has to have; machines that are down still come up. */
    void stop() {
        over = true;
        network.heal();
        network.setFaults(NetworkFaults.none());
    }

    /** True until every fault has struck that each seed has to have. */
    boolean isOwing() {
        return crashes == 0 || diskFaults() == 0;
    }

    FaultCounts counts() {
        return new FaultCounts(crashes, partitions, network.dropped(), diskFaults());
    }

    private long diskFaults() {
        return nodes.stream().mapToLong(node -> node.machine().disk().faults()).sum();
    }
}

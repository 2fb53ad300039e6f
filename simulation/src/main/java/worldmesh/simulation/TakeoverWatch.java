package worldmesh.simulation;

import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.port.AuthorityStatus;
import worldmesh.runtime.identity.PeerId;
import worldmesh.simulation.node.SimNode;
import worldmesh.testkit.disk.SimulatedDisk;
import worldmesh.testkit.sim.Scheduler;

/**
 * Measures takeovers: from the death of a holder that left a majority behind to the first acknowledgement under a later
 * epoch. Whatever else happens meanwhile spoils the measurement, not the promise: it is counted apart. So is a takeover
 * in which a disk stalled: candidate, voters and holder each wait for their disks, one after the other. One thread.
 */
final class TakeoverWatch {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Scheduler scheduler;
    private long killedNanos = -1;
    private long epoch;
    private long maxMillis;
    private long count;
    private long spoilt;
    private List<SimulatedDisk> disks = List.of();
    private long faultsBefore;
    private long stallsBefore;
    private long stalledCount;
    private long stalledMaxMillis;

    TakeoverWatch(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** A machine is about to die. */
    void onCrash(SimNode dying, List<SimNode> nodes, boolean parted) {
        AuthorityStatus status = dying.authorityStatus();
        disturbed();
        if (!parted && dying.holds() && status != null && leavesMajority(status, dying, nodes)) {
            killedNanos = scheduler.nowNanos();
            epoch = status.epoch();
            disks = nodes.stream().map(node -> node.machine().disk()).toList();
            faultsBefore = sum(SimulatedDisk::faults);
            stallsBefore = sum(SimulatedDisk::longStalls);
        }
    }

    private long sum(ToLongFunction<SimulatedDisk> count) {
        return disks.stream().mapToLong(count).sum();
    }

    private static boolean leavesMajority(AuthorityStatus status, SimNode dying, List<SimNode> nodes) {
        List<PeerId> roster = status.roster();
        long left = nodes.stream()
                .filter(node -> node != dying && isFollowing(node, status))
                .filter(node -> roster.contains(node.machine().signer().peer()))
                .count();
        return 2 * left > roster.size();
    }

    private static boolean isFollowing(SimNode node, AuthorityStatus status) {
        @Nullable AuthorityStatus theirs = node.authorityStatus();
        return theirs != null
                && !node.stalled()
                && theirs.role() == AuthorityStatus.Role.FOLLOWER
                && theirs.epoch() == status.epoch();
    }

    /** Something else happened: what is being measured is no takeover of its own any more. */
    void disturbed() {
        spoilt += killedNanos >= 0 ? 1 : 0;
        killedNanos = -1;
    }

    /** A player was told that a command is safe. */
    void onAck(long ackEpoch) {
        if (killedNanos >= 0 && sum(SimulatedDisk::faults) > faultsBefore) {
            disturbed(); // it was asked to fail before, and had nothing to sync until now
        }
        if (killedNanos >= 0 && ackEpoch > epoch) {
            long millis = (scheduler.nowNanos() - killedNanos) / NANOS_PER_MILLI;
            killedNanos = -1;
            if (sum(SimulatedDisk::longStalls) > stallsBefore) {
                stalledMaxMillis = Math.max(stalledMaxMillis, millis);
                stalledCount++;
            } else {
                maxMillis = Math.max(maxMillis, millis);
                count++;
            }
        }
    }

    /** How many were measured in which a disk stalled. */
    long stalledCount() {
        return stalledCount;
    }

    /** The longest of those. */
    long stalledMaxMillis() {
        return stalledMaxMillis;
    }

    /** The longest one. */
    long maxMillis() {
        return maxMillis;
    }

    /** How many were not measured, since something else happened before they were over. */
    long spoilt() {
        return spoilt;
    }

    /** How many were measured. */
    long count() {
        return count;
    }
}

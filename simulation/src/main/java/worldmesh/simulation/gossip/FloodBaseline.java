package worldmesh.simulation.gossip;

import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/**
 * How soon a flood would bring a message to each peer: the shortest way over the links there are, where no datagram is
 * lost and none waits for another. No protocol on these links is faster. Confined to one run.
 */
final class FloodBaseline {
    static final long NEVER = Long.MAX_VALUE;

    private final GossipNet net;
    private final long[][] known;
    private final long[] versions;

    private int lastHop;

    private record Step(long nanos, SimPeer peer, int hops) {}

    FloodBaseline(GossipNet net) {
        this.net = net;
        this.known = new long[net.peers().size()][];
        this.versions = new long[net.peers().size()];
    }

    /** The most hops that a shortest way has. */
    int lastHop() {
        return lastHop;
    }

    /** Nanoseconds from the source to each peer, by index, over the neighbours of this moment. */
    long[] from(SimPeer source, int bytes) {
        long[] before = known[source.index];
        if (before != null && versions[source.index] == net.version()) {
            return before;
        }
        long[] nanos = new long[known.length];
        Arrays.fill(nanos, NEVER);
        nanos[source.index] = 0;
        var queue = new PriorityQueue<Step>((one, two) -> Long.compare(one.nanos(), two.nanos()));
        queue.add(new Step(0, source, 0));
        for (Step step = queue.poll(); step != null; step = queue.poll()) {
            if (step.nanos() > nanos[step.peer().index]) {
                continue;
            }
            lastHop = Math.max(lastHop, step.hops());
            List<SimPeer> neighbours = step.peer().neighbours();
            for (SimPeer next : neighbours) {
                long at = step.nanos() + step.peer().nanosToSend(bytes) + net.latencyNanos(step.peer(), next);
                if (next.alive && at < nanos[next.index]) {
                    nanos[next.index] = at;
                    queue.add(new Step(at, next, step.hops() + 1));
                }
            }
        }
        known[source.index] = nanos;
        versions[source.index] = net.version();
        return nanos;
    }
}

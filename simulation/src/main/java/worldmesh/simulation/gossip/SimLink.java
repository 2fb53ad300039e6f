package worldmesh.simulation.gossip;

import org.jspecify.annotations.Nullable;

/** A link between two simulated peers: frames of one way arrive in order. Each end holds it until it knows better. */
final class SimLink {
    final SimPeer a;
    final SimPeer b;
    /** What fits into one datagram besides its headers. */
    private static final int PACKED_BYTES = 1_150;

    private long packingNanos = -1;
    private @Nullable SimPeer packingTo;
    private int packedBytes;
    private long lastToA;
    private long lastToB;

    SimLink(SimPeer a, SimPeer b) {
        this.a = a;
        this.b = b;
    }

    SimPeer other(SimPeer of) {
        return of == a ? b : a;
    }

    /** True if a frame shares the datagram of one that was sent at the same moment, as links pack them. */
    boolean packs(SimPeer to, int bytes, long nowNanos) {
        boolean packs = packingTo == to && packingNanos == nowNanos && packedBytes + bytes <= PACKED_BYTES;
        packedBytes = packs ? packedBytes + bytes : bytes;
        packingTo = to;
        packingNanos = nowNanos;
        return packs;
    }

    /** When a frame arrives that would at this time: not before those that were sent earlier. */
    long arrival(SimPeer to, long nanos) {
        if (to == a) {
            lastToA = Math.max(lastToA, nanos);
            return lastToA;
        }
        lastToB = Math.max(lastToB, nanos);
        return lastToB;
    }
}

package worldmesh.authority.rendezvous;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.rendezvous.NodeFrame;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.rate.TokenBucket;
import worldmesh.world.hash.Hash;

/** One connection at the desk: who it is once that is proved, and what it may send. Confined to the desk. */
final class Caller {
    final long connection;
    final AddressKey from;
    final byte[] nonce;
    final TokenBucket control;
    final TokenBucket bytes;
    final TokenBucket knocking;
    final TokenBucket knocked;
    final Set<Long> letIn = new LinkedHashSet<>();

    @Nullable Hash world;

    @Nullable PeerId peer;

    long number;
    long expiresNanos;

    Caller(long connection, AddressKey from, byte[] nonce, DeskLimits limits, long now) {
        this.connection = connection;
        this.from = from;
        this.nonce = nonce;
        this.control = new TokenBucket(DeskLimits.CONTROL_PER_SECOND, DeskLimits.CONTROL_BURST, now);
        this.bytes = new TokenBucket((double) limits.peerBytesPerSecond(), limits.peerBytesPerSecond() * 0.5, now);
        this.knocking = new TokenBucket(DeskLimits.STRANGER_PER_SECOND, DeskLimits.STRANGER_BURST, now);
        this.knocked = new TokenBucket(DeskLimits.KNOCKS_PER_SECOND, DeskLimits.KNOCKS_BURST, now);
        this.expiresNanos = now + DeskLimits.REGISTER_NANOS;
    }

    void letIn(long name) {
        letIn.remove(name);
        letIn.add(name);
        if (letIn.size() > DeskLimits.LET_IN_MAX) {
            letIn.remove(letIn.iterator().next());
        }
    }

    /** True if {@code other} may send to this one as to no stranger. */
    boolean knows(PeerId other) {
        return letIn.contains(NodeFrame.name(other));
    }
}

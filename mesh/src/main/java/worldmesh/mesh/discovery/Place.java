package worldmesh.mesh.discovery;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;

/**
 * Where a member may be. Immutable; arrays are copied.
 *
 * @param addresses of one machine, at least one, the best first
 * @param peer who is expected there; null to trust whoever answers
 * @param world the 32 bytes of the world's id; null if that is not known
 * @param secret proves an invitation; empty without one
 */
@SuppressWarnings("ArrayRecordComponent")
public record Place(
        List<InetSocketAddress> addresses, @Nullable PeerId peer, byte @Nullable [] world, byte[] secret) {
    /** Copies. */
    public Place {
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("a place has an address");
        }
        addresses = List.copyOf(addresses);
        world = world == null ? null : world.clone();
        secret = secret.clone();
    }

    /** Where a peer is, and nothing else is known. */
    public static Place of(List<InetSocketAddress> addresses, @Nullable PeerId peer) {
        return new Place(addresses, peer, null, new byte[0]);
    }

    /** True if it may be of the world with that id. */
    public boolean fits(byte @Nullable [] wanted) {
        return wanted == null || world == null || Arrays.equals(world, wanted);
    }

    @Override
    public byte @Nullable [] world() {
        return world == null ? null : world.clone();
    }

    @Override
    public byte[] secret() {
        return secret.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Place that
                && addresses.equals(that.addresses)
                && Objects.equals(peer, that.peer)
                && Arrays.equals(world, that.world)
                && Arrays.equals(secret, that.secret);
    }

    @Override
    public int hashCode() {
        return addresses.hashCode();
    }

    /** Without the secret, so that it can be logged. */
    @Override
    public String toString() {
        return "place of " + (peer == null ? "anybody" : peer.brief());
    }
}

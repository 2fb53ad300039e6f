package worldmesh.peer.core;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;

/**
 * What a joiner knows of the party it looks for.
 *
 * @param expected who answers at the address, or null to trust whoever does
 * @param world the 32 bytes of the world's id, or null for any
 * @param secret proves an invitation, or empty
 */
@SuppressWarnings("ArrayRecordComponent")
public record JoinRequest(@Nullable PeerId expected, byte @Nullable [] world, byte[] secret) {
    /** Trusts whoever answers. */
    public static final JoinRequest ANYBODY = new JoinRequest(null, null, new byte[0]);

    /** Expects this peer, as a LAN announcement names it. */
    public static JoinRequest expecting(PeerId peer) {
        return new JoinRequest(peer, null, new byte[0]);
    }
}

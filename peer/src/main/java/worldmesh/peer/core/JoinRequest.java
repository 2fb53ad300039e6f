package worldmesh.peer.core;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.roster.Whereabouts;
import worldmesh.runtime.identity.PeerId;

/**
 * What a joiner knows of the party it looks for.
 *
 * @param expected who answers at the address, or null to trust whoever does
 * @param world the 32 bytes of the world's id, or null for any
 * @param secret proves an invitation, or empty
 * @param others further addresses of the same machine, tried beside the first
 * @param standIns further members that the invitation names, tried a little later
 */
@SuppressWarnings("ArrayRecordComponent")
public record JoinRequest(
        @Nullable PeerId expected,
        byte @Nullable [] world,
        byte[] secret,
        List<InetSocketAddress> others,
        List<Whereabouts> standIns) {
    /** Copies the lists. */
    public JoinRequest {
        others = List.copyOf(others);
        standIns = List.copyOf(standIns);
    }

    /** At one address. */
    public JoinRequest(@Nullable PeerId expected, byte @Nullable [] world, byte[] secret) {
        this(expected, world, secret, List.of(), List.of());
    }

    /** Trusts whoever answers. */
    public static final JoinRequest ANYBODY = new JoinRequest(null, null, new byte[0]);

    /** Expects this peer, as a LAN announcement names it. */
    public static JoinRequest expecting(PeerId peer) {
        return new JoinRequest(peer, null, new byte[0]);
    }

    /** The same, at one of these addresses; the first is the one that is named beside the request. */
    public JoinRequest at(List<InetSocketAddress> addresses) {
        return new JoinRequest(expected, world, secret, addresses.subList(1, addresses.size()), standIns);
    }

    /** The same, with these members to turn to if nobody answers there. */
    public JoinRequest or(List<Whereabouts> further) {
        return new JoinRequest(expected, world, secret, others, further);
    }

    /** All addresses, {@code first} before the others. */
    List<InetSocketAddress> addresses(InetSocketAddress first) {
        List<InetSocketAddress> all = new ArrayList<>(List.of(first));
        all.addAll(others);
        return all;
    }
}

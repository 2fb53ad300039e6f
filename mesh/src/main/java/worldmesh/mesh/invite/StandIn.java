package worldmesh.mesh.invite;

import worldmesh.runtime.identity.PeerId;

/**
 * A member that an invitation names beside the one that gave it.
 *
 * @param peer whom to expect there
 * @param host a name or an address, not resolved; an IPv6 address without brackets
 * @param port 1..65535
 */
public record StandIn(PeerId peer, String host, int port) {
    /** The longest host: any address, or a short name. */
    public static final int MAX_HOST_CHARACTERS = 64;

    /** Refuses what cannot stand in a link. */
    public StandIn {
        boolean proper = !host.isEmpty()
                && host.length() <= MAX_HOST_CHARACTERS
                && host.chars().allMatch(Invite::hostCharacter);
        if (!proper || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("not an invitation: the further member's place '" + host + "', port "
                    + port + ", must be a name or an address of at most " + MAX_HOST_CHARACTERS
                    + " characters and a port within 1..65535");
        }
    }
}

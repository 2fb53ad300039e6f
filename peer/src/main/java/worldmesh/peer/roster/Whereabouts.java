package worldmesh.peer.roster;

import java.net.InetSocketAddress;
import worldmesh.runtime.identity.PeerId;

/**
 * Where a member was reached last.
 *
 * @param peer who
 * @param address its UDP address as seen from here
 */
public record Whereabouts(PeerId peer, InetSocketAddress address) {}

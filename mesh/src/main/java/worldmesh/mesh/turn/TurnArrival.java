package worldmesh.mesh.turn;

import java.net.InetSocketAddress;

/**
 * A datagram of a peer, in the array it came in.
 *
 * @param peer who sent it, as the server saw it
 * @param offset where it begins
 * @param length how long it is
 */
public record TurnArrival(InetSocketAddress peer, int offset, int length) {}

package worldmesh.peer.doctor;

import java.net.InetSocketAddress;

/**
 * Where a member of the same world may be.
 *
 * @param text as it is named: {@code HOST:PORT}, or an invitation
 * @param address where that is
 */
public record NamedPlace(String text, InetSocketAddress address) {}

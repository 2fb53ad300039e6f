package worldmesh.mesh.lan;

import java.net.InetSocketAddress;

/** A party heard on the local network: where to connect and what it said. */
public record LanSighting(InetSocketAddress address, LanAnnouncement announcement) {}

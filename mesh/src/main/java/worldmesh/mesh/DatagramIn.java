package worldmesh.mesh;

import java.net.InetSocketAddress;

/** A datagram as it arrived; the array is only lent. */
@SuppressWarnings("ArrayRecordComponent")
record DatagramIn(InetSocketAddress from, byte[] data, int length) {}

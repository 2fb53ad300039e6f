package worldmesh.mesh.relay;

import worldmesh.runtime.identity.PeerId;

/**
 * What a frame of a relay calls a peer: the first seven bytes of its id, little-endian. With more a full datagram would
 * not fit into one that every IPv6 network carries. It only says where to: the two ends prove to each other who they
 * are.
 */
public final class RelayName {
    /** The size of a name. */
    public static final int BYTES = 7;

    private RelayName() {}

    /** The name of {@code peer}. */
    public static long of(PeerId peer) {
        byte[] id = peer.bytes();
        long name = 0;
        for (int i = BYTES - 1; i >= 0; i--) {
            name = (name << 8) | (id[i] & 0xFF);
        }
        return name;
    }
}

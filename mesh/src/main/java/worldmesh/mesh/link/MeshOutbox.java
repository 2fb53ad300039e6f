package worldmesh.mesh.link;

import java.net.InetSocketAddress;

/** Takes the effects of the mesh in the order they are decided. */
public interface MeshOutbox {
    /** Sends {@code length} bytes of {@code data} from {@code offset}; the array is only lent for the call. */
    void datagram(InetSocketAddress to, byte[] data, int offset, int length);

    /** Reports to the user of the mesh. */
    void signal(MeshSignal signal);

    /**
     * True if the user can take more messages. While false, records that carry reliable data are left unacknowledged,
     * so that their senders slow down and send them again.
     */
    default boolean ready() {
        return true;
    }
}

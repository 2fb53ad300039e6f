package worldmesh.mesh.link;

import java.net.InetSocketAddress;
import worldmesh.runtime.identity.PeerId;

/** Takes the effects of the mesh in the order they are decided. */
public interface MeshOutbox {
    /** Sends {@code length} bytes of {@code data} from {@code offset}; the array is only lent for the call. */
    void datagram(InetSocketAddress to, byte[] data, int offset, int length);

    /** Reports to the user of the mesh. */
    void signal(MeshSignal signal);

    /** Hands a message to the user; the payload is lent for the call. */
    default void message(PeerId from, Lane lane, int stream, Payload payload) {
        signal(new MeshSignal.Received(from, lane, stream, payload.copy()));
    }

    /**
     * True if the user can take more messages of {@code from}. While false, its records that carry reliable data are
     * left unacknowledged, so that it slows down and sends them again.
     */
    default boolean ready(PeerId from) {
        return true;
    }
}

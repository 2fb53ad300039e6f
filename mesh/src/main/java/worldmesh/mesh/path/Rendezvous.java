package worldmesh.mesh.path;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;

/**
 * A node that both sides reach where they do not reach each other: it knows who of a world is there, and carries sealed
 * datagrams until a direct way is found. Nothing here blocks.
 */
public interface Rendezvous {
    /** No node. */
    Rendezvous NONE = new Rendezvous() {
        @Override
        public void meet(byte[] world) {}

        @Override
        public @Nullable InetSocketAddress way(PeerId peer) {
            return null;
        }

        @Override
        public void letIn(PeerId peer) {}

        @Override
        public List<PeerId> present() {
            return List.of();
        }
    };

    /** Is there for members of the world with this id from now on, whatever becomes of the connection. */
    void meet(byte[] world);

    /** The address that leads to {@code peer} through the node, there or not; null while this peer is not there. */
    @Nullable InetSocketAddress way(PeerId peer);

    /** The node carries for that peer at full rate from now on, not as for a stranger. */
    void letIn(PeerId peer);

    /** Who else of the world is there, as the node said last. */
    List<PeerId> present();

    /** True if what is reliable is to go this way also where a direct way carries. */
    default boolean carriesStreams() {
        return false;
    }
}

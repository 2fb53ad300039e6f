package worldmesh.authority.rendezvous;

import worldmesh.mesh.rendezvous.NodeRefusal;

/** What a {@link RendezvousDesk} wants done. */
public interface DeskOutbox {
    /** A frame is to be sent over that connection; one that is slow loses it. */
    void send(long connection, byte[] frame);

    /** That connection is to be ended. */
    void close(long connection, NodeRefusal reason);
}

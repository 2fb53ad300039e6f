package worldmesh.mesh.link;

import worldmesh.runtime.identity.PeerId;

/**
 * Hears a mesh at once, on the threads that receive: for users that answer quickly and never block. It may send from
 * within a call.
 */
public interface LinkListener {
    /** Something happened to a link; never {@link MeshSignal.Received}. */
    void onSignal(MeshSignal signal);

    /** A message arrived. The payload is lent for the call: nothing is made for a message that is only read. */
    void onMessage(PeerId from, Lane lane, int stream, Payload payload);
}

package worldmesh.mesh.group;

import worldmesh.runtime.identity.PeerId;

/** Sends a party's frames over the links. */
@FunctionalInterface
interface PartyLinks {
    /** Sends {@code frame}, which may get lost. */
    void send(PeerId to, byte[] frame);
}

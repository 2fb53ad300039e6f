package worldmesh.mesh.group;

import worldmesh.runtime.identity.PeerId;

/** A party's links: carry its frames, and watch over its members' lives. */
interface PartyLinks {
    /** Sends {@code frame}, which may get lost. */
    void send(PeerId to, byte[] frame);

    /** Leaves the watch over a peer to others, or takes it up again. */
    void calm(PeerId peer, boolean others);

    /** Asks a peer for a sign of life now; it is suspected or not any more when the time for an answer is over. */
    void doubt(PeerId peer);
}

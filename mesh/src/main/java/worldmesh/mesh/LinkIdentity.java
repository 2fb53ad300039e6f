package worldmesh.mesh;

import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;

/**
 * Who is at the other end of a link and how the two ends address each other.
 *
 * @param instance the number the peer's process drew at its start
 * @param initiator true if this side began the handshake
 */
record LinkIdentity(PeerId peer, PublicKey key, long instance, boolean initiator, int localCid, int remoteCid) {
    /** The connection id that the initiator drew: the same number at both ends. */
    int initiatorCid() {
        return initiator ? localCid : remoteCid;
    }
}

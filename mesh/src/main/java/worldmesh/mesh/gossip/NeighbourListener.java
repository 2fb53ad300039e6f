package worldmesh.mesh.gossip;

import worldmesh.runtime.identity.PeerId;

/** Hears who becomes a neighbour and who is none any more. */
interface NeighbourListener {
    void onNeighbourUp(PeerId peer, long nowNanos, GossipOutbox out);

    void onNeighbourDown(PeerId peer, long nowNanos, GossipOutbox out);
}

package worldmesh.mesh.gossip.wire;

/** One frame between two neighbours, docs/wire-gossip.md. */
public sealed interface GossipFrame permits ViewFrame, TreeFrame {}

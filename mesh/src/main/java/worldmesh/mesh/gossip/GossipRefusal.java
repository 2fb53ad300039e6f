package worldmesh.mesh.gossip;

/** Why something that a peer sent did not count. */
public enum GossipRefusal {
    /** No frame of ours, or beyond a limit of the wire. */
    MALFORMED,
    /** From a peer that is no neighbour, or no link at all. */
    STRANGER,
    /** More than a neighbour may send or ask for. */
    FLOOD,
    /** An index that was never bound, or an exchange that nobody began. */
    UNKNOWN,
    /** Of a topic nobody here subscribes to. */
    UNWANTED,
    /** A message in this peer's name that it did not publish. */
    FORGED,
    /** What the guard does not admit: unsigned, banned, out of turn. */
    NOT_ADMITTED,
    /** A number that is too far from what is known of the stream. */
    OUT_OF_RANGE,
    /** A table is full. */
    FULL
}

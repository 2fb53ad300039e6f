package worldmesh.world.sync;

/** What a batch waits for. */
public enum ParkReason {
    /** The certificate of its replica. */
    UNKNOWN_REPLICA,
    /** An earlier batch of the same replica in the same sector. */
    MISSING_PREDECESSOR,
    /** A grant or claim that it names. */
    UNKNOWN_PROOF,
    /** World time: its stamp is too far ahead. */
    FAR_AHEAD
}

package worldmesh.world.replica;

/** Why a batch will never be part of the world. */
public enum RejectReason {
    /** It belongs to another world. */
    FOREIGN_WORLD,
    /** Its signature is not the author's. */
    BAD_SIGNATURE,
    /** Its author was cut off before this batch. */
    REVOKED,
    /** Its stamp is not after that of its predecessor. */
    STALE_STAMP,
    /** Another batch of this number is known: the author forked its history. */
    EQUIVOCATION,
    /** No room to wait; catch-up brings it again. */
    PARKING_FULL
}

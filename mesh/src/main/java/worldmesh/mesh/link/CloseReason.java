package worldmesh.mesh.link;

/** Why a link ended. The numbers are on the wire: none is ever given to another reason. */
public enum CloseReason {
    /** The other side, or this one, left in good order. */
    LEFT(0),
    /** Nothing was heard for the time-out. */
    TIMED_OUT(1),
    /** A newer link to the same peer took its place. */
    REPLACED(2),
    /** The session above refused the peer: foreign world, wrong schema, ban. */
    REFUSED(3),
    /** The other side broke the protocol inside authenticated records. */
    PROTOCOL_ERROR(4),
    /** A bound on links was reached. */
    OVERLOADED(5),
    /** Two peers connected to each other at once and the other link of the two was kept. */
    DUPLICATE(6);

    private static final CloseReason[] ALL = values();

    private final int wire;

    CloseReason(int wire) {
        this.wire = wire;
    }

    /** The number on the wire. */
    public int wire() {
        return wire;
    }

    /** The reason with this number; an unknown one, from a newer peer, reads as {@link #LEFT}. */
    public static CloseReason ofWire(int number) {
        for (CloseReason reason : ALL) {
            if (reason.wire == number) {
                return reason;
            }
        }
        return LEFT;
    }
}

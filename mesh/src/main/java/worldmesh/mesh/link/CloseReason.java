package worldmesh.mesh.link;

/** Why a link ended; travels as its ordinal, so new reasons go to the end. */
public enum CloseReason {
    /** The other side, or this one, left in good order. */
    LEFT,
    /** Nothing was heard for the time-out. */
    TIMED_OUT,
    /** A newer link to the same peer took its place. */
    REPLACED,
    /** The session above refused the peer: foreign world, wrong schema, ban. */
    REFUSED,
    /** The other side broke the protocol inside authenticated records. */
    PROTOCOL_ERROR,
    /** A bound on links was reached. */
    OVERLOADED,
    /** Two peers connected to each other at once and the other link of the two was kept. */
    DUPLICATE;

    private static final CloseReason[] ALL = values();

    /** The reason with this number; an unknown one, from a newer peer, reads as {@link #LEFT}. */
    public static CloseReason ofWire(int number) {
        return number >= 0 && number < ALL.length ? ALL[number] : LEFT;
    }
}

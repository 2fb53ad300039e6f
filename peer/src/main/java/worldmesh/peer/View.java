package worldmesh.peer;

/** The views of an entity that a game may read; {@code Entity.rolledBack} is the fifth. */
public enum View {
    /** What the replica holds: merged, and where it is critical, durable at the authority. */
    CONFIRMED,
    /** Confirmed, with this player's unanswered commands applied. */
    PENDING,
    /**
     * Pending, with this player's own motion that has not settled yet, both after the input delay. Where several
     * predictions fell at once it steps back one cell per update; pending is right at once.
     */
    PREDICTED,
    /**
     * Predicted, with other players' motion drawn 100 ms behind and interpolated, and with corrections of
     * predictions let in over 150 ms: what to draw.
     */
    INTERPOLATED
}

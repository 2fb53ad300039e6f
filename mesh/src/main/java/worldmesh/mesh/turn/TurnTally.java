package worldmesh.mesh.turn;

/** Counts what {@link TurnCounts} tells. Confined to the client. */
final class TurnTally {
    long carriedIn;
    long carriedOut;
    long malformed;
    long unproved;
    long unasked;
    long challenges;

    TurnCounts counts() {
        return new TurnCounts(carriedIn, carriedOut, malformed, unproved, unasked, challenges);
    }
}

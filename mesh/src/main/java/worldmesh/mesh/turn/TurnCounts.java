package worldmesh.mesh.turn;

/**
 * What came from a server and what was refused of it. Confined to the owner.
 *
 * @param carriedIn datagrams of peers it brought
 * @param carriedOut datagrams for peers it was given
 * @param malformed messages that are not well-formed, or channel data longer than what came
 * @param unproved answers without integrity, or with a wrong one
 * @param unasked answers to nothing, and datagrams of peers that were not let in
 * @param challenges demands for proof, the first one of each allocation too
 */
public record TurnCounts(
        long carriedIn, long carriedOut, long malformed, long unproved, long unasked, long challenges) {
    /** Nothing yet. */
    public static final TurnCounts NONE = new TurnCounts(0, 0, 0, 0, 0, 0);

    /** What was not believed. */
    public long refused() {
        return malformed + unproved + unasked;
    }

    /** Both together. */
    public TurnCounts plus(TurnCounts other) {
        return new TurnCounts(
                carriedIn + other.carriedIn,
                carriedOut + other.carriedOut,
                malformed + other.malformed,
                unproved + other.unproved,
                unasked + other.unasked,
                challenges + other.challenges);
    }
}

package worldmesh.mesh.wire;

/**
 * The versions of the wire that a peer is ready to speak. All that this program knows by default; fewer where a newer
 * one makes trouble, or an older one is not to be spoken any more.
 *
 * @param oldest the first of them
 * @param newest the last of them, inclusive
 */
public record WireVersions(int oldest, int newest) {
    /** The first version. */
    public static final int FIRST = 1;

    /** The first in which a small message of INPUT has four bytes before it. */
    public static final int SHORT_INPUT = 2;

    /** The last version that this program knows. */
    public static final int LAST = SHORT_INPUT;

    /** All that this program knows. */
    public static final WireVersions ALL = new WireVersions(FIRST, LAST);

    /** Refuses versions that this program does not know, and none at all. */
    public WireVersions {
        if (oldest < FIRST || newest > LAST || oldest > newest) {
            throw new IllegalArgumentException("mesh.wire.oldest-version is " + oldest
                    + " and mesh.wire.newest-version " + newest + ", must be within " + FIRST + ".." + LAST
                    + " and in that order; correct them or remove the lines");
        }
    }

    /** True if {@code version} is one of them. */
    public boolean include(int version) {
        return version >= oldest && version <= newest;
    }
}

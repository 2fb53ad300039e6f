package worldmesh.world.component;

/**
 * Why a record is none of its schema.
 *
 * @param path the component or command, and the field if it is one field's, as {@code hull.health}
 * @param why what stands there and what may
 */
public record Fault(String path, String why) {
    private static final int WHY_MAX = 200;

    /** Cuts what a record's own constructor may have said at length. */
    public Fault {
        why = why.length() <= WHY_MAX ? why : why.substring(0, WHY_MAX) + "…";
    }

    @Override
    public String toString() {
        return path + " " + why;
    }
}

package worldmesh.world.summary;

/**
 * Says what of a component is told to those far away. Pure: equal values give equal words, so that equal states give
 * equal summaries.
 */
@FunctionalInterface
public interface SummaryRule<T extends Record> {
    /** What one entity adds. */
    Mark mark(T value);

    /**
     * What one entity adds to the summary of its sector.
     *
     * @param metresX where it is on the plane; what is no number, or outside its sector, counts as the nearest place in
     *     it
     * @param metresY the same along y
     * @param strength what the game adds up, such as health or crew; sums are saturated
     */
    record Mark(double metresX, double metresY, long strength) {}
}

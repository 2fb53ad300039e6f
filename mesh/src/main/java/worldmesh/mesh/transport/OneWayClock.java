package worldmesh.mesh.transport;

/**
 * How long records took to the other side, by a clock here and one there: right but for a number that stays the same,
 * which nobody knows. Confined to its owner.
 */
final class OneWayClock {
    /** The other side tells times in such units, of which 32 bits travel: they come round after nine hours. */
    static final long UNIT_NANOS = 8_000L;

    private int first;
    private boolean known;

    /** A time of this side's clock as the other side is told of it. */
    static int units(long now) {
        return (int) Math.floorDiv(now, UNIT_NANOS);
    }

    /** The way of a record that left at {@code sentAt} by this clock and came at {@code arrived} by the other one. */
    long nanos(int arrived, long sentAt) {
        int took = arrived - units(sentAt);
        if (!known) {
            known = true;
            first = took;
        }
        return (took - first) * UNIT_NANOS;
    }
}

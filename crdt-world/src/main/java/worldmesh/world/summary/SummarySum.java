package worldmesh.world.summary;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import worldmesh.world.sector.SectorId;

/**
 * Adds up what a sector, or all sectors of a coarse cell, have. Sums of whole numbers alone: whatever order they are
 * added in, they are the same. Not thread-safe.
 */
public final class SummarySum {
    /** Steps along one side of a sector of scale 0. */
    static final int STEPS = 1_024;

    /** No cell of a far ring is coarser. */
    private static final int SCALE_MAX = 16;

    private final SectorId cell;
    private final SortedMap<Integer, Row> rows = new TreeMap<>();

    /** Of one component: places are steps from the lower left corner of the cell. */
    private static final class Row {
        private long count;
        private long stepsX;
        private long stepsY;
        private long strength;
    }

    /** Nothing yet, of this sector or cell. */
    public SummarySum(SectorId cell) {
        if (cell.scale() > SCALE_MAX) {
            throw new IllegalArgumentException("cell " + cell + " is coarser than " + SCALE_MAX);
        }
        this.cell = cell;
    }

    /** Adds an entity with a component; {@code shareX} of the width of the cell from its left side. */
    public void add(int component, double shareX, double shareY, long strength) {
        Row row = rows.computeIfAbsent(component, id -> new Row());
        row.count++;
        row.stepsX += steps(shareX);
        row.stepsY += steps(shareY);
        row.strength = saturated(row.strength, strength);
    }

    private long width() {
        return (long) STEPS << cell.scale();
    }

    private long steps(double share) {
        // What is no number fails both comparisons.
        return share >= 1 ? width() - 1 : share > 0 ? Math.min(width() - 1, (long) (share * width())) : 0;
    }

    private static long saturated(long one, long other) {
        long sum = one + other;
        boolean overflows = ((one ^ sum) & (other ^ sum)) < 0;
        return overflows ? (one < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
    }

    /** Adds what a sector has that lies in this cell. */
    public void add(SummarySum part) {
        if (!cell.contains(part.cell)) {
            throw new IllegalArgumentException("sector " + part.cell + " is not in " + cell);
        }
        long right = (part.cell.x() << part.cell.scale()) - (cell.x() << cell.scale());
        long up = (part.cell.y() << part.cell.scale()) - (cell.y() << cell.scale());
        part.rows.forEach((component, add) -> {
            Row row = rows.computeIfAbsent(component, id -> new Row());
            row.count += add.count;
            row.stepsX += add.stepsX + right * STEPS * add.count;
            row.stepsY += add.stepsY + up * STEPS * add.count;
            row.strength = saturated(row.strength, add.strength);
        });
    }

    /** What is told of it; of more components than a summary has room for, those with the smallest ids. */
    public SectorSummary summary() {
        List<SectorSummary.Kind> kinds = new ArrayList<>();
        rows.forEach((component, row) -> {
            if (kinds.size() < SectorSummary.KINDS_MAX) {
                kinds.add(new SectorSummary.Kind(
                        component,
                        row.count,
                        place(row.stepsX, row.count),
                        place(row.stepsY, row.count),
                        row.strength));
            }
        });
        return new SectorSummary(cell, kinds);
    }

    private int place(long steps, long count) {
        return (int) (steps / count * SectorSummary.PLACES / width());
    }
}

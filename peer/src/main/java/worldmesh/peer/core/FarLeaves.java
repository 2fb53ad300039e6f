package worldmesh.peer.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.component.CellKind;
import worldmesh.world.component.ComponentType;
import worldmesh.world.replica.Replica;
import worldmesh.world.sector.SectorGrid;
import worldmesh.world.sector.SectorId;
import worldmesh.world.summary.SectorSummary;
import worldmesh.world.summary.SummaryRule;
import worldmesh.world.summary.SummaryRules;
import worldmesh.world.summary.SummarySum;

/**
 * Sums up single sectors, each again only after its history changed. A sector is summed at once, however large it is;
 * after so many entities a round begins no other, which keeps its sum until a later round. So a round looks at no more
 * than that many and one sector's. Confined to the session's thread.
 */
final class FarLeaves {
    /** Values looked at in one round before no sector is begun any more: a few milliseconds. */
    static final int VALUES_PER_ROUND = 10_000;

    private final LocalWorld world;
    private final Map<SectorId, Leaf> leaves = new TreeMap<>();
    private int left;

    /** The sum of a sector when its history was this. */
    private record Leaf(VersionVector at, SummarySum sum) {}

    FarLeaves(LocalWorld world) {
        this.world = world;
    }

    /** A round begins. */
    void begin() {
        left = VALUES_PER_ROUND;
    }

    /** What a sector has now, or had when there was time to look; null before the first time. */
    @Nullable SummarySum of(SectorId sector) {
        VersionVector now = world.replica().vector(sector);
        Leaf before = leaves.get(sector);
        if (before != null && before.at.equals(now)) {
            return before.sum;
        }
        if (left <= 0) {
            return before == null ? null : before.sum;
        }
        SummarySum sum = sum(sector);
        leaves.put(sector, new Leaf(now, sum));
        return sum;
    }

    private SummarySum sum(SectorId sector) {
        SummarySum sum = new SummarySum(sector);
        for (ComponentType<?> type : types()) {
            add(sector, type, sum);
        }
        return sum;
    }

    /** The components that rules name; without rules those that are registers, which are counted. */
    private List<ComponentType<?>> types() {
        List<ComponentType<?>> types = new ArrayList<>();
        world.parts()
                .summaries()
                .types()
                .forEach(type -> types.add(world.schema().type(type)));
        if (types.isEmpty()) {
            world.schema().components().stream()
                    .filter(type -> type.kind() == CellKind.REGISTER)
                    .limit(SectorSummary.KINDS_MAX)
                    .forEach(types::add);
        }
        return types;
    }

    private <T extends Record> void add(SectorId sector, ComponentType<T> type, SummarySum sum) {
        Replica replica = world.replica();
        SummaryRules rules = world.parts().summaries();
        SectorGrid grid = replica.manifest().grid();
        replica.each(sector, type.type(), (entity, value) -> {
            left--;
            SummaryRule.Mark mark = rules.mark(type, value);
            if (mark == null) {
                sum.add(type.id(), 0.5, 0.5, 0);
            } else {
                sum.add(
                        type.id(),
                        share(mark.metresX(), sector.x(), sector.scale(), grid),
                        share(mark.metresY(), sector.y(), sector.scale(), grid),
                        mark.strength());
            }
        });
    }

    /** How far from the left or lower side of a sector, of its width. */
    private static double share(double metres, long square, int scale, SectorGrid grid) {
        return metres / Math.scalb((double) grid.metres(), scale) - square;
    }
}

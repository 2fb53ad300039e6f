package worldmesh.world.replica;

import java.util.List;
import java.util.stream.Collectors;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.CellDifference;

/** Says what two replicas say otherwise of a sector, by a walk down their digest trees. Keeps no state. */
public final class Comparison {
    private static final int SHOWN = 3;

    private Comparison() {}

    /** The first differences, up to so many; none if the digests are equal. */
    public static List<CellDifference> of(Replica one, Replica other, SectorId sector, int most) {
        return one.decided(sector).tree().differences(other.decided(sector).tree(), most);
    }

    /** The same for people: entity, component, and both values. */
    public static String text(Replica one, Replica other, SectorId sector) {
        return of(one, other, sector, SHOWN).stream()
                .map(CellDifference::toString)
                .collect(Collectors.joining("; "));
    }
}

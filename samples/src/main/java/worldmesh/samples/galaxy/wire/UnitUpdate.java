package worldmesh.samples.galaxy.wire;

import java.util.List;
import worldmesh.world.sector.SectorId;

/**
 * What changed of the units of one owner in one sector. docs/wire-galaxy.md, "UnitUpdate".
 *
 * @param timestamp world time in milliseconds
 */
public record UnitUpdate(SectorId sector, List<UnitDelta> updates, long timestamp) {
    /** Copies the list. */
    public UnitUpdate {
        updates = List.copyOf(updates);
    }
}

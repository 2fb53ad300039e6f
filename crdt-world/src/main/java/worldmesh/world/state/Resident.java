package worldmesh.world.state;

import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.world.causal.Stamp;
import worldmesh.world.crdt.Cell;
import worldmesh.world.crdt.Cells;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/**
 * One entity over all sectors that know it: whether it lives, where it is, and its joined cells. Made for one question;
 * it holds as long as nothing changes.
 */
public final class Resident {
    private final EntityId entity;
    private final List<SectorState> sectors;

    Resident(EntityId entity, List<SectorState> sectors) {
        this.entity = entity;
        this.sectors = sectors;
    }

    /** Where the entity is, null if it is not alive. */
    public @Nullable SectorId home() {
        boolean present = false;
        SectorId home = null;
        Stamp stamp = Stamp.NONE;
        for (SectorState sector : sectors) {
            if (sector.isDead(entity)) {
                return null;
            }
            int slot = sector.slot(entity);
            if (slot == SectorState.NONE) {
                continue;
            }
            Placement said = sector.placement(slot);
            SectorId at = said.home();
            present |= said.present();
            if (at == null) {
                continue;
            }
            int order = said.homeStamp().compareTo(stamp);
            if (home == null || order > 0 || (order == 0 && at.compareTo(home) > 0)) {
                home = at;
                stamp = said.homeStamp();
            }
        }
        return present ? home : null;
    }

    /** The sector the entity was born in, null while nobody said. */
    public @Nullable SectorId birth() {
        SectorId birth = null;
        for (SectorState sector : sectors) {
            int slot = sector.slot(entity);
            SectorId born =
                    slot == SectorState.NONE ? null : sector.placement(slot).birth();
            if (born != null && (birth == null || born.compareTo(birth) < 0)) {
                birth = born;
            }
        }
        return birth;
    }

    /** The claim that wins over all copies, null for the birth. */
    public @Nullable Ownership ownership() {
        Ownership best = null;
        for (SectorState sector : sectors) {
            int slot = sector.slot(entity);
            boolean silent = slot == SectorState.NONE || sector.isUnmoved(slot);
            Ownership claimed = silent ? null : sector.placement(slot).ownership();
            if (claimed != null && (best == null || claimed.compareTo(best) > 0)) {
                best = claimed;
            }
        }
        return best;
    }

    /** The joined cell of a component for reading only, null if nothing was written to it. */
    public @Nullable Cell cell(int component) {
        if (sectors.size() == 1) {
            int only = sectors.get(0).slot(entity);
            return only == SectorState.NONE ? null : sectors.get(0).peek(only, component);
        }
        Cell joined = null;
        for (SectorState sector : sectors) {
            int slot = sector.slot(entity);
            Cell cell = slot == SectorState.NONE ? null : sector.cell(slot, component);
            if (joined == null) {
                joined = cell;
            } else if (cell != null) {
                joined.join(cell);
            }
        }
        return joined;
    }

    /** The joined cells of all components. */
    public Cells cells() {
        Cells out = new Cells();
        for (SectorState sector : sectors) {
            int slot = sector.slot(entity);
            if (slot != SectorState.NONE) {
                out.join(sector.cells(slot));
            }
        }
        return out;
    }
}

package worldmesh.world.state;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import worldmesh.world.causal.Stamp;
import worldmesh.world.crdt.Cell;
import worldmesh.world.crdt.Cells;
import worldmesh.world.crdt.Register;
import worldmesh.world.sector.SectorId;

/** One entity over all sectors that know it: whether it lives, where it is, and its joined cells. Not thread-safe. */
public final class Resident {
    private final TreeMap<SectorId, EntityCopy> copies = new TreeMap<>();
    private final TreeSet<SectorId> deadIn = new TreeSet<>();

    void set(SectorId sector, @Nullable EntityCopy copy, boolean dead) {
        if (copy == null) {
            copies.remove(sector);
        } else {
            copies.put(sector, copy);
        }
        if (dead) {
            deadIn.add(sector);
        } else {
            deadIn.remove(sector);
        }
    }

    boolean isEmpty() {
        return copies.isEmpty() && deadIn.isEmpty();
    }

    /** True if the copy in the sector is this one. */
    boolean holds(SectorId sector, @Nullable EntityCopy copy) {
        return copies.get(sector) == copy;
    }

    /** Where the entity is, null if it is not alive. */
    public @Nullable SectorId home() {
        if (!deadIn.isEmpty()) {
            return null;
        }
        boolean present = false;
        SectorId home = null;
        Stamp stamp = Stamp.NONE;
        for (EntityCopy copy : copies.values()) {
            present |= copy.present();
            SectorId at = copy.home();
            if (at == null) {
                continue;
            }
            int order = copy.homeStamp().compareTo(stamp);
            if (home == null || order > 0 || (order == 0 && at.compareTo(home) > 0)) {
                home = at;
                stamp = copy.homeStamp();
            }
        }
        return present ? home : null;
    }

    /** The sector the entity was born in, null while nobody said. */
    public @Nullable SectorId birth() {
        SectorId birth = null;
        for (EntityCopy copy : copies.values()) {
            SectorId said = copy.birth();
            if (said != null && (birth == null || said.compareTo(birth) < 0)) {
                birth = said;
            }
        }
        return birth;
    }

    /** The claim that wins over all copies, null for the birth. */
    public @Nullable Ownership ownership() {
        Ownership best = null;
        for (EntityCopy copy : copies.values()) {
            Ownership said = copy.ownership();
            if (said != null && (best == null || said.compareTo(best) > 0)) {
                best = said;
            }
        }
        return best;
    }

    /** The joined cell of a component, null if nothing was written to it; for reading only. */
    public @Nullable Cell cell(int component) {
        Cell best = null;
        boolean joined = false;
        for (EntityCopy copy : copies.values()) {
            Cell cell = copy.cells().cell(component);
            if (cell == null) {
                continue;
            }
            if (best == null) {
                best = cell;
            } else if (best instanceof Register one && cell instanceof Register other) {
                best = one.losesTo(other) ? other : one;
            } else {
                best = joined ? best : best.copy();
                joined = true;
                best.join(cell);
            }
        }
        return best;
    }

    /** The joined cells of all components; for reading only. */
    public Cells cells() {
        if (copies.size() == 1) {
            return copies.firstEntry().getValue().cells();
        }
        Cells out = new Cells();
        for (Map.Entry<SectorId, EntityCopy> entry : copies.entrySet()) {
            out.join(entry.getValue().cells());
        }
        return out;
    }
}

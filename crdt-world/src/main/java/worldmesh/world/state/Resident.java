package worldmesh.world.state;

import org.jspecify.annotations.Nullable;
import worldmesh.world.causal.Stamp;
import worldmesh.world.crdt.Cell;
import worldmesh.world.crdt.Cells;
import worldmesh.world.crdt.Register;
import worldmesh.world.sector.SectorId;

/** One entity over all sectors that know it: whether it lives, where it is, and its joined cells. Not thread-safe. */
public final class Resident {
    /** What one sector says. Few entities were ever in more than one, so the others hang behind the first. */
    private static final class Said {
        private final SectorId sector;
        private @Nullable EntityCopy copy;
        private boolean dead;
        private @Nullable Said next;

        Said(SectorId sector) {
            this.sector = sector;
        }
    }

    private @Nullable Said first;
    private @Nullable SectorId place;

    void set(SectorId sector, @Nullable EntityCopy copy, boolean dead) {
        Said before = null;
        Said at = first;
        while (at != null && !at.sector.equals(sector)) {
            before = at;
            at = at.next;
        }
        if (copy == null && !dead) {
            unlink(before, at);
            return;
        }
        if (at == null) {
            at = new Said(sector);
            at.next = first;
            first = at;
        }
        at.copy = copy;
        at.dead = dead;
    }

    private void unlink(@Nullable Said before, @Nullable Said at) {
        if (at != null && before != null) {
            before.next = at.next;
        } else if (at != null) {
            first = at.next;
        }
    }

    boolean isEmpty() {
        return first == null;
    }

    /** Where the index of all entities has it, null if it is not alive: {@link #home} without the work. */
    public @Nullable SectorId place() {
        return place;
    }

    void placeAt(@Nullable SectorId home) {
        place = home;
    }

    /** True if the copy in the sector is this one. */
    boolean holds(SectorId sector, @Nullable EntityCopy copy) {
        for (Said said = first; said != null; said = said.next) {
            if (said.sector.equals(sector)) {
                return said.copy == copy;
            }
        }
        return copy == null;
    }

    /** Where the entity is, null if it is not alive. */
    public @Nullable SectorId home() {
        boolean present = false;
        SectorId home = null;
        Stamp stamp = Stamp.NONE;
        for (Said said = first; said != null; said = said.next) {
            if (said.dead) {
                return null;
            }
            EntityCopy copy = said.copy;
            SectorId at = copy == null ? null : copy.home();
            present |= copy != null && copy.present();
            if (copy == null || at == null) {
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
        for (Said said = first; said != null; said = said.next) {
            SectorId born = said.copy == null ? null : said.copy.birth();
            if (born != null && (birth == null || born.compareTo(birth) < 0)) {
                birth = born;
            }
        }
        return birth;
    }

    /** The claim that wins over all copies, null for the birth. */
    public @Nullable Ownership ownership() {
        Ownership best = null;
        for (Said said = first; said != null; said = said.next) {
            Ownership claimed = said.copy == null ? null : said.copy.ownership();
            if (claimed != null && (best == null || claimed.compareTo(best) > 0)) {
                best = claimed;
            }
        }
        return best;
    }

    /** The joined cell of a component, null if nothing was written to it; for reading only. */
    public @Nullable Cell cell(int component) {
        Cell best = null;
        boolean joined = false;
        for (Said said = first; said != null; said = said.next) {
            Cell cell = said.copy == null ? null : said.copy.cells().cell(component);
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
        if (first != null && first.next == null && first.copy != null) {
            return first.copy.cells();
        }
        Cells out = new Cells();
        for (Said said = first; said != null; said = said.next) {
            if (said.copy != null) {
                out.join(said.copy.cells());
            }
        }
        return out;
    }
}

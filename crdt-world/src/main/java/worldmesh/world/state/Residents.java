package worldmesh.world.state;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/** Finds entities over all sectors and lists the living ones by sector. Not thread-safe. */
public final class Residents {
    private final TreeMap<EntityId, Resident> all = new TreeMap<>();
    private final TreeMap<EntityId, SectorId> living = new TreeMap<>();
    private final TreeMap<SectorId, TreeSet<EntityId>> bySector = new TreeMap<>();

    /** The entity, null if no sector knows it. */
    public @Nullable Resident resident(EntityId entity) {
        return all.get(entity);
    }

    /** Where the entity is, null if it is not alive. */
    public @Nullable SectorId home(EntityId entity) {
        return living.get(entity);
    }

    /** All entities that a sector knows, alive or not, by id; for reading only. */
    public NavigableSet<EntityId> known() {
        return Collections.unmodifiableNavigableSet(all.navigableKeySet());
    }

    /** The living entities with their sectors, by id; for reading only. */
    public NavigableMap<EntityId, SectorId> living() {
        return Collections.unmodifiableNavigableMap(living);
    }

    /** The living entities in a sector, by id; for reading only. */
    public NavigableSet<EntityId> in(SectorId sector) {
        TreeSet<EntityId> found = bySector.get(sector);
        return found == null ? Collections.emptyNavigableSet() : Collections.unmodifiableNavigableSet(found);
    }

    /** Takes note of what a sector says about an entity now. */
    public void refresh(EntityId entity, SectorState sector) {
        EntityCopy copy = sector.copy(entity);
        Resident resident = all.computeIfAbsent(entity, key -> new Resident());
        resident.set(sector.id(), copy, sector.isDead(entity));
        if (resident.isEmpty()) {
            all.remove(entity);
        }
        place(entity, resident.home());
    }

    /** Takes note of a changed cell, which moves nothing unless the copy is new. */
    public void refreshCell(EntityId entity, SectorState sector) {
        Resident resident = all.get(entity);
        if (resident == null || !resident.holds(sector.id(), sector.copy(entity))) {
            refresh(entity, sector);
        }
    }

    /** Replaces all that one sector says by another state of it. */
    public void replace(SectorState before, SectorState after) {
        TreeSet<EntityId> touched = new TreeSet<>(before.copies().keySet());
        touched.addAll(before.dead());
        touched.addAll(after.copies().keySet());
        touched.addAll(after.dead());
        touched.forEach(entity -> refresh(entity, after));
    }

    private void place(EntityId entity, @Nullable SectorId home) {
        SectorId before = home == null ? living.remove(entity) : living.put(entity, home);
        if (Objects.equals(before, home)) {
            return;
        }
        if (before != null) {
            TreeSet<EntityId> old = bySector.get(before);
            if (old != null && old.remove(entity) && old.isEmpty()) {
                bySector.remove(before);
            }
        }
        if (home != null) {
            bySector.computeIfAbsent(home, key -> new TreeSet<>()).add(entity);
        }
    }
}

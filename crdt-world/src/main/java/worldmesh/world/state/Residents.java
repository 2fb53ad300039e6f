package worldmesh.world.state;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
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
    private final Map<EntityId, Resident> all = new HashMap<>();
    private final TreeMap<EntityId, SectorId> living = new TreeMap<>();
    private final TreeMap<SectorId, TreeSet<EntityId>> bySector = new TreeMap<>();

    /** The entity, null if no sector knows it. */
    public @Nullable Resident resident(EntityId entity) {
        return all.get(entity);
    }

    /** Where the entity is, null if it is not alive. */
    public @Nullable SectorId home(EntityId entity) {
        Resident resident = all.get(entity);
        return resident == null ? null : resident.place();
    }

    /** All entities that a sector knows, alive or not, by id; a copy. */
    public NavigableSet<EntityId> known() {
        return new TreeSet<>(all.keySet());
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
        place(entity, resident);
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
        TreeSet<EntityId> touched = new TreeSet<>(before.entities());
        touched.addAll(before.dead());
        touched.addAll(after.entities());
        touched.addAll(after.dead());
        touched.forEach(entity -> refresh(entity, after));
    }

    private void place(EntityId entity, Resident resident) {
        SectorId before = resident.place();
        SectorId home = resident.home();
        if (Objects.equals(before, home)) {
            return;
        }
        resident.placeAt(home);
        if (home == null) {
            living.remove(entity);
        } else {
            living.put(entity, home);
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

package worldmesh.world.replica;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.component.Schema;
import worldmesh.world.entity.EntityId;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Residents;
import worldmesh.world.state.SectorState;
import worldmesh.world.trust.ProofBook;

/**
 * The world of a replica as it was: read-only, and unchanged by whatever is edited or merged later. It is made of
 * states of its own, so it takes as much memory as the world had then, until it is let go. Who owned what is said by
 * the proofs known now: what a peer wrote that was cut off since is not part of any past. Confined to the replica's
 * thread.
 */
public final class PastWorld {
    private final Schema schema;
    private final Residents residents = new Residents();
    private final Map<SectorId, SectorState> states = new TreeMap<>();
    private final WorldView view;

    PastWorld(Schema schema, ProofBook proofs, Collection<SectorState> sectors) {
        this.schema = schema;
        this.view = new WorldView(schema, residents, proofs);
        for (SectorState state : sectors) {
            states.put(state.id(), state);
            residents.replace(new SectorState(state.id()), state);
        }
    }

    /** True if the entity was alive. */
    public boolean exists(EntityId entity) {
        return residents.home(entity) != null;
    }

    /** The value that a component had, null if the entity was not alive or had none. */
    public <T extends Record> @Nullable T get(EntityId entity, Class<T> type) {
        Record value = exists(entity) ? view.value(entity, schema.type(type)) : null;
        return value == null ? null : type.cast(value);
    }

    /** All components that an entity had and this program knows, by component id; empty if it was not alive. */
    public Collection<Record> components(EntityId entity) {
        return view.components(entity);
    }

    /** The owner that a living entity had, null if it was not alive or the certificate of its creator is unknown. */
    public @Nullable PeerId owner(EntityId entity) {
        return exists(entity) ? view.owner(entity) : null;
    }

    /** The sector that an entity was in, null if it was not alive. */
    public @Nullable SectorId sectorOf(EntityId entity) {
        return residents.home(entity);
    }

    /** The entities that were alive in a sector, by id. */
    public List<EntityId> entities(SectorId sector) {
        return List.copyOf(residents.in(sector));
    }

    /** All entities that were alive, by id. */
    public List<EntityId> entities() {
        return new ArrayList<>(residents.living());
    }

    /** Visits the entities that were alive in a sector, or in all for null, and had the component, by id. */
    public <T extends Record> void each(@Nullable SectorId sector, Class<T> type, BiConsumer<EntityId, T> visitor) {
        view.each(sector, type, visitor);
    }

    /** The sectors it shows. */
    public SortedSet<SectorId> sectors() {
        return new TreeSet<>(states.keySet());
    }

    /** What {@link Replica#digest()} was then, if nothing was open, no tenure undecided, and all sectors are shown. */
    public Hash digest() {
        return view.digest();
    }

    /** What {@link Replica#digest(SectorId)} was then. */
    public Hash digest(SectorId sector) {
        return state(sector).tree().digest();
    }

    /** What the replica knew of a sector then; a copy. */
    public VersionVector vector(SectorId sector) {
        return state(sector).vector();
    }

    private SectorState state(SectorId sector) {
        SectorState found = states.get(sector);
        return found == null ? new SectorState(sector) : found;
    }
}

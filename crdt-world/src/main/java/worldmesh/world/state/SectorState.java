package worldmesh.world.state;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import worldmesh.world.bytes.Payload;
import worldmesh.world.causal.Dot;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/**
 * The joined effect of all batches of one sector: copies of entities, the dead, and how far each replica was heard.
 * Equal sets of batches give equal states, whatever their order. Not thread-safe.
 */
public final class SectorState {
    private final SectorId id;
    private final Map<EntityId, EntityCopy> copies = new HashMap<>();
    private final TreeSet<EntityId> dead = new TreeSet<>();
    private final TreeMap<Long, Progress> progress = new TreeMap<>(Long::compareUnsigned);
    private final TreeMap<Dot, Payload> deferred = new TreeMap<>();

    /** How far a replica was heard: its last batch and that batch's clock. */
    public record Progress(long sequence, long clock) {
        static final Progress NONE = new Progress(0, 0);

        Progress join(Progress other) {
            return sequence >= other.sequence ? this : other;
        }
    }

    /** The empty state. */
    public SectorState(SectorId id) {
        this.id = id;
    }

    /** The sector. */
    public SectorId id() {
        return id;
    }

    /** The copy of an entity, null if there is none here. */
    public @Nullable EntityCopy copy(EntityId entity) {
        return copies.get(entity);
    }

    /** The copy of an entity, made if there is none. */
    EntityCopy touch(EntityId entity) {
        return copies.computeIfAbsent(entity, key -> new EntityCopy());
    }

    void put(EntityId entity, EntityCopy copy) {
        copies.put(entity, copy);
    }

    /** All entities with a copy, in no order, for reading only. */
    public Set<EntityId> entities() {
        return copies.keySet();
    }

    /** Visits all copies by entity. */
    public void eachCopy(BiConsumer<EntityId, EntityCopy> visitor) {
        EntityId[] ids = copies.keySet().toArray(new EntityId[0]);
        Arrays.sort(ids);
        for (EntityId entity : ids) {
            EntityCopy copy = copies.get(entity);
            if (copy != null) {
                visitor.accept(entity, copy);
            }
        }
    }

    /** True if the entity's death was written to this sector. */
    public boolean isDead(EntityId entity) {
        return !dead.isEmpty() && dead.contains(entity);
    }

    /** The entities whose death was written here, for reading only. */
    public Set<EntityId> dead() {
        return dead;
    }

    void kill(EntityId entity) {
        dead.add(entity);
        copies.remove(entity);
    }

    /** Keeps an op of a later version for peers that know it. */
    void defer(Dot dot, Payload op) {
        deferred.put(dot, op);
    }

    Map<Dot, Payload> deferred() {
        return deferred;
    }

    /** How far a replica was heard. */
    public Progress progress(long replica) {
        Progress found = progress.get(replica);
        return found == null ? Progress.NONE : found;
    }

    /** All progress by unsigned replica id, for reading only. */
    public Map<Long, Progress> progress() {
        return progress;
    }

    /** Records that a replica's batch is part of this state. */
    public void advance(long replica, long sequence, long clock) {
        progress.put(replica, new Progress(sequence, clock));
    }

    /** The version vector. */
    public VersionVector vector() {
        VersionVector out = new VersionVector();
        progress.forEach((replica, last) -> out.set(replica, last.sequence()));
        return out;
    }

    /** True if nothing was ever written here. */
    public boolean isEmpty() {
        return copies.isEmpty() && dead.isEmpty() && progress.isEmpty() && deferred.isEmpty();
    }

    /** Raises this state to the join with another state of the same sector. */
    public void join(SectorState other) {
        other.dead.forEach(this::kill);
        other.copies.forEach((entity, copy) -> {
            if (!dead.contains(entity)) {
                touch(entity).join(copy);
            }
        });
        other.progress.forEach((replica, last) -> progress.merge(replica, last, Progress::join));
        deferred.putAll(other.deferred);
    }

    /** An independent copy. */
    public SectorState copy() {
        SectorState out = new SectorState(id);
        out.join(this);
        return out;
    }
}

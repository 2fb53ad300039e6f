package worldmesh.authority.validate;

import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.Schema;
import worldmesh.world.entity.EntityId;
import worldmesh.world.entity.Trust;
import worldmesh.world.rule.RuleView;
import worldmesh.world.sector.SectorGrid;
import worldmesh.world.sector.SectorId;

/**
 * Shows a rule the world and writes down what it is told that an auditor cannot know: everything but CRITICAL values,
 * since edits of others reach every peer in another order. Used for one command.
 */
public final class RecordingView implements RuleView {
    private final RuleView world;
    private final Schema schema;
    private final Reads reads = new Reads();

    /** A view of this world. */
    public RecordingView(RuleView world, Schema schema) {
        this.world = world;
        this.schema = schema;
    }

    /** What was read so far. */
    public Reads reads() {
        return reads;
    }

    @Override
    public PeerId player() {
        return world.player();
    }

    @Override
    public long tick() {
        return world.tick();
    }

    @Override
    public long worldMillis() {
        return world.worldMillis();
    }

    @Override
    public long seed() {
        return world.seed();
    }

    @Override
    public SectorGrid grid() {
        return world.grid();
    }

    @Override
    public boolean exists(EntityId entity) {
        boolean alive = world.exists(entity);
        reads.lives(entity, alive);
        return alive;
    }

    @Override
    public @Nullable PeerId owner(EntityId entity) {
        PeerId owner = world.owner(entity);
        reads.owner(entity, owner);
        return owner;
    }

    @Override
    public SectorId sectorOf(EntityId entity) {
        if (!exists(entity)) {
            reads.place(entity, null);
            return world.sectorOf(entity);
        }
        SectorId sector = world.sectorOf(entity);
        reads.place(entity, sector);
        return sector;
    }

    @Override
    public <T extends Record> @Nullable T get(EntityId entity, Class<T> type) {
        ComponentType<T> component = schema.type(type);
        if (component.trust() == Trust.CRITICAL) {
            return exists(entity) ? world.get(entity, type) : null;
        }
        T value = world.get(entity, type);
        reads.cell(component.id(), entity, value);
        return value;
    }

    @Override
    public <T extends Record> void each(Class<T> type, BiConsumer<EntityId, T> visitor) {
        ComponentType<T> component = schema.type(type);
        TreeMap<EntityId, T> found = new TreeMap<>();
        world.each(type, found::put);
        if (component.trust() == Trust.CRITICAL) {
            found.keySet().forEach(entity -> reads.lives(entity, true));
        } else {
            reads.iteration(component.id(), found);
        }
        found.forEach(visitor);
    }
}

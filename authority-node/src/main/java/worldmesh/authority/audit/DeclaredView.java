package worldmesh.authority.audit;

import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.validate.Reads;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.TickHeader;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.Schema;
import worldmesh.world.entity.EntityId;
import worldmesh.world.entity.Trust;
import worldmesh.world.rule.RuleView;
import worldmesh.world.sector.SectorGrid;
import worldmesh.world.sector.SectorId;

/** What the rule of one command may see again: CRITICAL values of the auditor's own, the rest as declared. */
final class DeclaredView implements RuleView {
    private final EntryWorld world;
    private final Schema schema;
    private final SectorGrid grid;
    private final Reads reads;
    private final TickHeader header;
    private final CommandEnvelope envelope;
    private @Nullable String objection;

    DeclaredView(EntryWorld world, Setting setting, Reads reads, CommandEnvelope envelope) {
        this.world = world;
        this.schema = setting.schema();
        this.grid = setting.grid();
        this.header = setting.header();
        this.reads = reads;
        this.envelope = envelope;
    }

    /** What all commands of an entry share. */
    record Setting(Schema schema, SectorGrid grid, TickHeader header) {}

    /** What was asked and not declared, or declared against what the entry itself decided; null if nothing. */
    @Nullable String objection() {
        return objection;
    }

    /** The rule may catch this; the objection stays. */
    private UndeclaredReadException undeclared(String what, EntityId entity) {
        objection = what + " of entity " + entity + " was read and is not declared";
        return new UndeclaredReadException(objection);
    }

    @Override
    public PeerId player() {
        return envelope.id().player();
    }

    @Override
    public long tick() {
        return header.tick();
    }

    @Override
    public long worldMillis() {
        return header.worldMillis();
    }

    @Override
    public long seed() {
        return envelope.seed(header.tick());
    }

    @Override
    public SectorGrid grid() {
        return grid;
    }

    @Override
    public boolean exists(EntityId entity) {
        Boolean alive = reads.lives(entity);
        if (alive == null) {
            throw undeclared("the life", entity);
        }
        Boolean decided = world.decidedLife(entity);
        if (decided != null && !decided.equals(alive)) {
            objection = "the life of entity " + entity + " is declared against what the entry decided before";
        }
        return alive;
    }

    @Override
    public @Nullable PeerId owner(EntityId entity) {
        Reads.Answer<PeerId> owner = reads.owner(entity);
        if (owner == null) {
            throw undeclared("the owner", entity);
        }
        return owner.value();
    }

    @Override
    public SectorId sectorOf(EntityId entity) {
        Reads.Answer<SectorId> place = reads.place(entity);
        if (place == null) {
            throw undeclared("the sector", entity);
        }
        SectorId sector = place.value();
        if (sector == null) {
            throw new IllegalArgumentException("entity " + entity + " is not alive");
        }
        return sector;
    }

    @Override
    public <T extends Record> @Nullable T get(EntityId entity, Class<T> type) {
        ComponentType<T> component = schema.type(type);
        if (component.trust() == Trust.CRITICAL) {
            return exists(entity) ? world.critical(entity, type) : null;
        }
        Reads.Answer<Record> value = reads.cell(component.id(), entity);
        if (value == null) {
            throw undeclared(component.toString(), entity);
        }
        return value.value() == null ? null : type.cast(value.value());
    }

    @Override
    public <T extends Record> void each(Class<T> type, BiConsumer<EntityId, T> visitor) {
        ComponentType<T> component = schema.type(type);
        if (component.trust() == Trust.CRITICAL) {
            world.eachCritical(type, reads.living(), (entity, value) -> {
                if (exists(entity)) {
                    visitor.accept(entity, value);
                }
            });
            return;
        }
        Map<EntityId, Reads.Answer<Record>> found = reads.iteration(component.id());
        if (found == null) {
            objection = "all of " + component + " were read and are not declared";
            throw new UndeclaredReadException(objection);
        }
        found.forEach((entity, value) -> {
            if (value.value() != null) {
                visitor.accept(entity, type.cast(value.value()));
            }
        });
    }
}

package worldmesh.samples.galaxy.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.samples.galaxy.model.CombatEvent;
import worldmesh.samples.galaxy.model.Enlist;
import worldmesh.samples.galaxy.model.EventType;
import worldmesh.samples.galaxy.model.Found;
import worldmesh.samples.galaxy.model.Hull;
import worldmesh.samples.galaxy.model.Unit;
import worldmesh.world.entity.EntityId;
import worldmesh.world.rule.Decision;
import worldmesh.world.rule.Effect;
import worldmesh.world.rule.RuleView;
import worldmesh.world.sector.SectorGrid;
import worldmesh.world.sector.SectorId;

/** A world that commands change by the rules, as the authority would: without network, disk or clocks. */
final class RuleBench implements RuleView {
    static final PeerId ANN = peer(1);
    static final PeerId BOB = peer(2);

    private final Map<EntityId, Map<Class<?>, Record>> entities = new TreeMap<>();
    private final Map<EntityId, PeerId> owners = new TreeMap<>();
    private final Map<EntityId, SectorId> sectors = new TreeMap<>();
    private PeerId player = ANN;
    private long counter;
    long millis = 10_000;

    /** A world in which the war has begun. */
    static RuleBench begun() {
        RuleBench bench = new RuleBench();
        bench.accepts(ANN, new Found());
        return bench;
    }

    private static PeerId peer(int first) {
        byte[] bytes = new byte[PeerId.BYTES];
        bytes[0] = (byte) first;
        return PeerId.ofBytes(bytes);
    }

    private EntityId born(PeerId owner, SectorId sector, List<Record> components) {
        EntityId id = new EntityId(5, ++counter);
        owners.put(id, owner);
        sectors.put(id, sector);
        components.forEach(component -> set(id, component));
        return id;
    }

    void set(EntityId id, Record component) {
        entities.computeIfAbsent(id, any -> new LinkedHashMap<>()).put(component.getClass(), component);
    }

    /** A unit of a player's that may act. */
    EntityId unit(PeerId owner, double x, double y) {
        EntityId id = born(owner, grid().containing(x, y), List.of(Unit.at(x, y)));
        accepts(owner, new Enlist(id));
        return id;
    }

    /** What a rule says to a command of that player's; what it accepts is done. */
    String answer(PeerId by, Record command) {
        player = by;
        Decision decision = GalaxyRules.book().decide(command, this);
        if (decision instanceof Decision.Reject rejected) {
            return rejected.reason();
        }
        Map<EntityId, EntityId> names = new TreeMap<>();
        for (Effect effect : ((Decision.Accept) decision).effects()) {
            switch (effect.kind()) {
                case SET -> set(((Effect.Set) effect).entity(), ((Effect.Set) effect).value());
                case DELETE -> {
                    EntityId gone = ((Effect.Delete) effect).entity();
                    Objects.requireNonNull(entities.remove(gone), "deleted twice");
                }
                case SPAWN -> {
                    Effect.Spawn spawn = (Effect.Spawn) effect;
                    EntityId placeholder = Effect.placeholder(spawn.local());
                    EntityId id = born(spawn.owner(), spawn.sector(), spawn.components());
                    if (names.put(placeholder, id) != null) {
                        throw new IllegalStateException("two spawns are number " + spawn.local());
                    }
                }
                case TRANSFER, MINT, CLAIM -> throw new IllegalStateException("no rule does " + effect.kind());
            }
        }
        return "";
    }

    void accepts(PeerId by, Record command) {
        String reason = answer(by, command);
        if (!reason.isEmpty()) {
            throw new AssertionError(command + " was rejected: " + reason);
        }
    }

    /** Everything with a component. */
    <T extends Record> List<EntityId> all(Class<T> type) {
        List<EntityId> found = new ArrayList<>();
        each(type, (id, value) -> found.add(id));
        return found;
    }

    <T extends Record> T one(EntityId id, Class<T> type) {
        return Objects.requireNonNull(get(id, type), () -> id + " has no " + type.getSimpleName());
    }

    int health(EntityId unit) {
        return one(unit, Hull.class).health();
    }

    /** The events of a type, in order. */
    List<CombatEvent> events(EventType type) {
        List<CombatEvent> found = new ArrayList<>();
        each(CombatEvent.class, (id, event) -> {
            if (event.type() == type) {
                found.add(event);
            }
        });
        return found;
    }

    @Override
    public SectorGrid grid() {
        return SectorGrid.KILOMETRE;
    }

    @Override
    public PeerId player() {
        return player;
    }

    @Override
    public long tick() {
        return 1;
    }

    @Override
    public long worldMillis() {
        return millis;
    }

    @Override
    public long seed() {
        return 1;
    }

    @Override
    public boolean exists(EntityId entity) {
        return entities.containsKey(entity);
    }

    @Override
    public @Nullable PeerId owner(EntityId entity) {
        return owners.get(entity);
    }

    @Override
    public SectorId sectorOf(EntityId entity) {
        return Objects.requireNonNull(sectors.get(entity));
    }

    @Override
    public <T extends Record> @Nullable T get(EntityId entity, Class<T> type) {
        return type.cast(entities.getOrDefault(entity, Map.of()).get(type));
    }

    @Override
    public <T extends Record> void each(Class<T> type, BiConsumer<EntityId, T> visitor) {
        List.copyOf(entities.keySet()).forEach(id -> {
            T value = get(id, type);
            if (value != null) {
                visitor.accept(id, value);
            }
        });
    }
}

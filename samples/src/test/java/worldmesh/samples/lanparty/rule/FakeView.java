package worldmesh.samples.lanparty.rule;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.entity.EntityId;
import worldmesh.world.rule.RuleView;
import worldmesh.world.sector.SectorGrid;
import worldmesh.world.sector.SectorId;

/** A world as a rule sees it, put together by a test. */
final class FakeView implements RuleView {
    static final PeerId ANN = peer(1);
    static final PeerId BOB = peer(2);

    private final Map<EntityId, Map<Class<?>, Record>> entities = new TreeMap<>();
    private final Map<EntityId, PeerId> owners = new TreeMap<>();
    private long worldMillis = 10_000;
    private PeerId player = ANN;

    static EntityId id(int counter) {
        return new EntityId(7, counter);
    }

    FakeView with(EntityId entity, PeerId owner, Record... components) {
        owners.put(entity, owner);
        for (Record component : components) {
            entities.computeIfAbsent(entity, any -> new LinkedHashMap<>()).put(component.getClass(), component);
        }
        return this;
    }

    FakeView at(long millis) {
        worldMillis = millis;
        return this;
    }

    FakeView as(PeerId who) {
        player = who;
        return this;
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
        return worldMillis;
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
        return SectorId.ORIGIN;
    }

    @Override
    public <T extends Record> @Nullable T get(EntityId entity, Class<T> type) {
        return type.cast(entities.getOrDefault(entity, Map.of()).get(type));
    }

    @Override
    public <T extends Record> void each(Class<T> type, BiConsumer<EntityId, T> visitor) {
        entities.forEach((entity, components) -> {
            Record component = components.get(type);
            if (component != null) {
                visitor.accept(entity, type.cast(component));
            }
        });
    }

    private static PeerId peer(int first) {
        byte[] bytes = new byte[PeerId.BYTES];
        bytes[0] = (byte) first;
        return PeerId.ofBytes(bytes);
    }
}

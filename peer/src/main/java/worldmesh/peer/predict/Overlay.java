package worldmesh.peer.predict;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.entity.EntityId;
import worldmesh.world.rule.RuleView;
import worldmesh.world.sector.SectorGrid;
import worldmesh.world.sector.SectorId;

/**
 * The confirmed world with predicted changes over it. What is predicted to be born exists here only, under a name of
 * the overlay, until the authority gives it a real one.
 */
final class Overlay implements RuleView {
    private final RuleView confirmed;
    private final long tick;
    private final long seed;
    private final PeerId player;
    private final TreeMap<EntityId, Map<Class<? extends Record>, Record>> written = new TreeMap<>();
    private final TreeMap<EntityId, PeerId> claimed = new TreeMap<>();
    private final TreeMap<EntityId, SectorId> born = new TreeMap<>();
    private final Set<EntityId> deleted = new TreeSet<>();

    Overlay(RuleView confirmed) {
        this(confirmed, confirmed.tick(), confirmed.seed(), confirmed.player());
    }

    /** An overlay in which one command is decided: at this tick, with these dice, of this player. */
    Overlay(RuleView confirmed, long tick, long seed, PeerId player) {
        this.confirmed = confirmed;
        this.tick = tick;
        this.seed = seed;
        this.player = player;
    }

    void put(EntityId entity, Record value) {
        written.computeIfAbsent(entity, id -> new java.util.LinkedHashMap<>()).put(value.getClass(), value);
    }

    void spawn(EntityId entity, SectorId sector, PeerId owner) {
        born.put(entity, sector);
        claimed.put(entity, owner);
    }

    void claim(EntityId entity, PeerId owner) {
        claimed.put(entity, owner);
    }

    void delete(EntityId entity) {
        deleted.add(entity);
    }

    /** Takes over what another overlay on top of this one decided. */
    void absorb(Overlay top) {
        top.written.forEach((entity, values) -> values.values().forEach(value -> put(entity, value)));
        claimed.putAll(top.claimed);
        born.putAll(top.born);
        deleted.addAll(top.deleted);
    }

    /** The predicted value of a cell, or null if nothing is predicted for it. */
    @Nullable Record predicted(EntityId entity, Class<? extends Record> type) {
        Map<Class<? extends Record>, Record> values = written.get(entity);
        return values == null ? null : values.get(type);
    }

    boolean isDeleted(EntityId entity) {
        return deleted.contains(entity);
    }

    /** Visits the predicted cells and deletions; a deletion has no type. */
    void eachChange(BiConsumer<EntityId, @Nullable Class<? extends Record>> visitor) {
        written.forEach((entity, values) -> values.keySet().forEach(type -> visitor.accept(entity, type)));
        deleted.forEach(entity -> visitor.accept(entity, null));
    }

    @Override
    public PeerId player() {
        return player;
    }

    @Override
    public long tick() {
        return tick;
    }

    @Override
    public long worldMillis() {
        return confirmed.worldMillis();
    }

    @Override
    public long seed() {
        return seed;
    }

    @Override
    public SectorGrid grid() {
        return confirmed.grid();
    }

    @Override
    public boolean exists(EntityId entity) {
        return !deleted.contains(entity) && (born.containsKey(entity) || confirmed.exists(entity));
    }

    @Override
    public @Nullable PeerId owner(EntityId entity) {
        PeerId owner = claimed.get(entity);
        return owner == null ? confirmed.owner(entity) : owner;
    }

    @Override
    public SectorId sectorOf(EntityId entity) {
        SectorId sector = born.get(entity);
        return sector == null ? confirmed.sectorOf(entity) : sector;
    }

    @Override
    public <T extends Record> @Nullable T get(EntityId entity, Class<T> type) {
        if (deleted.contains(entity)) {
            return null;
        }
        Record value = predicted(entity, type);
        return value == null ? confirmed.get(entity, type) : type.cast(value);
    }

    @Override
    public <T extends Record> void each(Class<T> type, BiConsumer<EntityId, T> visitor) {
        TreeMap<EntityId, T> all = new TreeMap<>();
        confirmed.each(type, all::put);
        written.forEach((entity, values) -> {
            Record value = values.get(type);
            if (value != null) {
                all.put(entity, type.cast(value));
            }
        });
        deleted.forEach(all::remove);
        all.forEach(visitor);
    }
}

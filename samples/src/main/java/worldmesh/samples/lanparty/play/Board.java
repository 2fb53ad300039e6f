package worldmesh.samples.lanparty.play;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import worldmesh.samples.lanparty.island.Island;
import worldmesh.samples.lanparty.island.Tile;
import worldmesh.world.entity.EntityId;

/** What stands where, as this peer knows it: an index over the world for walking, building and looking around. */
final class Board {
    /** The fire burns here; nobody walks into it. */
    static final Tile FIRE = new Tile(0, 0);

    private final Map<EntityId, Thing> things = new TreeMap<>();
    private final Map<Tile, Set<EntityId>> tiles = new TreeMap<>();
    private @Nullable Island island;

    /** Lays the ground; before that nothing is free. */
    void lay(Island ground) {
        island = ground;
    }

    @Nullable Island island() {
        return island;
    }

    void put(Thing thing) {
        remove(thing.id());
        things.put(thing.id(), thing);
        tiles.computeIfAbsent(thing.tile(), tile -> new TreeSet<>()).add(thing.id());
    }

    @Nullable Thing remove(EntityId id) {
        Thing thing = things.remove(id);
        if (thing != null) {
            tiles.computeIfPresent(thing.tile(), (tile, ids) -> {
                ids.remove(id);
                return ids.isEmpty() ? null : ids;
            });
        }
        return thing;
    }

    @Nullable Thing find(EntityId id) {
        return things.get(id);
    }

    Stream<Thing> on(Tile tile) {
        return tiles.getOrDefault(tile, Set.of()).stream().map(things::get);
    }

    /** True if one can walk there. */
    boolean isFree(Tile tile) {
        return isBare(tile) && on(tile).noneMatch(thing -> thing.kind().isSolid());
    }

    /** True if one can build there. */
    boolean isBuildable(Tile tile) {
        return isBare(tile) && on(tile).findAny().isEmpty();
    }

    private boolean isBare(Tile tile) {
        return island != null && island.isLand(tile) && !tile.equals(FIRE);
    }

    /** The nearest thing that is wanted. */
    Optional<Thing> nearest(double x, double y, Predicate<Thing> wanted) {
        return things.values().stream()
                .filter(wanted)
                .min(Comparator.<Thing>comparingDouble(thing -> thing.tile().distanceTo(x, y))
                        .thenComparing(Thing::id));
    }

    Stream<Thing> all() {
        return things.values().stream();
    }
}

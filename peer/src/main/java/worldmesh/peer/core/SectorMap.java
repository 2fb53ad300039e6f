package worldmesh.peer.core;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import worldmesh.world.motion.NetworkTransform;
import worldmesh.world.sector.SectorGrid;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.WorldManifest;

/**
 * Says which sector a component puts its entity into, and where a command is decided, in the grid of the world once it
 * is known. Knows the ready components. Confined to the session's thread.
 */
public final class SectorMap {
    private final Map<Class<? extends Record>, BiFunction<Record, SectorGrid, SectorId>> sectors =
            new LinkedHashMap<>();
    private @Nullable SectorGrid wanted;
    private SectorGrid grid = SectorGrid.KILOMETRE;

    /** Knows where a transform is. */
    public SectorMap() {
        add(NetworkTransform.class, NetworkTransform::sectorIn);
    }

    /** Asks {@code sector} for records of {@code type}. */
    public <T extends Record> void add(Class<T> type, Function<? super T, SectorId> sector) {
        sectors.put(type, (value, world) -> sector.apply(type.cast(value)));
    }

    /** Asks {@code sector} for records of {@code type}, in the grid of the world. */
    public <T extends Record> void add(Class<T> type, BiFunction<? super T, SectorGrid, SectorId> sector) {
        sectors.put(type, (value, world) -> sector.apply(type.cast(value), world));
    }

    /** Founds a world with this grid, and refuses any world with another. */
    public void want(SectorGrid only) {
        wanted = only;
        grid = only;
    }

    /** The grid a world is founded with now. */
    SectorGrid founding() {
        return wanted == null ? SectorGrid.KILOMETRE : wanted;
    }

    /** Why the world of the manifest is not wanted here, or null if it is. */
    @Nullable String refusal(WorldManifest manifest) {
        return wanted == null || wanted.equals(manifest.grid())
                ? null
                : "the world '" + manifest.name() + "' was founded with sectors of " + manifest.grid()
                        + " and this side is set to " + wanted + "; set the sector size to "
                        + manifest.sectorMetres() + " or use another store directory";
    }

    /** Works in the grid of a world from now on. */
    void enter(WorldManifest manifest) {
        grid = manifest.grid();
    }

    /** The sector that {@code value} asks for, or null if it does not say. */
    @Nullable SectorId of(Record value) {
        BiFunction<Record, SectorGrid, SectorId> sector = sectors.get(value.getClass());
        return sector == null ? null : sector.apply(value, grid);
    }

    /** The sector the first of the components asks for, else the origin. */
    SectorId ofAny(Record... values) {
        for (Record value : values) {
            SectorId sector = of(value);
            if (sector != null) {
                return sector;
            }
        }
        return SectorId.ORIGIN;
    }
}

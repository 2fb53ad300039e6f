package worldmesh.peer.core;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import worldmesh.world.sector.SectorId;

/** Says which sector a component puts its entity into, and where a command is decided. */
public final class SectorMap {
    private final Map<Class<? extends Record>, Function<Record, SectorId>> sectors = new LinkedHashMap<>();

    /** Asks {@code sector} for records of {@code type}. */
    public <T extends Record> void add(Class<T> type, Function<? super T, SectorId> sector) {
        sectors.put(type, value -> sector.apply(type.cast(value)));
    }

    /** The sector that {@code value} asks for, or null if it does not say. */
    @Nullable SectorId of(Record value) {
        Function<Record, SectorId> sector = sectors.get(value.getClass());
        return sector == null ? null : sector.apply(value);
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

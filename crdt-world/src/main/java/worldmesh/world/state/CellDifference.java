package worldmesh.world.state;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.world.bytes.Payload;
import worldmesh.world.entity.EntityId;

/**
 * One thing that two states of a sector say otherwise of an entity.
 *
 * @param component the component whose values differ, 0 if the entity's life or place does
 * @param mine what the first says, null for nothing
 * @param theirs what the second says, null for nothing
 */
public record CellDifference(
        EntityId entity,
        int component,
        @Nullable String mine,
        @Nullable String theirs) {
    private static final int SHOWN_BYTES = 64;

    /** Adds all differences of one entity. */
    static void of(SectorState mine, SectorState theirs, EntityId entity, List<CellDifference> out) {
        String one = life(mine, entity);
        String other = life(theirs, entity);
        if (!one.equals(other)) {
            out.add(new CellDifference(entity, 0, one, other));
        }
        NavigableMap<Integer, Payload> values = values(mine, entity);
        NavigableMap<Integer, Payload> others = values(theirs, entity);
        NavigableMap<Integer, Payload> all = new TreeMap<>(values);
        all.putAll(others);
        for (int component : all.keySet()) {
            Payload value = values.get(component);
            Payload same = others.get(component);
            if (!Objects.equals(value, same)) {
                out.add(new CellDifference(entity, component, shown(value), shown(same)));
            }
        }
    }

    /** Adds what another replica, of which only hashes of values are known, says otherwise of an entity. */
    static void of(
            SectorState mine,
            EntityId entity,
            SortedMap<Integer, Long> hashes,
            SortedMap<Integer, Long> others,
            List<CellDifference> out) {
        SortedMap<Integer, Long> all = new TreeMap<>(hashes);
        all.putAll(others);
        NavigableMap<Integer, Payload> values = values(mine, entity);
        for (int component : all.keySet()) {
            Long hash = others.get(component);
            if (!Objects.equals(hashes.get(component), hash)) {
                String own = component == 0 ? life(mine, entity) : shown(values.get(component));
                String theirs = hash == null ? null : "hash " + HexFormat.of().toHexDigits(hash);
                out.add(new CellDifference(entity, component, own, theirs));
            }
        }
    }

    private static String life(SectorState state, EntityId entity) {
        int slot = state.slot(entity);
        if (slot == SectorState.NONE) {
            return state.isDead(entity) ? "dead" : "unknown";
        }
        Placement placement = state.placement(slot);
        Ownership ownership = placement.ownership();
        return (placement.present() ? "in " : "not here, in ")
                + placement.home()
                + (ownership == null ? "" : ", of " + ownership.owner());
    }

    private static NavigableMap<Integer, Payload> values(SectorState state, EntityId entity) {
        NavigableMap<Integer, Payload> out = new TreeMap<>();
        int slot = state.slot(entity);
        if (slot != SectorState.NONE) {
            state.eachValue(slot, out::put);
        }
        return out;
    }

    private static @Nullable String shown(@Nullable Payload value) {
        if (value == null) {
            return null;
        }
        byte[] bytes = value.array();
        String hex = HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, SHOWN_BYTES));
        return bytes.length > SHOWN_BYTES ? hex + "… of " + bytes.length + " bytes" : hex;
    }

    @Override
    public String toString() {
        String what = component == 0 ? "" : " component " + String.format(Locale.ROOT, "%08x", component);
        return entity + what + ": " + mine + " / " + theirs;
    }
}

package worldmesh.peer.predict;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.Schema;
import worldmesh.world.entity.EntityId;
import worldmesh.world.rule.RuleView;

/**
 * What the player was shown of one command when it was first predicted, to be held against what the authority made of
 * it. What was born in the prediction is left out: it had no name that others know.
 */
final class Forecast {
    private final boolean refused;
    private final Map<Rejection.Cell, Record> cells = new LinkedHashMap<>();
    private final List<EntityId> gone = new ArrayList<>();

    private Forecast(boolean refused) {
        this.refused = refused;
    }

    /** The forecast of a command that changed what {@code draft} says; null says that the rules refused it here. */
    static Forecast of(@Nullable Overlay draft, Schema schema) {
        Forecast forecast = new Forecast(draft == null);
        if (draft != null) {
            draft.eachChange((entity, type) -> {
                if (entity.replica() == 0) {
                    return;
                }
                if (type == null) {
                    forecast.gone.add(entity);
                } else {
                    Record value = Objects.requireNonNull(draft.predicted(entity, type));
                    forecast.cells.put(new Rejection.Cell(entity, type), settled(schema.typeOf(value), value));
                }
            });
        }
        return forecast;
    }

    /** As the value reads after it travelled: quantised. */
    private static <T extends Record> Record settled(ComponentType<T> type, Record value) {
        return type.codec().settled(type.type().cast(value));
    }

    boolean isRefused() {
        return refused;
    }

    List<Rejection.Cell> changed() {
        return List.copyOf(cells.keySet());
    }

    /** True if every cell holds what this forecast said, or what one of the {@code later} ones said of it. */
    boolean holds(RuleView confirmed, List<Forecast> later) {
        boolean alive = gone.stream().anyMatch(confirmed::exists);
        return !alive
                && cells.entrySet().stream().allMatch(cell -> {
                    Record now =
                            confirmed.get(cell.getKey().entity(), cell.getKey().type());
                    return cell.getValue().equals(now)
                            || later.stream().anyMatch(other -> other.says(cell.getKey(), now));
                });
    }

    private boolean says(Rejection.Cell cell, @Nullable Record value) {
        return gone.contains(cell.entity()) ? value == null : value != null && value.equals(cells.get(cell));
    }
}

package worldmesh.peer.doctor;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far members of the same world are.
 *
 * @param chosenNanos the round trip to the one that was named; 0 if unknown
 * @param placesNanos those to other places that are known, by their names
 */
record Surroundings(long chosenNanos, Map<String, Long> placesNanos) {
    /** Nothing is known. */
    static final Surroundings UNKNOWN = new Surroundings(0, Map.of());

    /** Copies the map. */
    Surroundings {
        placesNanos = Map.copyOf(placesNanos);
    }

    /** The name of the nearest of the places; null if none answers. */
    @Nullable String nearest() {
        return placesNanos.entrySet().stream()
                .min(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(null);
    }
}

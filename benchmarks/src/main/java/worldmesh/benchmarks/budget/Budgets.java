package worldmesh.benchmarks.budget;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;

/**
 * What each area's figure was when the last release was made.
 *
 * @param values by area
 */
public record Budgets(Map<Area, Double> values) {
    /** Copies the map. */
    public Budgets {
        values = Map.copyOf(values);
    }

    /** The budgets in a file of {@code area=number} lines; all areas must be there and above 0. */
    public static Budgets read(Path file) {
        Properties lines = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            lines.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("budgets " + file + " cannot be read; name them with --budgets", e);
        }
        Map<Area, Double> values = new EnumMap<>(Area.class);
        for (Area area : Area.values()) {
            values.put(area, number(file, area, lines.getProperty(area.key(), "")));
        }
        return new Budgets(values);
    }

    private static double number(Path file, Area area, String text) {
        try {
            double value = Double.parseDouble(text);
            if (value > 0 && !Double.isInfinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, with what was seen
        }
        throw new IllegalArgumentException("budgets " + file + ": " + area.key() + " is '" + text
                + "', must be a number above 0; take it from ./worldmesh bench budgets --json on a quiet machine");
    }

    double of(Area area) {
        return values.getOrDefault(area, 0.0);
    }
}

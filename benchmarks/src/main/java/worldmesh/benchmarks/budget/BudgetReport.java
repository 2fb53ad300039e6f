package worldmesh.benchmarks.budget;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The figures of all areas beside their budgets.
 *
 * @param figures by area
 * @param budgets what they are held to
 */
public record BudgetReport(Map<Area, Double> figures, Budgets budgets) {
    /** How much worse than its budget a figure may be. */
    public static final double WORSE_MAX = 0.05;

    private static final double PERCENT = 100;

    /** Copies the map. */
    public BudgetReport {
        figures = new EnumMap<>(figures);
    }

    /** The areas that are worse than they may be. */
    public List<Area> broken() {
        List<Area> broken = new ArrayList<>();
        figures.forEach((area, value) -> {
            if (!(area.worseBy(value, budgets.of(area)) <= WORSE_MAX)) {
                broken.add(area);
            }
        });
        return broken;
    }

    /** As keys and values. */
    public Map<String, Object> values() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("bench", "budgets");
        figures.forEach((area, value) -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put(area.figure(), value);
            row.put("budget", budgets.of(area));
            row.put("worsePercent", Math.round(PERCENT * PERCENT * area.worseBy(value, budgets.of(area))) / PERCENT);
            out.put(area.key(), row);
        });
        out.put("broken", broken().stream().map(Area::key).toList());
        out.put("worsePercentMax", PERCENT * WORSE_MAX);
        return out;
    }

    /** The gist for people: the areas that are worse, or that none is. */
    public String sentence() {
        List<String> worse = broken().stream()
                .map(area -> String.format(
                        Locale.ROOT,
                        "%s is %.1f %% worse (%s %.3f, budget %.3f)",
                        area.key(),
                        PERCENT * area.worseBy(figures.getOrDefault(area, Double.NaN), budgets.of(area)),
                        area.figure(),
                        figures.get(area),
                        budgets.of(area)))
                .toList();
        return worse.isEmpty() ? "every budget is kept" : String.join("; ", worse);
    }
}

package worldmesh.simulation.report;

import java.util.ArrayList;
import java.util.List;

/**
 * The bundle that CI runs: clean seeds must keep every promise, every planted bug must be found.
 *
 * @param clean one report per scenario without a plant
 * @param planted one report per planted bug
 */
public record CiReport(List<SimReport> clean, List<SimReport> planted) {
    /** Copies the lists. */
    public CiReport {
        clean = List.copyOf(clean);
        planted = List.copyOf(planted);
    }

    /** True if all clean seeds kept their promises and every plant was found. */
    public boolean kept() {
        return clean.stream().allMatch(SimReport::kept) && planted.stream().noneMatch(SimReport::kept);
    }

    /** What went wrong, one line each, for people. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        clean.forEach(report -> lines.addAll(report.lines()));
        for (SimReport report : planted) {
            if (report.kept()) {
                lines.add("the planted bug " + report.plant() + " was not found in "
                        + report.outcomes().size() + " seeds; the simulation is blind to it");
            }
        }
        return lines;
    }

    /** The clean seeds of all scenarios together as one JSON object, each by itself, and who found each plant. */
    public String json() {
        var outcomes = new ArrayList<SeedOutcome>();
        var each = new JsonText();
        for (SimReport report : clean) {
            outcomes.addAll(report.outcomes());
            each.raw(report.scenario(), report.json());
        }
        var found = new JsonText();
        planted.forEach(report -> found.put(report.plant(), report.firstFailedSeed()));
        long realNanos = clean.stream().mapToLong(SimReport::realNanos).sum();
        long budget = clean.stream().mapToLong(SimReport::budgetSeconds).sum();
        return new SimReport("ci", "", "none", outcomes, realNanos, budget)
                .totals()
                .put("violations", lines())
                .raw("scenarios", each.end())
                .raw("plantFoundAtSeed", found.end())
                .put("kept", kept())
                .end();
    }
}

package worldmesh.simulation.report;

import java.util.ArrayList;
import java.util.List;

/**
 * The bundle that CI runs: clean seeds must keep every promise, every planted bug must be found.
 *
 * @param clean the seeds without a plant
 * @param planted one report per planted bug
 */
public record CiReport(SimReport clean, List<SimReport> planted) {
    /** Copies the list. */
    public CiReport {
        planted = List.copyOf(planted);
    }

    /** True if all clean seeds kept their promises and every plant was found. */
    public boolean kept() {
        return clean.kept() && planted.stream().noneMatch(SimReport::kept);
    }

    /** What went wrong, one line each, for people. */
    public List<String> lines() {
        var lines = new ArrayList<>(clean.lines());
        for (SimReport report : planted) {
            if (report.kept()) {
                lines.add("the planted bug " + report.plant() + " was not found in "
                        + report.outcomes().size() + " seeds; the simulation is blind to it");
            }
        }
        return lines;
    }

    /** The clean report as one JSON object, with the seed that found each plant. */
    public String json() {
        var found = new JsonText();
        planted.forEach(report -> found.put(report.plant(), report.firstFailedSeed()));
        var clean = this.clean.json();
        return clean.substring(0, clean.length() - 1) + ",\"plantFoundAtSeed\":" + found.end() + ",\"kept\":" + kept()
                + "}";
    }
}

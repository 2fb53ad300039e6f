package worldmesh.benchmarks.crdt;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run of {@link CrdtBench} found, under the keys of the field.
 *
 * @param values by key, in their order
 * @param missed the demands that were not met
 * @param sound true if the replicas converged, and to the world that the bound has too
 */
public record CrdtReport(Map<String, Object> values, List<String> missed, boolean sound) {
    /** Copies what it is given. */
    public CrdtReport {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        missed = List.copyOf(missed);
    }

    /** The gist for people. */
    public String sentence() {
        String what = sound ? "converged" : "DID NOT CONVERGE";
        return String.format(
                Locale.ROOT,
                "%s of %s entities %s; %s",
                values.get("workload"),
                values.get("n"),
                what,
                missed.isEmpty() ? "every demand is met" : "missed: " + String.join(", ", missed));
    }
}

package worldmesh.benchmarks.doctor;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What came of all faults and of the healthy runs.
 *
 * @param results one for each fault
 * @param healthyRuns runs without a fault
 * @param blamed what was named in them all the same
 */
public record DoctorBenchReport(List<FaultResult> results, int healthyRuns, List<String> blamed) {
    /** So many of the whole catalogue are to be named first. */
    static final int NAMED_LEAST = 25;

    /** Copies the lists. */
    public DoctorBenchReport {
        results = List.copyOf(results);
        blamed = List.copyOf(blamed);
    }

    private long count(Predicate<FaultResult> which) {
        return results.stream().filter(which).count();
    }

    /** Injected, and not named first or not cured. */
    List<String> missed() {
        return results.stream()
                .filter(result -> !result.isSkipped() && !(result.namedFirst() && result.cured()))
                .map(FaultResult::id)
                .toList();
    }

    /** True if the demand is met: at most two of all are not named first, what was named is cured, nobody is blamed. */
    public boolean passed() {
        long injected = count(result -> !result.isSkipped());
        long named = count(FaultResult::namedFirst);
        long allowed = FaultCatalogue.COUNT - NAMED_LEAST;
        boolean tried = injected > 0 || (results.isEmpty() && healthyRuns > 0);
        return tried && injected - named <= allowed && named == count(FaultResult::cured) && blamed.isEmpty();
    }

    /** One JSON object. */
    public String toJson() {
        return String.format(
                Locale.ROOT,
                "{\"faults\":%d,\"injected\":%d,\"namedFirst\":%d,\"cured\":%d,\"healthyRuns\":%d,\"blamed\":%d,"
                        + "\"missed\":[%s],\"skipped\":[%s],\"blames\":[%s]}",
                results.size(),
                count(result -> !result.isSkipped()),
                count(FaultResult::namedFirst),
                count(FaultResult::cured),
                healthyRuns,
                blamed.size(),
                quoted(missed()),
                quoted(results.stream()
                        .filter(FaultResult::isSkipped)
                        .map(FaultResult::id)
                        .toList()),
                quoted(blamed));
    }

    private static String quoted(List<String> texts) {
        return texts.stream()
                .map(text -> "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                .collect(Collectors.joining(","));
    }

    /** The gist for people. */
    public String sentence() {
        return String.format(
                Locale.ROOT,
                "%d of %d faults injected, %d named first, %d cured; %d of %d healthy runs blamed something; missed %s",
                count(result -> !result.isSkipped()),
                results.size(),
                count(FaultResult::namedFirst),
                count(FaultResult::cured),
                blamed.size(),
                healthyRuns,
                missed());
    }
}

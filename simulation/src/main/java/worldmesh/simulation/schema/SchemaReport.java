package worldmesh.simulation.schema;

import java.util.List;

/**
 * What all boundaries said.
 *
 * @param results one per boundary
 * @param nanos the time it took
 */
public record SchemaReport(List<Result> results, long nanos) {
    /** Copies the results. */
    public SchemaReport {
        results = List.copyOf(results);
    }

    /**
     * What one boundary said.
     *
     * @param name the boundary
     * @param inputs how many it was given
     * @param taken how many of these it took
     * @param disagreements where it said something else than the schema, of value or path
     * @param nanos the time they took
     * @param findings the first of those, in words
     */
    public record Result(String name, long inputs, long taken, long disagreements, long nanos, List<String> findings) {
        /** Copies the findings. */
        public Result {
            findings = List.copyOf(findings);
        }
    }

    /** True if all boundaries agree with the schema. */
    public boolean kept() {
        return disagreements() == 0;
    }

    /** Inputs of the boundary that had fewest. */
    public long inputs() {
        return results.stream().mapToLong(Result::inputs).min().orElse(0);
    }

    /** Of all boundaries. */
    public long disagreements() {
        return results.stream().mapToLong(Result::disagreements).sum();
    }
}

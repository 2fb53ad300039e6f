package worldmesh.simulation.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.time.SystemClock;
import worldmesh.simulation.game.SimWorld;

/** A slice of {@code ./worldmesh soak schema}. */
class SchemaTrialTest {
    private static final long INPUTS = 3_000;
    private static final long NANOS = 60_000_000_000L;

    @Test
    void everyBoundarySaysOfEveryInputWhatTheSchemaSays() {
        SchemaTrial trial = new SchemaTrial(SystemClock.INSTANCE, List.of(SimWorld.SCHEMA));

        SchemaReport report = trial.run(INPUTS, NANOS, 1, progress -> {});

        assertEquals(
                List.of("wire", "disk", "import", "motion", "command", "row", "config"),
                report.results().stream().map(SchemaReport.Result::name).toList());
        for (SchemaReport.Result result : report.results()) {
            assertEquals(List.of(), result.findings(), result.name());
            long refused = result.inputs() - result.taken();
            assertTrue(
                    result.inputs() >= INPUTS && result.taken() > INPUTS / 10 && refused > INPUTS / 10,
                    result::toString);
        }
    }

    @Test
    void aBoundaryThatForgetsARangeIsFound() {
        SchemaTrial trial = new SchemaTrial(SystemClock.INSTANCE, List.of()).plant();

        SchemaReport report = trial.run(INPUTS, NANOS, 1, progress -> {});

        long planted = report.results().stream()
                .filter(result -> result.name().equals("planted"))
                .mapToLong(SchemaReport.Result::disagreements)
                .sum();
        assertTrue(planted > 0, report::toString);
        assertEquals(planted, report.disagreements());
    }
}

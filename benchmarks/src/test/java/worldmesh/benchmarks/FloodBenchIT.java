package worldmesh.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A short flood: what must hold on any machine. Its times are judged elsewhere, on a quiet one. */
@Timeout(60)
class FloodBenchIT {
    @Test
    void losesNoHonestCommandAndNoGoldToAFlood() {
        FloodReport report =
                FloodBench.run(FloodBenchOptions.defaults().withBudgetSeconds(3).withWindowMillis(500));

        assertEquals(0, report.lostHonest());
        assertTrue(report.ledgerUntouched(), report.toJson());
        assertTrue(report.limited() > 0, report.toJson());
        assertTrue(report.isSafe(), report.toJson());
        assertTrue(report.toJson().startsWith("{\"bench\":\"flood\",\"runs\":1,"), report.toJson());
    }
}

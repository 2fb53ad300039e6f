package worldmesh.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The benchmark runs and reports; its figures are judged elsewhere, on a quiet machine. */
class LinkBenchIT {
    @Test
    void reportsWithinItsBudget() {
        LinkReport report = LinkBench.run(new LinkBenchOptions(3, "::1", 3));

        assertTrue(report.runs() >= 1);
        assertEquals(24, report.recordOverheadBytes());
        assertTrue(report.messageOverheadBytes() <= 4);
        assertTrue(report.toJson().startsWith("{\"bench\":\"link\",\"runs\":"));
        assertTrue(report.reliableMessagesPerSecond() > 0);
    }
}

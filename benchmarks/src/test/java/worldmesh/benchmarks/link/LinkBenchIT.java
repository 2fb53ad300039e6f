package worldmesh.benchmarks.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The benchmark runs and reports; its figures are judged elsewhere, on a quiet machine. */
class LinkBenchIT {
    @Test
    void reportsWithinItsBudget() {
        LinkReport report = LinkBench.run(new LinkBenchOptions(3, "::1", 3));

        assertTrue(report.run().rounds() >= 1);
        assertEquals(24, report.throughput().overheadBytes());
        assertTrue(report.throughput().messageOverheadBytes() <= 4);
        assertTrue(report.toJson().startsWith("{\"bench\":\"link\",\"runs\":"));
        assertTrue(report.throughput().reliableMessagesPerSecond() > 0);
        assertTrue(report.flows().linkPerSecond() > 0);
        assertTrue(report.flows().cpuMicros() > 0);
        for (String name : PeerProcess.NAMES) {
            boolean measured = report.trips().containsKey(LinkReport.peer(name));
            assertTrue(measured != report.skipped().containsKey(name), name + " has a figure or a reason");
        }
    }
}

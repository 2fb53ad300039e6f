package worldmesh.benchmarks.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LinkReportTest {
    private static final Map<String, RoundTrips> TRIPS = Map.of(
            "rawUdp", new RoundTrips(6, 30, 1, 1),
            "link", new RoundTrips(12, 60, 2, 2),
            "reliable", new RoundTrips(18, 90, 3, 3),
            "kryonet", new RoundTrips(7.5, 40, 1.25, 1.3));

    private static LinkReport report(double ppsRatio, double cpuMicros, double allocated) {
        return new LinkReport(
                new LinkReport.Run(10, 45),
                TRIPS,
                Map.of("nettyQuic", "no \"native\" library\\here"),
                new LinkReport.Connects(5, 9),
                new LinkReport.Throughput(24, 3, 300_000, 60),
                new LinkReport.Flows(
                        100_000,
                        ppsRatio * 100_000,
                        ppsRatio,
                        cpuMicros,
                        new LinkReport.Allocation(2_000 + allocated, 2_000)));
    }

    @Test
    void tellsFiguresOfWhoWasThereAndTheReasonOfWhoWasNot() {
        String json = report(0.7, 5, 40).toJson();

        assertTrue(json.contains("\"kryonetMicrosP50\":7.50,"), json);
        assertTrue(json.contains("\"nettyQuicMicrosP50\":null,\"nettyQuicMicrosP99\":null,"), json);
        assertTrue(json.contains("\"skipped\":{\"nettyQuic\":\"no \\\"native\\\" library\\\\here\"}"), json);
        assertTrue(json.endsWith(",\"missed\":[],\"passed\":true}"), json);
    }

    @Test
    void namesEveryDemandThatWasMissed() {
        LinkReport report = report(0.5, 9, 65);

        assertEquals(List.of("ppsRatio", "cpuMicrosPerDatagram", "allocBytesPerDatagram"), report.missed());
        assertFalse(report.passed());
        assertTrue(report.sentence().endsWith("not measured: nettyQuic"), report.sentence());
    }
}

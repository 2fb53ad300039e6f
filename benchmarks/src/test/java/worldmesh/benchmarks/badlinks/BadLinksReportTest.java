package worldmesh.benchmarks.badlinks;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BadLinksReportTest {
    private static BadLinksReport.Lab figures(double linkBytesPerSecond, double share, int lost) {
        return new BadLinksReport.Lab("", "", "reno", 100_000, linkBytesPerSecond, 60, 200, 55, 120, share, lost);
    }

    @Test
    void laboratoryThatBrokeIsAFailureAndOneThatCannotBeIsSkipped() {
        BadLinksReport.Lab broken = BadLinksReport.Lab.failed("the client \"lan2\"\nsaid nothing");

        assertFalse(broken.passed());
        assertTrue(broken.toJson().contains("\"failure\":\"the client 'lan2' said nothing\""), broken.toJson());
        assertTrue(BadLinksReport.Lab.skipped("no namespaces").passed());
    }

    @Test
    void eachFigureCanFailARun() {
        assertTrue(figures(250_000, 0.9, 0).passed());
        assertFalse(figures(190_000, 0.9, 0).passed());
        assertFalse(figures(250_000, 0.4, 0).passed());
        assertFalse(figures(250_000, 1.6, 0).passed());
        assertFalse(figures(250_000, 0.9, 1).passed());
    }
}

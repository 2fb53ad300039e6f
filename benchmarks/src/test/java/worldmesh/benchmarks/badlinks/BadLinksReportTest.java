package worldmesh.benchmarks.badlinks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BadLinksReportTest {
    private static Contest contest(double linkBytesPerSecond, int lost) {
        return new Contest(100_000, linkBytesPerSecond, 60, 200, 55, 120, lost);
    }

    private static BadLinksReport.Lab figures(double linkBytesPerSecond, double share, int lost) {
        return new BadLinksReport.Lab("", "", "reno", contest(linkBytesPerSecond, lost), Optional.empty(), share);
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
        assertFalse(congested(190_000).passed());
        assertTrue(congested(250_000).passed());
    }

    private static BadLinksReport.Lab congested(double linkBytesPerSecond) {
        return new BadLinksReport.Lab(
                "", "", "reno", contest(250_000, 0), Optional.of(contest(linkBytesPerSecond, 0)), 0.9);
    }

    @Test
    void readsWhatTheNearEndSays() {
        var read = Contest.of(List.of("180000", "1394000", "52.70", "191.00", "50.80", "122.00", "3"));

        assertEquals(new Contest(180_000, 1_394_000, 52.7, 191, 50.8, 122, 3), read);
    }
}

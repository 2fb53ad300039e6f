package worldmesh.benchmarks.asset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class AssetBenchReportTest {
    private static final long MILLI = 1_000_000L;

    private static Fetched after(long firstMillis, int sources) {
        return new Fetched(firstMillis * MILLI, 900 * MILLI, sources);
    }

    @Test
    void theWorstRoundDecides() {
        var good = AssetBenchReport.of(5, List.of(after(100, 3), after(499, 4), after(120, 3)));
        var late = AssetBenchReport.of(5, List.of(after(100, 3), after(500, 3)));
        var lonely = AssetBenchReport.of(5, List.of(after(100, 3), after(100, 2)));

        assertTrue(good.passed());
        assertFalse(late.passed());
        assertFalse(lonely.passed());
        assertEquals(
                "{\"rounds\":3,\"fileBytes\":5,\"sourcesLeast\":3,\"firstMillisP50\":120.0,\"firstMillisMax\":499.0,"
                        + "\"wholeMillisP50\":900.0,\"passed\":true}",
                good.toJson());
    }

    @Test
    void whatCannotBeMeasuredIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new AssetBenchOptions(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new AssetBenchOptions(1, 0));
    }
}

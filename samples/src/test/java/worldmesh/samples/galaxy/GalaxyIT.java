package worldmesh.samples.galaxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three sides over real UDP and RocksDB for a few seconds, judged by the checker's own process. */
@Timeout(180)
class GalaxyIT {
    @Test
    void threeSidesFightAndEveryPromiseHolds() {
        StringWriter findings = new StringWriter();
        StringWriter said = new StringWriter();
        int code = GalaxyCommand.run(
                new GalaxyOptions(3, 5, true), new PrintWriter(findings, true), new PrintWriter(said, true));

        assertEquals(0, code, () -> findings + " " + said);
        assertTrue(findings.toString().contains("\"peers\":3"), findings::toString);
    }

    @Test
    void sizesOutOfBoundsAreRefusedWithTheirBounds() {
        var refused = assertThrows(IllegalArgumentException.class, () -> new GalaxyOptions(1, 5, true));

        assertEquals("--peers is 1, must be within 2..6", refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new GalaxyOptions(3, 4, true));
    }
}

package worldmesh.samples.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Four anglers in four processes; whoever holds the authority is killed twice. */
@Timeout(300)
class HybridIT {
    /** Where the machine lets a process stand for longer, how long something takes says nothing of the engine. */
    private static final int CALM_MILLIS = 40;

    @TempDir
    Path directory;

    @Test
    void theAuthorityDiesTwiceAndNobodyMissesALineAFishOrOnACalmMachineAFrame() throws JsonProcessingException {
        StringWriter out = new StringWriter();
        StringWriter said = new StringWriter();
        int code = HybridCommand.run(
                new HybridOptions(4, 16, 6, 2, true),
                directory,
                new PrintWriter(out, true),
                new PrintWriter(said, true));

        JsonNode found = new ObjectMapper().readTree(out.toString());
        String all = out + " " + said;
        assertEquals(2, found.path("kills").asInt(-1), all);
        assertTrue(found.path("framesExpected").asLong() > 4_000, all);
        assertEquals(0, found.path("silentPaths").asInt(-1), all);
        assertTrue(found.path("chatSaid").asInt() > 20, all);
        assertEquals(0, found.path("chatLost").asInt(-1), all);
        assertTrue(found.path("receipts").asInt() > 100, all);
        assertEquals(0, found.path("lostAcks").asInt(-1), all);
        assertEquals(0, found.path("duplicateEffects").asInt(-1), all);
        assertEquals(0, found.path("unanswered").asInt(-1), all);
        assertEquals(0, found.path("fishFromNowhere").asInt(-1), all);
        assertTrue(found.path("converged").asBoolean(), all);
        assertEquals(0, found.path("problems").size(), all);
        assertTrue(code == 0 || found.path("machineStallMillis").asLong() > CALM_MILLIS, all);
    }

    @Test
    void sizesOutOfBoundsAreRefusedWithTheirBounds() {
        var refused = assertThrows(IllegalArgumentException.class, () -> new HybridOptions(2, 60, 6, 2, true));

        assertEquals("the number of peers is 2, must be within 3..16", refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new HybridOptions(4, 14, 6, 2, true));
    }
}

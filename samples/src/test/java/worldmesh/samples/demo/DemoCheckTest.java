package worldmesh.samples.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verdicts of the demonstration can say no. */
class DemoCheckTest {
    private static final Findings GOOD = new Findings(3, 900, 700, true, "ab", 400, 0, 0, 5_000, 5_000, true, 800, 30);

    @TempDir
    Path directory;

    @Test
    void everyPromiseHeldIsGood() {
        assertTrue(GOOD.good());
    }

    @Test
    void eachBrokenPromiseIsFound() {
        assertFalse(new Findings(3, 900, 700, false, "ab", 400, 0, 0, 5_000, 5_000, true, 800, 30).good());
        assertFalse(new Findings(3, 900, 700, true, "ab", 0, 0, 0, 5_000, 5_000, true, 800, 30).good());
        assertFalse(new Findings(3, 900, 700, true, "ab", 400, 1, 0, 5_000, 5_000, true, 800, 30).good());
        assertFalse(new Findings(3, 900, 700, true, "ab", 400, 0, 1, 5_000, 5_000, true, 800, 30).good());
        assertFalse(new Findings(3, 900, 700, true, "ab", 400, 0, 0, 5_000, 4_999, true, 800, 30).good());
        assertFalse(new Findings(3, 900, 700, true, "ab", 400, 0, 0, 5_000, 5_000, false, 800, 30).good());
        assertFalse(new Findings(3, 900, 700, true, "ab", 400, 0, 0, 5_000, 5_000, true, -1, 30).good());
    }

    @Test
    void theJsonHasTheKeysOfTheIssueInTheirOrder() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        JsonNode json = mapper.readTree(mapper.writeValueAsString(GOOD));
        List<String> keys = new ArrayList<>();
        json.fieldNames().forEachRemaining(keys::add);

        assertEquals(
                List.of(
                        "peers",
                        "startMillisMax",
                        "joinMillisMax",
                        "converged",
                        "digest",
                        "acked",
                        "lostAcks",
                        "duplicateEffects",
                        "goldBefore",
                        "goldAfter",
                        "restored",
                        "rejoinMillis",
                        "budgetSeconds"),
                keys);
    }

    @Test
    void aReceiptsFileThatWasTornByTheKillIsReadUpToTheTear() throws IOException {
        Path file = Files.write(directory.resolve("receipts.bin"), new byte[] {0, 0, 1, 0, 9, 9});

        assertEquals(List.of(), ReceiptReader.acknowledged(file));
        assertEquals(List.of(), ReceiptReader.acknowledged(directory.resolve("none")));
    }

    @Test
    void aReceiptThatProvesNothingIsNoReceipt() throws IOException {
        Path file = Files.write(directory.resolve("receipts.bin"), new byte[] {2, 0, 0, 0, 0, 0});

        assertThrows(IllegalStateException.class, () -> ReceiptReader.acknowledged(file));
    }

    @Test
    void aReportIsReadByKey() {
        PeerDirectory peer = new PeerDirectory("ANN", directory.resolve("ANN"));
        peer.report("join 12");
        peer.report("epoch 99");
        peer.report("epoch 100");

        assertEquals(List.of(12L), peer.reported("join"));
        assertEquals(List.of(99L, 100L), peer.reported("epoch"));
    }

    @Test
    void refusesADurationOutOfBounds() {
        assertThrows(IllegalArgumentException.class, () -> new DemoOptions(true, 3, true));
        assertThrows(IllegalArgumentException.class, () -> new DemoOptions(true, 90_000, true));
    }
}

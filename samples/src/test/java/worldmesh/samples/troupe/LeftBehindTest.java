package worldmesh.samples.troupe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.peer.port.AuthorityStatus;

/** What the players left on disk, and said, is read as it was meant. */
class LeftBehindTest {
    @TempDir
    Path directory;

    @Test
    void aReceiptsFileThatWasTornByTheKillIsReadUpToTheTear() throws IOException {
        Path file = Files.write(directory.resolve("receipts.bin"), new byte[] {0, 0, 1, 0, 9, 9});

        assertEquals(Map.of(), ReceiptReader.acknowledged(file));
        assertEquals(Map.of(), ReceiptReader.acknowledged(directory.resolve("none")));
    }

    @Test
    void aReceiptThatProvesNothingIsNoReceipt() throws IOException {
        Path file = Files.write(directory.resolve("receipts.bin"), new byte[] {2, 0, 0, 0, 0, 0});

        assertThrows(IllegalStateException.class, () -> ReceiptReader.acknowledged(file));
    }

    @Test
    void aReportIsReadByKey() {
        PeerDirectory peer = PeerDirectory.of(directory, "ANN");
        peer.report("join 12");
        peer.report("ack 99 1");
        peer.report("ack 100 2");

        assertEquals(List.of(12L), peer.reported("join"));
        assertEquals(List.of(99L, 100L), peer.reported("ack"));
        assertEquals(
                List.of(List.of(99L, 1L), List.of(100L, 2L)), peer.lines("ack").toList());
        assertEquals(List.of(), PeerDirectory.of(directory, "BOB").reported("join"));
    }

    @Test
    void whatAPlayerSaysOfItsPartIsUnderstood() {
        Standing standing = Standing.parse("FOLLOWER 3 4 1700000000000");

        assertEquals(new Standing(AuthorityStatus.Role.FOLLOWER, 3, 4, 1_700_000_000_000L), standing);
        assertTrue(standing.isSeated());
        assertFalse(Standing.parse("LEARNER 3 4 1").isSeated());
        assertFalse(Standing.parse("PROVISIONAL 3 4 1").isSeated());
    }

    @Test
    void whatAProcessUsesIsUnderstood() {
        assertEquals(new Usage(1_000, 20, 30), Usage.parse(new Usage(1_000, 20, 30).toLine()));
    }
}

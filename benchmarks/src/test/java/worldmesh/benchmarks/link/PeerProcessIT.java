package worldmesh.benchmarks.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of the others when they are not there. */
class PeerProcessIT {
    private static final long ROUND_NANOS = 1_000_000L;

    @Test
    void skipsAllOfThemWithoutTheirLibraries(@TempDir Path empty) {
        try (PeerProcess peers = PeerProcess.start("127.0.0.1", empty)) {
            assertEquals(
                    new TreeSet<>(PeerProcess.NAMES),
                    new TreeSet<>(peers.skipped().keySet()));
            assertTrue(String.valueOf(peers.skipped().get("kryonet")).contains("is not there"));
            assertTrue(Double.isNaN(peers.round("kryonet", ROUND_NANOS)[0]));
        }
    }

    @Test
    void skipsAllOfThemIfTheirProcessDies(@TempDir Path root) throws Exception {
        Path file = root.resolve(PeerProcess.CLASS_PATH);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "nothing-here.jar", StandardCharsets.UTF_8);

        try (PeerProcess peers = PeerProcess.start("127.0.0.1", root)) {
            assertEquals("their process ended by itself", peers.skipped().get("kwik"));
        }
    }
}

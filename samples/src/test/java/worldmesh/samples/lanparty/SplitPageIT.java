package worldmesh.samples.lanparty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a player whose host is killed, in a real browser: {@code src/test/e2e/split.mjs}. */
class SplitPageIT {
    private static final Path SCRIPTS = Path.of("src/test/e2e");

    @TempDir
    Path directory;

    @Test
    void aPlayerWhoseHostIsKilledSeesWhatIsProvisionalAndGoesOnAlone() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/chromium")), "no /usr/bin/chromium: apt-get install chromium");
        assumeTrue(Files.isDirectory(SCRIPTS.resolve("node_modules")), "no node_modules: npm ci in " + SCRIPTS);
        Process ann = KillableHost.start("ANN", directory);
        try (Peers peers = new Peers(directory);
                BufferedReader said = ann.inputReader(StandardCharsets.UTF_8)) {
            Peers.Peer bob = peers.join("BOB", said.readLine());
            Peers.await(bob.playing);
            Process script = new ProcessBuilder(
                            "node",
                            "split.mjs",
                            Peers.await(bob.page),
                            String.valueOf(ann.pid()),
                            Path.of("target/split.png").toAbsolutePath().toString())
                    .directory(SCRIPTS.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertEquals(0, script.waitFor(), output);
        } finally {
            ann.destroyForcibly().waitFor();
        }
    }
}

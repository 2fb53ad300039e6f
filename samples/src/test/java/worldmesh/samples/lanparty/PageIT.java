package worldmesh.samples.lanparty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages of two peers in a real browser: {@code src/test/e2e/page.mjs}. */
class PageIT {
    private static final Path SCRIPTS = Path.of("src/test/e2e");

    @TempDir
    Path directory;

    @Test
    void twoPeopleWalkBuildChatAndMineInTheirBrowsers() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/chromium")), "no /usr/bin/chromium: apt-get install chromium");
        assumeTrue(Files.isDirectory(SCRIPTS.resolve("node_modules")), "no node_modules: npm ci in " + SCRIPTS);
        try (Peers peers = new Peers(directory)) {
            Peers.Peer ann = peers.host("ANN");
            Peers.Peer bob = peers.join("BOB", ann);
            Peers.await(bob.playing);
            String[] command = {
                "node",
                "page.mjs",
                Peers.await(ann.page),
                Peers.await(bob.page),
                screenshot().toString()
            };

            Process script = new ProcessBuilder(command)
                    .directory(SCRIPTS.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertEquals(0, script.waitFor(), output);
        }
    }

    private static Path screenshot() {
        return Path.of("target/live-map.png").toAbsolutePath();
    }
}

package worldmesh.samples.lanparty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.runtime.time.SystemClock;

/** Whole peers share files over real UDP and real disks; some are killed -9 meanwhile. */
class SharedFilesIT {
    private static final long WAIT_NANOS = 60_000_000_000L;

    @TempDir
    Path directory;

    private Path file(String name, int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return Files.write(directory.resolve(name), bytes);
    }

    private Path downloaded(String player, String name) {
        return directory.resolve(player).resolve("downloads").resolve(name);
    }

    @Test
    void whatOneSharesTheOthersSeeAndTake() throws IOException {
        Path own = file("my level.zip", 6_000_000);
        try (Peers peers = new Peers(directory)) {
            Peers.Peer ann = peers.host("ANN");
            Peers.await(ann.playing);
            Peers.Peer bob = peers.join("BOB", ann);
            Peers.Peer eve = peers.join("EVE", ann);
            Peers.await(bob.playing);
            Peers.await(eve.playing);

            peers.tell(0, "share " + own);
            until(() -> !bob.lastTold("ANN shares my level.zip, 6000000 bytes, hash ")
                    .isEmpty());
            until(() -> !eve.lastTold("ANN shares").isEmpty());
            assertFalse(Files.exists(downloaded("BOB", "")));
            peers.tell(1, "take my level.zip");
            peers.tell(2, "take 1");
            until(() -> !bob.lastTold("fetched my level.zip").isEmpty());
            until(() -> !eve.lastTold("fetched my level.zip").isEmpty());

            assertEquals(-1, Files.mismatch(own, downloaded("BOB", "my level.zip")));
            assertEquals(-1, Files.mismatch(own, downloaded("EVE", "my level.zip")));
            assertTrue(bob.lastTold("hash").contains(Objects.requireNonNull(hash(eve.lastTold("hash")))));
        }
    }

    private static String hash(String told) {
        return told.substring(told.indexOf("hash ") + 5, told.indexOf("hash ") + 69);
    }

    @Test
    void whatCannotBeSharedOrTakenIsSaid() {
        try (Peers peers = new Peers(directory)) {
            Peers.Peer ann = peers.host("ANN");
            Peers.await(ann.playing);
            peers.tell(0, "share " + directory.resolve("none"));
            peers.tell(0, "take 7");
            peers.tell(0, "help");

            until(() -> !ann.lastTold("is no file; name one that exists").isEmpty());
            until(() -> ann.told.contains("REJECTED no file '7'; files lists them"));
            until(() -> ann.told.contains("<> share PATH (a file, to everybody here)"));
        }
    }

    /** Either side is killed in the middle; what was verified is not sent again. */
    @Test
    void killedPeersGoOnWhereTheyWere() throws Exception {
        Path own = file("level.zip", 40_000_000);
        Process ann = start("ANN");
        String link;
        try (Peers peers = new Peers(directory);
                BufferedReader said = ann.inputReader(StandardCharsets.UTF_8)) {
            String told = await(said, "worldmesh://");
            link = told.substring(told.indexOf("worldmesh://"));
            Peers.Peer bob = peers.join("BOB", link);
            Peers.await(bob.playing);
            type(ann, "share " + own);
            until(() -> !bob.lastTold("ANN shares level.zip").isEmpty());
            peers.tell(0, "take level.zip");
            until(() -> partBytes("BOB") > 4_000_000);
        } finally {
            ann.destroyForcibly().waitFor();
        }
        assertFalse(Files.exists(downloaded("BOB", "level.zip")));
        long before = partBytes("BOB");

        Process again = start("ANN");
        Process bob = null;
        try (BufferedReader said = again.inputReader(StandardCharsets.UTF_8)) {
            String told = await(said, "worldmesh://");
            link = told.substring(told.indexOf("worldmesh://"));
            bob = join("BOB", link);
            until(() -> partBytes("BOB") > before + 4_000_000);
            bob.destroyForcibly().waitFor();
            assertFalse(Files.exists(downloaded("BOB", "level.zip")));
            bob = join("BOB", link);
            try (BufferedReader heard = bob.inputReader(StandardCharsets.UTF_8)) {
                String fetching = await(heard, "fetching level.zip");
                assertFalse(fetching.contains(" 0 % here"), fetching);
                await(heard, "fetched level.zip");
            }
        } finally {
            again.destroyForcibly().waitFor();
            if (bob != null) {
                bob.destroyForcibly().waitFor();
            }
        }
        assertEquals(-1, Files.mismatch(own, downloaded("BOB", "level.zip")));
    }

    /** What the unfinished file takes on the disk, holes apart: it grows from several places. */
    private long partBytes(String player) {
        try (Stream<Path> files = Files.list(directory.resolve(player).resolve("downloads"))) {
            Path part = files.filter(each -> each.toString().endsWith(".part"))
                    .findFirst()
                    .orElse(null);
            return part == null ? 0 : taken(part);
        } catch (IOException e) {
            return 0; // not there yet
        }
    }

    private static long taken(Path part) throws IOException {
        byte[] bytes = Files.readAllBytes(part);
        long taken = 0;
        for (int at = 0; at < bytes.length; at += 4_096) {
            taken += bytes[at] != 0 || bytes[Math.min(bytes.length, at + 100) - 1] != 0 ? 4_096 : 0;
        }
        return taken;
    }

    private Process start(String name) throws IOException {
        return run(name, "");
    }

    private Process join(String name, String link) throws IOException {
        return run(name, link);
    }

    private Process run(String name, String link) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("java.class.path");
        String store = directory.resolve(name).toString();
        return new ProcessBuilder(java, "-cp", classes, KillableSharer.class.getName(), name, store, link)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void type(Process process, String line) throws IOException {
        OutputStream input = process.getOutputStream();
        input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
    }

    private static String await(BufferedReader said, String part) throws IOException {
        String line = Objects.requireNonNull(said.readLine(), "the peer ended");
        while (!line.contains(part)) {
            line = Objects.requireNonNull(said.readLine(), "the peer ended before it said " + part);
        }
        return line;
    }

    private static void until(BooleanSupplier condition) {
        long end = SystemClock.INSTANCE.nanoTime() + WAIT_NANOS;
        while (!condition.getAsBoolean()) {
            assertTrue(SystemClock.INSTANCE.nanoTime() < end, "waited in vain");
            LockSupport.parkNanos(20_000_000);
        }
    }
}

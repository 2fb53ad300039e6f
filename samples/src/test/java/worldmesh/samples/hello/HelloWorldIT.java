package worldmesh.samples.hello;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's program, started twice as a reader would, over the local network's multicast. */
class HelloWorldIT {
    private static final int LINES_MAX = 15;
    private static final Path SOURCE = Path.of("src/main/java/worldmesh/samples/hello/HelloWorld.java");

    @TempDir
    Path directory;

    @Test
    void twoProcessesShareEntities() throws IOException {
        Process host = start("host");
        try {
            CompletableFuture<Void> hostHears = hears(host, "hello from join");
            Process joiner = start("join");
            try {
                CompletableFuture.allOf(hostHears, hears(joiner, "hello from host"))
                        .orTimeout(30, TimeUnit.SECONDS)
                        .join();
            } finally {
                joiner.destroyForcibly();
            }
        } finally {
            host.destroyForcibly();
        }
    }

    @Test
    void itIsAtMostFifteenLines() throws IOException {
        List<String> code = Files.readAllLines(SOURCE).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("/**") && !line.startsWith("*"))
                .filter(line -> !line.startsWith("import ") && !line.startsWith("package "))
                .toList();

        assertTrue(code.size() <= LINES_MAX, code.size() + " lines: " + code);
    }

    private Process start(String role) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HelloWorld.class.getName(),
                        role,
                        directory.resolve(role).toString())
                .redirectErrorStream(true)
                .start();
    }

    private static CompletableFuture<Void> hears(Process process, String text) {
        return CompletableFuture.runAsync(() -> {
            try (BufferedReader lines = process.inputReader()) {
                StringBuilder said = new StringBuilder();
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    said.append(line).append('\n');
                    if (line.contains(text)) {
                        return;
                    }
                }
                throw new IllegalStateException("ended without '" + text + "': " + said);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}

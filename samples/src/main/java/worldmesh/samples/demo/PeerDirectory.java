package worldmesh.samples.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** The files of one peer of the demonstration: store, receipts, and the report it writes about itself. */
record PeerDirectory(String name, Path path) {
    Path store() {
        return path.resolve("store");
    }

    Path receipts() {
        return path.resolve("receipts.bin");
    }

    /** The store as the kill left it. */
    Path storeAtKill() {
        return path.resolve("store-at-kill");
    }

    private Path report() {
        return path.resolve("report.txt");
    }

    /** Adds a line to the report. */
    void report(String line) {
        try {
            Files.createDirectories(path);
            Files.writeString(
                    report(),
                    line + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + report() + ": " + e.getMessage(), e);
        }
    }

    /** The numbers reported under a key, in order. */
    List<Long> reported(String key) {
        try (Stream<String> lines = Files.lines(report(), StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.startsWith(key + " "))
                    .map(line -> Long.parseLong(line.substring(key.length() + 1)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + report() + ": " + e.getMessage(), e);
        }
    }

    /** Copies the store of a peer that was killed, byte by byte. */
    void keepStoreAtKill() {
        try (Stream<Path> files = Files.walk(store())) {
            for (Path file : files.toList()) {
                Path copy = storeAtKill().resolve(store().relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy " + store() + ": " + e.getMessage(), e);
        }
    }
}

package worldmesh.samples.troupe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** The files of one peer of a troupe: store, receipts, and the report it writes about itself. */
record PeerDirectory(String name, Path path) {
    /** The files of a peer in a troupe's directory. */
    static PeerDirectory of(Path troupe, String name) {
        return new PeerDirectory(name, troupe.resolve(name));
    }

    /** The report of the troupe's driver. */
    static PeerDirectory troupe(Path troupe) {
        return new PeerDirectory("", troupe);
    }

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

    /** The numbers reported under a key, in order; of a line with several the first. */
    List<Long> reported(String key) {
        return lines(key).map(line -> line.get(0)).toList();
    }

    /** The lines of numbers reported under a key, in order. */
    Stream<List<Long>> lines(String key) {
        if (!Files.exists(report())) {
            return Stream.empty();
        }
        try {
            return Files.readAllLines(report(), StandardCharsets.UTF_8).stream()
                    .filter(line -> line.startsWith(key + " "))
                    .map(line -> Stream.of(line.substring(key.length() + 1).split(" ", -1))
                            .map(Long::valueOf)
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + report() + ": " + e.getMessage(), e);
        }
    }

    /** What the store takes on disk; files that vanish meanwhile count nothing. */
    long storeBytes() {
        try (Stream<Path> files = Files.walk(store())) {
            return files.mapToLong(
                            file -> file.toFile().isFile() ? file.toFile().length() : 0)
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at " + store() + ": " + e.getMessage(), e);
        }
    }

    void create() {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + path + ": " + e.getMessage(), e);
        }
    }

    /** Deletes the store: who plays on here is somebody new. */
    void forgetStore() {
        RunDirectory.delete(store());
    }

    /** True if the first kill of this peer was kept. */
    boolean hasStoreAtKill() {
        return Files.exists(storeAtKill());
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

package worldmesh.samples.galaxy.play;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Where one peer of a galaxy keeps its store, its receipts and its report. */
public record PeerFiles(Path path) {
    /** The files of a peer in a galaxy's directory. */
    public static PeerFiles of(Path galaxy, String name) {
        return new PeerFiles(galaxy.resolve(name));
    }

    /** The world. */
    public Path store() {
        return path.resolve("store");
    }

    /** What the authority acknowledged. */
    public Path receipts() {
        return path.resolve("receipts.bin");
    }

    private Path report() {
        return path.resolve("report.txt");
    }

    /** Adds lines to what the peer says of itself. */
    void report(List<String> lines) {
        try {
            Files.createDirectories(path);
            Files.write(report(), lines, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + report() + ": " + e.getMessage(), e);
        }
    }

    /** The words after a key, of each line that begins with it, in order. */
    public List<List<String>> reported(String key) {
        try {
            return Files.readAllLines(report(), StandardCharsets.UTF_8).stream()
                    .filter(line -> line.startsWith(key + " "))
                    .map(line -> List.of(line.substring(key.length() + 1).split(" ", -1)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + report() + ": " + e.getMessage(), e);
        }
    }
}

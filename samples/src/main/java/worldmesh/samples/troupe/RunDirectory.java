package worldmesh.samples.troupe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where the peers of one run keep their files: made for the run, deleted after one that went well. */
public final class RunDirectory {
    private RunDirectory() {}

    /** A new one, named after what it is for. */
    public static Path create(String purpose) {
        try {
            return Files.createTempDirectory("worldmesh-" + purpose);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a directory for the peers: " + e.getMessage(), e);
        }
    }

    /** Deletes a directory with all that is in it. */
    public static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory + ": " + e.getMessage(), e);
        }
    }
}

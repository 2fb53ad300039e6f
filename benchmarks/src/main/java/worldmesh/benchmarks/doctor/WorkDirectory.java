package worldmesh.benchmarks.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory for one patient, gone with it. */
final class WorkDirectory implements AutoCloseable {
    private final Path path;
    private int made;

    WorkDirectory() {
        try {
            path = Files.createTempDirectory("worldmesh-doctor");
        } catch (IOException e) {
            throw new UncheckedIOException("the benchmark needs a temporary directory", e);
        }
    }

    Path path() {
        return path;
    }

    /** A path that nothing is at. */
    Path fresh(String name) {
        return path.resolve(name + made++);
    }

    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(path)) {
            List<Path> files = all.sorted(Comparator.reverseOrder()).toList();
            for (Path file : files) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + path + "; remove it by hand", e);
        }
    }
}

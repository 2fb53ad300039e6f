package worldmesh.samples.troupe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps figures that tests saw in {@code target/measured}. */
final class Measured {
    private Measured() {}

    static void note(String what, String line) {
        try {
            Path file = Files.createDirectories(Path.of("target/measured")).resolve(what + ".txt");
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package worldmesh.samples.hybrid.play;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where an angler keeps its store, its receipts and its diary. */
public record AnglerFiles(String name, Path path) {
    /** The files of an angler in a party's directory. */
    public static AnglerFiles of(Path party, String name) {
        return new AnglerFiles(name, party.resolve(name));
    }

    /** The world. */
    public Path store() {
        return path.resolve("store");
    }

    /** What the authority acknowledged. */
    public Path receipts() {
        return path.resolve("receipts.bin");
    }

    /** What it wrote down. */
    public Path diary() {
        return path.resolve("diary.txt");
    }

    /** What it said and heard by voice. */
    public Path voice() {
        return path.resolve("voice.txt");
    }

    /** Makes the directory. */
    public void create() {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + path + ": " + e.getMessage(), e);
        }
    }
}

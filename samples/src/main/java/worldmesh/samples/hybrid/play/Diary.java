package worldmesh.samples.hybrid.play;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What an angler writes down, a line for each thing that happened: a key, then words. Times are of the
 * machine's clock that never steps, in nanoseconds, which is one for all processes of a machine. Handed to the system
 * with every turn, so that a killed process leaves all but its last. Confined to the game's thread.
 */
final class Diary implements AutoCloseable {
    private final OutputStream out;
    private final StringBuilder turn = new StringBuilder();

    Diary(Path file) {
        try {
            this.out = Files.newOutputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    void note(String key, Object... words) {
        turn.append(key);
        for (Object word : words) {
            turn.append(' ').append(word);
        }
        turn.append('\n');
    }

    /** Hands over what was noted since the last turn. */
    void turn() {
        if (turn.length() == 0) {
            return;
        }
        try {
            out.write(turn.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the diary: " + e.getMessage(), e);
        }
        turn.setLength(0);
    }

    @Override
    public void close() {
        turn();
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the diary: " + e.getMessage(), e);
        }
    }
}

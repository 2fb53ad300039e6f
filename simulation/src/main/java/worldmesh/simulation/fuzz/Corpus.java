package worldmesh.simulation.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** The sound and once harmful inputs that are kept beside this class, one in hex per line. */
final class Corpus {
    private Corpus() {}

    static List<byte[]> of(String target) {
        try (InputStream in = Corpus.class.getResourceAsStream("/fuzz/" + target + ".hex")) {
            if (in == null) {
                throw new IllegalStateException("there is no corpus of fuzz target " + target);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return text.lines().map(HexFormat.of()::parseHex).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the corpus of fuzz target " + target + " cannot be read", e);
        }
    }
}

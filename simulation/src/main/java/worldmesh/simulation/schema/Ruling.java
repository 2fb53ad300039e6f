package worldmesh.simulation.schema;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a boundary says of an input.
 *
 * @param taken what it made of it, null if it refused it
 * @param path the field that it names in its refusal; empty if it only counts
 */
@SuppressWarnings("ArrayRecordComponent") // compared by agrees
record Ruling(byte @Nullable [] taken, String path) {
    static Ruling taken(byte[] canonical) {
        return new Ruling(canonical, "");
    }

    static Ruling refused(String path) {
        return new Ruling(null, path);
    }

    /** The same verdict, and the same path where both name one. */
    boolean agrees(Ruling other) {
        return Arrays.equals(taken, other.taken)
                && (path.isEmpty() || other.path.isEmpty() || plain(path).equals(plain(other.path)));
    }

    /** Text writes {@code ready-at} what code calls {@code readyAt}. */
    private static String plain(String path) {
        return path.replace("-", "").toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return taken == null ? "refused " + path : "taken as " + HexFormat.of().formatHex(taken);
    }
}

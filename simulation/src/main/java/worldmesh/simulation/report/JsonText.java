package worldmesh.simulation.report;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes one JSON object, key by key. */
final class JsonText {
    private final StringBuilder out = new StringBuilder("{");

    JsonText put(String key, long value) {
        return raw(key, Long.toString(value));
    }

    JsonText put(String key, boolean value) {
        return raw(key, Boolean.toString(value));
    }

    /** A number of seconds with a thousandth's precision. */
    JsonText putSeconds(String key, double value) {
        return raw(key, String.format(Locale.ROOT, "%.3f", value));
    }

    /** A whole number, or one with a ten thousandth's precision. */
    JsonText putRatio(String key, double value) {
        boolean whole = value == Math.rint(value);
        return raw(key, whole ? Long.toString((long) value) : String.format(Locale.ROOT, "%.4f", value));
    }

    JsonText put(String key, String value) {
        return raw(key, quote(value));
    }

    JsonText put(String key, List<String> values) {
        return raw(key, values.stream().map(JsonText::quote).collect(Collectors.joining(",", "[", "]")));
    }

    JsonText raw(String key, String json) {
        if (out.length() > 1) {
            out.append(',');
        }
        out.append(quote(key)).append(':').append(json);
        return this;
    }

    String end() {
        return out.append('}').toString();
    }

    private static String quote(String text) {
        var quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append("\\u").append(HexFormat.of().toHexDigits(c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}

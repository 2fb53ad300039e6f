package worldmesh.world.vectors;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;

/** The vectors of one file: bytes with their meaning, or with the mistake for which they are refused. */
@NullUnmarked // null is a value of JSON
final class Vectors {
    private final List<Map<String, Object>> all = new ArrayList<>();
    private final TreeSet<String> names = new TreeSet<>();

    private Map<String, Object> put(String name, String type, byte[] bytes) {
        if (!names.add(name)) {
            throw new IllegalStateException("two vectors are called " + name);
        }
        Map<String, Object> vector =
                Json.object("name", name, "type", type, "hex", HexFormat.of().formatHex(bytes));
        all.add(vector);
        return vector;
    }

    /** Bytes that mean a value; {@code more} are further names and values that the checker needs. */
    void means(String name, String type, byte[] bytes, Object value, Object... more) {
        Map<String, Object> vector = put(name, type, bytes);
        vector.putAll(Json.object(more));
        vector.put("value", value);
    }

    /** Bytes that must be refused. */
    void refused(String name, String type, byte[] bytes, String why) {
        put(name, type, bytes).put("refused", why);
    }

    /** Bytes that are no record of these fields. */
    void refusedRecord(String name, List<String> fields, byte[] bytes, String why) {
        Map<String, Object> vector = put(name, "record", bytes);
        vector.put("fields", fields);
        vector.put("refused", why);
    }

    /** A damaged vector, and whether it can be read all the same. */
    void judged(Map<String, Object> of, int number, byte[] bytes, boolean reads) {
        Map<String, Object> vector = put(of.get("name") + "-" + number, (String) of.get("type"), bytes);
        vector.put("fields", of.get("fields"));
        vector.put(reads ? "reads" : "refused", reads ? (Object) true : "the product refuses it");
    }

    int size() {
        return all.size();
    }

    List<Map<String, Object>> all() {
        return all;
    }

    String text() {
        return all.stream().map(Json::text).collect(Collectors.joining(",\n", "[\n", "\n]\n"));
    }
}

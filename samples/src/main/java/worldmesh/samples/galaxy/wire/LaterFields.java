package worldmesh.samples.galaxy.wire;

import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fields of a unit under bits that this program does not know, 4..31: bytes that it keeps, shows to nobody and passes
 * on. As text {@code bit=hex} parted by blanks, ascending. Immutable.
 */
public final class LaterFields {
    /** None. */
    public static final LaterFields NONE = new LaterFields(Map.of());

    /** The first bit that this program does not know. */
    public static final int FIRST_BIT = 4;

    /** The last bit there is. */
    public static final int LAST_BIT = 31;

    /** Bytes of one field. */
    public static final int BYTES_MAX = 32;

    private static final Pattern FIELD = Pattern.compile("([0-9]{1,2})=((?:[0-9a-f]{2})+)");

    private final TreeMap<Integer, String> fields;

    private LaterFields(Map<Integer, String> fields) {
        this.fields = new TreeMap<>(fields);
    }

    /** What {@link #text} wrote; what cannot be a field is left out. */
    public static LaterFields parse(String text) {
        TreeMap<Integer, String> fields = new TreeMap<>();
        Matcher found = FIELD.matcher(text);
        while (found.find()) {
            int bit = Integer.parseInt(found.group(1));
            boolean fits = bit >= FIRST_BIT && bit <= LAST_BIT && found.group(2).length() <= 2 * BYTES_MAX;
            if (fits) {
                fields.put(bit, found.group(2));
            }
        }
        return fields.isEmpty() ? NONE : new LaterFields(fields);
    }

    /** These with the field of one bit set; no bytes take it away. */
    public LaterFields with(int bit, byte[] bytes) {
        TreeMap<Integer, String> changed = new TreeMap<>(fields);
        if (bytes.length == 0) {
            changed.remove(bit);
        } else {
            changed.put(bit, HexFormat.of().formatHex(bytes));
        }
        return new LaterFields(changed);
    }

    /** These with all that {@code changes} say; an empty field takes one away. */
    public LaterFields with(LaterFields changes, int bits) {
        LaterFields all = this;
        for (int bit = FIRST_BIT; bit <= LAST_BIT; bit++) {
            if ((bits >>> bit & 1) == 1) {
                all = all.with(bit, changes.bytes(bit));
            }
        }
        return all;
    }

    /** The bits whose fields are others in {@code after}. */
    public int changedBits(LaterFields after) {
        int bits = 0;
        for (int bit = FIRST_BIT; bit <= LAST_BIT; bit++) {
            boolean same = fields.getOrDefault(bit, "").equals(after.fields.getOrDefault(bit, ""));
            bits |= same ? 0 : 1 << bit;
        }
        return bits;
    }

    /** The bytes under a bit; none if there are none. */
    public byte[] bytes(int bit) {
        return HexFormat.of().parseHex(fields.getOrDefault(bit, ""));
    }

    /** As text. */
    public String text() {
        StringBuilder out = new StringBuilder();
        for (Map.Entry<Integer, String> field : fields.entrySet()) {
            out.append(out.length() == 0 ? "" : " ")
                    .append(field.getKey())
                    .append('=')
                    .append(field.getValue());
        }
        return out.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LaterFields that && that.fields.equals(fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}

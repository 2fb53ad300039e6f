package worldmesh.world.component;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One element of the sets of a component, or the flag itself, resolved once: what is added to and removed from sets
 * without a text or a box. Immutable.
 */
public final class Element {
    private static final int MAX_BYTES = 4096;

    private final ComponentType<?> type;
    private final byte[] utf8;
    /** The same with zeros behind it, up to eight bytes at least. */
    private final byte[] padded;

    private Element(ComponentType<?> type, byte[] utf8) {
        this.type = type;
        this.utf8 = utf8;
        this.padded = utf8.length < Long.BYTES ? Arrays.copyOf(utf8, Long.BYTES) : utf8;
    }

    /** An element of an add-wins set, at most 4,096 bytes of UTF-8. */
    public static Element of(ComponentType<?> set, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (set.kind() != CellKind.ADD_WINS_SET || utf8.length > MAX_BYTES) {
            throw new IllegalArgumentException("component " + set + " is a " + set.kind() + " and the element has "
                    + utf8.length + " bytes; it must be a set and the element at most " + MAX_BYTES);
        }
        return new Element(set, utf8);
    }

    /** The one element that an enable-wins flag has while it is enabled. */
    public static Element flag(ComponentType<?> flag) {
        if (flag.kind() != CellKind.ENABLE_WINS_FLAG) {
            throw new IllegalArgumentException("component " + flag + " is a " + flag.kind() + ", not a flag");
        }
        return new Element(flag, new byte[0]);
    }

    /** The component. */
    public ComponentType<?> type() {
        return type;
    }

    /** The text. */
    public String text() {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** The array that holds exactly the text's UTF-8; for reading only. */
    public byte[] utf8() {
        return utf8;
    }

    /** An array that begins with it and has eight bytes at least, which are copied at once; for reading only. */
    public byte[] padded() {
        return padded;
    }

    /** How many bytes of UTF-8 the text has. */
    public int length() {
        return utf8.length;
    }

    @Override
    public String toString() {
        return type + " " + text();
    }
}

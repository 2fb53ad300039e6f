package worldmesh.peer.wire;

import java.util.SortedMap;
import java.util.TreeMap;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * What the sender shows of itself now; never stored.
 *
 * @param entries keys and values
 */
public record Presence(SortedMap<String, String> entries) implements Message {
    /** Entries one peer may show. */
    public static final int ENTRIES_MAX = 16;

    /** The longest key, in bytes of UTF-8. */
    public static final int KEY_BYTES_MAX = 32;

    /** The longest value, in bytes of UTF-8. */
    public static final int VALUE_BYTES_MAX = 256;

    @Override
    public MessageKind kind() {
        return MessageKind.PRESENCE;
    }

    @Override
    public void write(ByteWriter out) {
        out.varint(entries.size());
        entries.forEach((key, value) -> out.text(key).text(value));
    }

    static Presence read(ByteReader in) {
        int count = in.count(ENTRIES_MAX);
        SortedMap<String, String> entries = new TreeMap<>();
        for (int i = 0; i < count && in.ok(); i++) {
            entries.put(in.text(KEY_BYTES_MAX), in.text(VALUE_BYTES_MAX));
        }
        return new Presence(entries);
    }
}

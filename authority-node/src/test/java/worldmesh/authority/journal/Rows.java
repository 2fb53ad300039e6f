package worldmesh.authority.journal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.runtime.journal.JournalBatch;

/** Short words for journal tests: rows of text. */
final class Rows {
    private Rows() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static JournalBatch put(String key, String value) {
        return new JournalBatch().put(bytes(key), bytes(value));
    }

    static String get(DeltaJournal journal, String key) {
        byte[] value = journal.get(bytes(key));
        return value == null ? "none" : new String(value, StandardCharsets.UTF_8);
    }

    static List<String> scan(DeltaJournal journal, String prefix) {
        List<String> found = new ArrayList<>();
        journal.scan(
                bytes(prefix),
                (key, value) -> found.add(
                        new String(key, StandardCharsets.UTF_8) + "=" + new String(value, StandardCharsets.UTF_8)));
        return found;
    }
}

package worldmesh.cli;

import java.util.List;
import worldmesh.runtime.config.ConfigKey;
import worldmesh.runtime.config.ConfigKeys;

/** The configuration keys as the end of a command's help, made from the same records as docs/configuration.md. */
final class KeyHelp {
    private KeyHelp() {}

    /** A line for each key. */
    static String[] of(Class<? extends Record> config) {
        List<String> keys = ConfigKeys.of(config).stream().map(KeyHelp::line).toList();
        String[] lines = new String[keys.size() + 2];
        lines[0] = "";
        lines[1] = "Keys for --config and --set, with their defaults:";
        for (int i = 0; i < keys.size(); i++) {
            lines[i + 2] = keys.get(i);
        }
        return lines;
    }

    private static String line(ConfigKey key) {
        String fallback = key.defaultText() == null ? " (required)" : "=" + key.defaultText();
        String allowed = key.allowed().isEmpty() ? "" : " [" + key.allowed() + "]";
        return ("  " + key.name() + fallback + allowed + "  " + key.doc()).replace("%", "%%");
    }
}

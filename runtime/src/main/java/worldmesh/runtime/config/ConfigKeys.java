package worldmesh.runtime.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lists the keys that a configuration record knows, in the order they are declared. */
public final class ConfigKeys {
    private ConfigKeys() {}

    /** The keys of {@code type} and of the records in it. */
    public static List<ConfigKey> of(Class<? extends Record> type) {
        var keys = new ArrayList<ConfigKey>();
        collect("", type, true, keys);
        return List.copyOf(keys);
    }

    /** The same of a record of values, whose fields say nothing of what they are for. */
    static List<ConfigKey> ofValues(Class<? extends Record> type) {
        var keys = new ArrayList<ConfigKey>();
        collect("", type, false, keys);
        return List.copyOf(keys);
    }

    /** The keys as rows of the table in docs/configuration.md: key, type, default, allowed, meaning. */
    public static String markdown(Class<? extends Record> type) {
        var out = new StringBuilder();
        for (ConfigKey key : of(type)) {
            String fallback = key.defaultText();
            out.append("| `")
                    .append(key.name())
                    .append("` | ")
                    .append(key.type().replace("|", "\\|"));
            out.append(" | ").append(fallback == null ? "required" : "`" + fallback + "`");
            out.append(" | ")
                    .append(key.allowed())
                    .append(" | ")
                    .append(key.doc())
                    .append(" |\n");
        }
        return out.toString();
    }

    private static void collect(String prefix, Class<?> type, boolean documented, List<ConfigKey> into) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + dashed(component.getName());
            if (component.getType().isRecord()) {
                collect(name + ".", component.getType(), documented, into);
            } else {
                into.add(documented ? describe(name, component) : plain(name, component));
            }
        }
    }

    private static ConfigKey describe(String name, RecordComponent component) {
        Key key = component.getAnnotation(Key.class);
        if (key == null) {
            throw new IllegalStateException("configuration key " + name + " has no @Key(doc = ..), say what it is for");
        }
        Default fallback = component.getAnnotation(Default.class);
        return new ConfigKey(
                name,
                ValueParser.typeName(component.getType()),
                fallback == null ? null : fallback.value(),
                ValueParser.range(key),
                key.doc());
    }

    private static ConfigKey plain(String name, RecordComponent component) {
        return new ConfigKey(name, ValueParser.typeName(component.getType()), null, "", "");
    }

    /** {@code shuffleIntervalMillis} as {@code shuffle-interval-millis}. */
    static String dashed(String componentName) {
        return componentName.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}

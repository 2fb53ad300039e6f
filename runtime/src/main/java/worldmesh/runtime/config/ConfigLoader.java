package worldmesh.runtime.config;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Builds a configuration record from, in rising order of weight: defaults, one YAML file, environment variables
 * ({@code WORLDMESH_A_B_C}), and {@code --set a.b=c} texts. An unknown key refuses and names the nearest known one. All
 * problems of form are found before the record's own constructor checks what only it can know. Not thread-safe.
 *
 * <p>Component names become dashed keys; nested records become prefixes; see {@link Key} and {@link Default}.
 */
public final class ConfigLoader<T extends Record> {
    /** Set or read by the launcher script; they share the prefix and are no keys. */
    private static final List<String> LAUNCHER_VARIABLES = List.of("WORLDMESH_HOME", "WORLDMESH_JAVA_OPTS");

    private final Class<T> type;
    private final Map<String, ConfigKey> keys;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Set<String> reserved = new LinkedHashSet<>(LAUNCHER_VARIABLES);

    private ConfigLoader(Class<T> type, List<ConfigKey> known) {
        this.type = type;
        this.keys =
                known.stream().collect(Collectors.toMap(ConfigKey::name, key -> key, (a, b) -> a, LinkedHashMap::new));
    }

    /** A loader for {@code type} and the records in it. */
    public static <T extends Record> ConfigLoader<T> of(Class<T> type) {
        return new ConfigLoader<>(type, ConfigKeys.of(type));
    }

    /** A loader of a record that is no configuration of this program: its fields need no {@link Key}. */
    public static <T extends Record> ConfigLoader<T> ofValues(Class<T> type) {
        return new ConfigLoader<>(type, ConfigKeys.ofValues(type));
    }

    /** Takes the keys of the YAML file at {@code path}. */
    public ConfigLoader<T> file(Path path) {
        try {
            return yaml(path.toString(), Files.readString(path));
        } catch (NoSuchFileException e) {
            throw new ConfigException(
                    "configuration file " + path + " does not exist; create it or leave --config out", e);
        } catch (IOException e) {
            throw new ConfigException(
                    "configuration file " + path + " cannot be read (" + e.getMessage() + "); check its rights", e);
        }
    }

    /** Takes the keys of {@code yaml}; {@code source} names it in errors. */
    public ConfigLoader<T> yaml(String source, String yaml) {
        YamlText.flatten(source, yaml).forEach((key, value) -> {
            requireKnown(source, key);
            values.put(key, value);
        });
        return this;
    }

    /** Leaves these environment variables alone although their names begin with the prefix. */
    public ConfigLoader<T> reserve(String... environmentNames) {
        reserved.addAll(Arrays.asList(environmentNames));
        return this;
    }

    /** Takes the variables whose names begin with {@link ConfigKey#ENVIRONMENT_PREFIX}. */
    public ConfigLoader<T> environment(Map<String, String> environment) {
        Map<String, String> byVariable = keys.values().stream()
                .collect(Collectors.toMap(ConfigKey::environmentName, ConfigKey::name, (a, b) -> a));
        environment.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(ConfigKey.ENVIRONMENT_PREFIX))
                .filter(entry -> !reserved.contains(entry.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> {
                    String key = byVariable.get(entry.getKey());
                    if (key == null) {
                        throw unknown(
                                "environment", entry.getKey(), NearestName.among(byVariable.keySet(), entry.getKey()));
                    }
                    values.put(key, entry.getValue());
                });
        return this;
    }

    /** Takes texts of the form {@code a.b=c}. */
    public ConfigLoader<T> set(List<String> assignments) {
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            if (equals < 1) {
                throw new ConfigException("--set is '" + assignment + "', must be key=value; for example --set "
                        + keys.keySet().stream().findFirst().orElse("a.b") + "=…");
            }
            String key = assignment.substring(0, equals).strip();
            requireKnown("--set", key);
            values.put(key, assignment.substring(equals + 1).strip());
        }
        return this;
    }

    /** The checked record. */
    public T load() {
        return type.cast(build("", type));
    }

    private void requireKnown(String source, String key) {
        if (!keys.containsKey(key)) {
            throw unknown(source, key, NearestName.among(keys.keySet(), key));
        }
    }

    private static ConfigException unknown(String source, String key, String nearest) {
        return new ConfigException(source + ": " + key + " is not a known key; did you mean " + nearest
                + "? docs/configuration.md lists all keys");
    }

    private Object build(String prefix, Class<?> record) {
        RecordComponent[] components = record.getRecordComponents();
        Object[] arguments = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            String name = prefix + ConfigKeys.dashed(components[i].getName());
            arguments[i] = types[i].isRecord() ? build(name + ".", types[i]) : value(name, components[i]);
        }
        try {
            Constructor<?> constructor = record.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw refusedByRecord(prefix, e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("configuration record " + record.getName() + " cannot be built", e);
        }
    }

    private Object value(String name, RecordComponent component) {
        ConfigKey key = keys.get(name);
        if (key == null) {
            throw new IllegalStateException("no key for component " + name);
        }
        String text = values.containsKey(name) ? values.get(name) : key.defaultText();
        if (text == null) {
            throw new ConfigException(name + " is not set, must be " + key.type() + "; add '" + name
                    + ": …' to the file or set " + key.environmentName());
        }
        return ValueParser.parse(component, key, text);
    }

    private static RuntimeException refusedByRecord(String prefix, InvocationTargetException e) {
        Throwable cause = e.getCause();
        if (cause instanceof ConfigException config) {
            return config;
        }
        String where = prefix.isEmpty() ? "configuration" : prefix.substring(0, prefix.length() - 1);
        return new ConfigException(where + ": " + (cause == null ? e : cause).getMessage(), e);
    }
}

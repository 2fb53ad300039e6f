package worldmesh.peer;

import java.util.List;
import worldmesh.runtime.config.ConfigException;
import worldmesh.runtime.config.ConfigLoader;
import worldmesh.world.component.CommandType;
import worldmesh.world.component.RecordCodec;
import worldmesh.world.component.Schema;

/**
 * Reads components and commands from text, as the files of a game hold them: what is set up and what comes over the
 * wire are judged by one declaration, and errors name the field. Fields are keys with dashes, as in
 * {@code ready-at: 100}; PeerId, Quat and Grid fields are not for text. Stateless.
 */
public final class RecordFile {
    private RecordFile() {}

    /** The record in this YAML, quantised as it travels; a {@link ConfigException} names source, field and way out. */
    public static <T extends Record> T read(Schema schema, Class<T> type, String source, String yaml) {
        ConfigLoader<T> loader = ConfigLoader.ofValues(type).yaml(source, yaml);
        return judged(schema, loader, type, source);
    }

    /** The record of assignments such as {@code health=100}, as a command line has them. */
    public static <T extends Record> T of(Schema schema, Class<T> type, List<String> assignments) {
        ConfigLoader<T> loader = ConfigLoader.ofValues(type).set(assignments);
        return judged(schema, loader, type, "--set");
    }

    private static <T extends Record> T judged(Schema schema, ConfigLoader<T> loader, Class<T> type, String source) {
        boolean command = type.isAnnotationPresent(CommandType.class);
        RecordCodec<T> codec =
                command ? schema.command(type).codec() : schema.type(type).codec();
        String name = command ? schema.command(type).name() : schema.type(type).name();
        T value;
        try {
            value = loader.load();
        } catch (ConfigException e) {
            throw new ConfigException(source + ": " + name + "." + e.getMessage(), e);
        }
        try {
            return codec.settled(value);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(source + ": " + e.getMessage() + "; correct it", e);
        }
    }
}

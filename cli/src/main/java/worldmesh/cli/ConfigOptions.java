package worldmesh.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import worldmesh.runtime.config.ConfigLoader;

/** The options of every command that takes a configuration. */
final class ConfigOptions {
    @Option(names = "--config", paramLabel = "FILE", description = "The configuration, in YAML.")
    private @Nullable Path config;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Set one key; may be repeated.")
    private List<String> assignments = new ArrayList<>();

    /** What file, environment and options say together, the last above all; a ConfigException if one is no good. */
    <C extends Record> C load(ConfigLoader<C> loader, Map<String, String> environment) {
        if (config != null) {
            loader.file(config);
        }
        return loader.environment(environment).set(assignments).load();
    }
}

package worldmesh.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import worldmesh.authority.node.Node;
import worldmesh.authority.node.NodeConfig;
import worldmesh.runtime.config.ConfigException;
import worldmesh.runtime.config.ConfigLoader;

/** {@code worldmesh node}: the authority of a world without a player. */
@Command(
        name = "node",
        mixinStandardHelpOptions = true,
        description = "Host a world headless, with /health and /metrics. The keys are in docs/configuration.md; the"
                + " environment (WORLDMESH_NODE_PORT=…) overrides the file, --set overrides both.")
final class NodeCommandLine implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(names = "--config", paramLabel = "FILE", description = "The configuration, in YAML.")
    private @Nullable Path config;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Set one key; may be repeated.")
    private List<String> assignments = new ArrayList<>();

    @Override
    public Integer call() {
        try {
            return Node.run(load());
        } catch (ConfigException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private NodeConfig load() {
        var loader = ConfigLoader.of(NodeConfig.class).reserve("WORLDMESH_LOG_LEVEL");
        if (config != null) {
            loader.file(config);
        }
        return loader.environment(System.getenv()).set(assignments).load();
    }
}

package worldmesh.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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

    @CommandLine.Mixin
    private ConfigOptions config = new ConfigOptions();

    @Override
    public Integer call() {
        var loader = ConfigLoader.of(NodeConfig.class).reserve("WORLDMESH_LOG_LEVEL");
        try {
            return Node.run(config.load(loader, System.getenv()));
        } catch (ConfigException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}

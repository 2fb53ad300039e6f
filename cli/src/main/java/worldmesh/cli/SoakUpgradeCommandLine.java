package worldmesh.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import worldmesh.samples.soak.SoakUpgradeCommand;
import worldmesh.samples.soak.SoakUpgradeOptions;

/** {@code worldmesh soak upgrade}: two versions in one party. */
@Command(
        name = "upgrade",
        mixinStandardHelpOptions = true,
        description = "Three peers of a former version play; one after the other is killed and goes on from its store"
                + " with this version, the holder first. Both play together in between; stores, receipts and the log"
                + " are checked at the end; exit 1 if a promise is broken.")
final class SoakUpgradeCommandLine implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(
            names = "--former",
            required = true,
            paramLabel = "DIR",
            description = "A checkout of the former version (git worktree add DIR COMMIT), after ./worldmesh build in"
                    + " it.")
    private Path former = Path.of("");

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "How long all play between two upgrades. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--json", description = "Print one JSON object as the last line.")
    private boolean json;

    @Override
    public Integer call() {
        var options = Usage.of(spec, () -> new SoakUpgradeOptions(former, seconds, json));
        return SoakUpgradeCommand.run(
                options, spec.commandLine().getOut(), spec.commandLine().getErr());
    }
}

package worldmesh.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import worldmesh.samples.galaxy.GalaxyCommand;
import worldmesh.samples.galaxy.GalaxyOptions;

/** {@code worldmesh galaxy}: bots fight over deposits, and a checker judges what they left. */
@Command(
        name = "galaxy",
        mixinStandardHelpOptions = true,
        description = "Let bots fight over a galaxy, each side a peer with its own store and UDP port; one joins late."
                + " Then a checker in a process of its own compares stores, receipts and reports: exit 1 if a promise"
                + " is broken.")
final class GalaxyCommandLine implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(
            names = "--peers",
            paramLabel = "N",
            defaultValue = "3",
            description = "How many sides, 2 to 6. Default: ${DEFAULT-VALUE}.")
    private int peers;

    @Option(
            names = {"--seconds", "--budget-seconds"},
            paramLabel = "N",
            defaultValue = "20",
            description = "How long they fight. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--json", description = "Print one JSON object as the last line.")
    private boolean json;

    @Override
    public Integer call() {
        GalaxyOptions options = Usage.of(spec, () -> new GalaxyOptions(peers, seconds, json));
        return GalaxyCommand.run(
                options, spec.commandLine().getOut(), spec.commandLine().getErr());
    }
}

package worldmesh.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import worldmesh.samples.demo.DemoCommand;
import worldmesh.samples.demo.DemoOptions;

/** {@code worldmesh demo}: three peers in three processes, to play with or to check. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Start three peers of the lan-party sample in three processes and play along in the browser;"
                + " with --headless, kill and restart the host half way, check every promise and end.")
final class DemoCommandLine implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(names = "--headless", description = "End by itself; exit 1 if a promise is broken.")
    private boolean headless;

    @Option(
            names = {"--seconds", "--budget-seconds"},
            paramLabel = "N",
            defaultValue = "30",
            description = "How long the headless party lasts. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--json", description = "Print one JSON object as the last line.")
    private boolean json;

    @Override
    public Integer call() {
        var options = Usage.of(spec, () -> new DemoOptions(headless, seconds, json));
        return DemoCommand.run(
                options, spec.commandLine().getOut(), spec.commandLine().getErr());
    }
}

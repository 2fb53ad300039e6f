package worldmesh.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import worldmesh.benchmarks.party.LabVenue;
import worldmesh.samples.demo.DemoCommand;
import worldmesh.samples.demo.DemoOptions;
import worldmesh.samples.troupe.Venue;

/** {@code worldmesh demo}: four peers in four processes, to play with or to check. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Start four peers of the lan-party sample in four processes and play along in the browser;"
                + " with --headless, kill the holder of the authority half way, bring it back, split the party"
                + " where this machine lets us (root on Linux), check every promise and end.")
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
        PrintWriter progress = spec.commandLine().getErr();
        // A person's browser reaches the pages of loopback only.
        Venue venue = headless ? LabVenue.orLoopback(DemoCommand.PLAYERS, progress::println) : Venue.loopback();
        return DemoCommand.run(options, venue, spec.commandLine().getOut(), progress);
    }
}

package worldmesh.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import worldmesh.simulation.SimOptions;
import worldmesh.simulation.Simulation;
import worldmesh.simulation.report.CiReport;
import worldmesh.simulation.report.SeedOutcome;
import worldmesh.simulation.report.SimReport;

/** {@code worldmesh sim}: whole clusters in virtual time, replayed from a seed. */
@Command(
        name = "sim",
        mixinStandardHelpOptions = true,
        description =
                "Run a scenario on the simulated clock, network and disk, a cluster per seed; exit 1 if a promise is"
                        + " broken. 'ci' runs clean seeds and every planted bug.")
final class SimCommandLine implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Parameters(paramLabel = "SCENARIO", description = "shared-world, lan-party, crdt, gossip, or ci.")
    private String scenario = "";

    @Option(names = "--seeds", paramLabel = "A..B", defaultValue = "", description = "Run all these seeds.")
    private String seeds = "";

    @Option(
            names = "--budget-seconds",
            paramLabel = "N",
            defaultValue = "45",
            description = "Stop after N seconds where --seeds is not given. Default: ${DEFAULT-VALUE}.")
    private long budgetSeconds;

    @Option(names = "--nodes", paramLabel = "N", description = "How many peers, for gossip; 20 if not given.")
    private int nodes;

    @Option(names = "--replay", paramLabel = "SEED", description = "Run one seed again.")
    private @Nullable Long replay;

    @Option(
            names = "--plant",
            paramLabel = "BUG",
            defaultValue = "",
            description = "Build a bug in and see it found (then exit 1): for shared-world"
                    + " ack-before-sync, skip-dedup, drop-delta, unsorted-iteration, accept-foreign-owner; for"
                    + " lan-party stale-epoch, ack-without-majority, trust-snapshot, newcomers-vote,"
                    + " skip-rules-audit, forged-commands; for crdt merge-by-arrival, drop-tombstone, collapse-early,"
                    + " reuse-dot; for gossip no-repair, no-prune, forget-passive.")
    private String plant = "";

    @Option(names = "--json", description = "Print one JSON object as the last line.")
    private boolean json;

    @Override
    public Integer call() {
        var options = Usage.of(
                spec,
                () -> SimOptions.parse(
                                seeds,
                                budgetSeconds,
                                replay == null ? OptionalLong.empty() : OptionalLong.of(replay),
                                plant)
                        .withNodes(nodes));
        if (scenario.equals("ci")) {
            CiReport report = Simulation.ci(options.budgetSeconds(), this::progress);
            return print(report.kept(), report.lines(), report.json());
        }
        SimReport report = Usage.of(spec, () -> Simulation.run(scenario, options, this::progress));
        return print(report.kept(), report.lines(), report.json());
    }

    private void progress(SeedOutcome outcome) {
        if (outcome.failed()) {
            PrintWriter progress = spec.commandLine().getErr();
            progress.println("seed " + outcome.seed() + " broke a promise");
            progress.flush();
        }
    }

    private int print(boolean kept, List<String> lines, String object) {
        PrintWriter progress = spec.commandLine().getErr();
        lines.forEach(progress::println);
        progress.flush();
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? object : kept ? "every promise was kept" : "a promise was broken");
        out.flush();
        return kept ? 0 : 1;
    }
}

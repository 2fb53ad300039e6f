package worldmesh.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import worldmesh.benchmarks.LinkBench;
import worldmesh.benchmarks.LinkBenchOptions;
import worldmesh.benchmarks.LinkReport;

/** {@code worldmesh bench}: measurements that print their anchor. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measure, with the anchor in the same run.",
        subcommands = {BenchCommandLine.Link.class, BenchFloodCommandLine.class})
final class BenchCommandLine implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "name a benchmark: link or flood");
    }

    /** {@code worldmesh bench link}. */
    @Command(
            name = "link",
            mixinStandardHelpOptions = true,
            description =
                    "Round trips of 64 bytes over a secured link against raw UDP in alternating rounds, handshakes,"
                            + " throughput; exit 1 if a demand of docs/wire-mesh.md is missed.")
    static final class Link implements Callable<Integer> {
        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Option(
                names = "--budget-seconds",
                paramLabel = "N",
                defaultValue = "45",
                description = "How long all rounds together may take. Default: ${DEFAULT-VALUE}.")
        private int budgetSeconds;

        @Option(names = "--json", description = "Print one JSON object as the last line.")
        private boolean json;

        @Override
        public Integer call() {
            var options = Usage.of(spec, () -> LinkBenchOptions.defaults().withBudgetSeconds(budgetSeconds));
            LinkReport report = LinkBench.run(options);
            var out = spec.commandLine().getOut();
            out.println(
                    json
                            ? report.toJson()
                            : String.format(
                                    Locale.ROOT,
                                    "a link's round trip takes %.2f of raw UDP's at the median, %.2f at p99",
                                    report.stateRatioP50(),
                                    report.stateRatioP99()));
            out.flush();
            return report.passed() ? 0 : 1;
        }
    }
}

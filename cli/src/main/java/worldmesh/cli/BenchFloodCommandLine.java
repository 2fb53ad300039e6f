package worldmesh.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import worldmesh.benchmarks.FloodBench;
import worldmesh.benchmarks.FloodBenchOptions;
import worldmesh.benchmarks.FloodReport;

/** {@code worldmesh bench flood}. */
@Command(
        name = "flood",
        mixinStandardHelpOptions = true,
        description =
                "How long an honest player waits for its answers while members and strangers flood the host, against"
                        + " quiet windows in the same run, on loopback only; exit 1 if flooded p99 is over twice the"
                        + " quiet one, a command is lost or the ledger is touched.")
final class BenchFloodCommandLine implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(
            names = "--budget-seconds",
            paramLabel = "N",
            defaultValue = "45",
            description = "How long all windows together may take. Default: ${DEFAULT-VALUE}.")
    private int budgetSeconds;

    @Option(names = "--json", description = "Print one JSON object as the last line.")
    private boolean json;

    @Override
    public Integer call() {
        var options = Usage.of(spec, () -> FloodBenchOptions.defaults().withBudgetSeconds(budgetSeconds));
        FloodReport report = FloodBench.run(options);
        var out = spec.commandLine().getOut();
        out.println(
                json
                        ? report.toJson()
                        : String.format(
                                Locale.ROOT,
                                "p99 of an honest player is %.2f of the quiet one under %d hostile commands and %d"
                                        + " datagrams; lost %d, ledger %s",
                                report.p99Ratio(),
                                report.fired().commands(),
                                report.fired().datagrams(),
                                report.lostHonest(),
                                report.ledgerUntouched() ? "untouched" : "touched"));
        out.flush();
        return report.passed() ? 0 : 1;
    }
}

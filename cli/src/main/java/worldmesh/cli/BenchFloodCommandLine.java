package worldmesh.cli;

import java.util.Locale;
import picocli.CommandLine.Command;
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
final class BenchFloodCommandLine extends Benchmark {
    @Override
    Measurement plan(int budgetSeconds) {
        FloodBenchOptions options = FloodBenchOptions.defaults().withBudgetSeconds(budgetSeconds);
        return () -> outcome(FloodBench.run(options));
    }

    private static Outcome outcome(FloodReport report) {
        String sentence = String.format(
                Locale.ROOT,
                "p99 of an honest player is %.2f of the quiet one under %d hostile commands and %d datagrams; lost %d,"
                        + " ledger %s",
                report.p99Ratio(),
                report.fired().commands(),
                report.fired().datagrams(),
                report.lostHonest(),
                report.ledgerUntouched() ? "untouched" : "touched");
        return new Outcome(report.passed(), report.toJson(), sentence);
    }
}

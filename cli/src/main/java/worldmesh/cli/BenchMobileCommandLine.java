package worldmesh.cli;

import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import worldmesh.benchmarks.mobile.MobileBench;
import worldmesh.benchmarks.mobile.MobileReport;

/** {@code worldmesh bench mobile}. */
@Command(
        name = "mobile",
        mixinStandardHelpOptions = true,
        description = "What a player on a telephone gets, in virtual time, so that a seed repeats: 5g, lte and"
                + " wifi-to-5g with their hand-overs, and how often an idle radio wakes up; exit 1 if data needs more"
                + " than 500 ms after a hand-over, more than 30 ms wait in the full buffer, a reliable message is"
                + " lost, or an idle radio wakes up more than twice a second.")
final class BenchMobileCommandLine extends Benchmark {
    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of all chances. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Override
    Measurement plan(int budgetSeconds) {
        return () -> outcome(MobileBench.run(seed));
    }

    private static Outcome outcome(MobileReport report) {
        String sentence = String.format(
                Locale.ROOT,
                "data again %.0f ms after a hand-over (p99, 500 asked), %.1f ms in the own queue (p95, 30 asked),"
                        + " %.2f wake-ups a second when idle (2 asked), %d reliable messages lost",
                report.recoveryMillisP99(),
                report.queueMillisP95(),
                report.idleWakeUpsPerSecond(),
                report.lost());
        return new Outcome(report.passed(), report.toJson(), sentence);
    }
}

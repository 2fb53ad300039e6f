package worldmesh.cli;

import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import worldmesh.benchmarks.quality.QualityBench;
import worldmesh.benchmarks.quality.QualityReport;

/** {@code worldmesh bench quality}. */
@Command(
        name = "quality",
        mixinStandardHelpOptions = true,
        description = "What links say of their lines, in virtual time, so that a seed repeats: ping, loss, jitter,"
                + " bandwidth and stability over nine lines from a good Wi-Fi to one that nobody would play on, against"
                + " what the emulator did, and how the rate of updates follows them, squeezed to 64 kbit/s for two"
                + " minutes; exit 1 if a figure is off by more than 10 %, the rate changes more than twice in 30 s of a"
                + " line that stays, takes more than 1 s down or 5 s up, or more than 200 ms wait in front of the line."
                + " What lines of a long round trip do to the last three nothing at their end can help.")
final class BenchQualityCommandLine extends Benchmark {
    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of all chances. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "240",
            description = "Of play over each line. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Override
    Measurement plan(int budgetSeconds) {
        return () -> outcome(QualityBench.run(seconds, seed));
    }

    private static Outcome outcome(QualityReport report) {
        String sentence = String.format(
                Locale.ROOT,
                "of %d lines links told the truth of %d, and the rate followed %d",
                report.lines().size(),
                report.lines().size() - report.failed(),
                report.rates().size() - report.failedRates());
        return new Outcome(report.passed(), report.toJson(), sentence);
    }
}

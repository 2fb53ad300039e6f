package worldmesh.cli;

import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import worldmesh.benchmarks.resume.ResumeBench;
import worldmesh.benchmarks.resume.ResumeBenchOptions;
import worldmesh.benchmarks.resume.ResumeReport;

/** {@code worldmesh bench resume}. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description =
                "How long links need to come back after a change of address, a dead path and a restart of a process,"
                        + " many in parallel, beside a handshake in the same run; exit 1 if p99 is 2 s or more, a"
                        + " change of address or a path that is back takes over 1.5 s, or a reliable message is"
                        + " lost or comes twice.")
final class BenchResumeCommandLine extends Benchmark {
    @Option(
            names = "--drops",
            paramLabel = "N",
            defaultValue = "0",
            description = "How often something happens, whatever the budget. Default: what fits the budget.")
    private int drops;

    @Option(names = "--full", description = "1000 drops.")
    private boolean full;

    @Override
    Measurement plan(int budgetSeconds) {
        ResumeBenchOptions options = ResumeBenchOptions.defaults()
                .withBudgetSeconds(budgetSeconds)
                .withDrops(full ? ResumeBenchOptions.FULL_DROPS : drops);
        return () -> outcome(ResumeBench.run(options));
    }

    private static Outcome outcome(ResumeReport report) {
        String sentence = String.format(
                Locale.ROOT,
                "%d drops: back after %.0f ms at the median, %.0f at p99; a handshake takes %.0f; lost %d of %d",
                report.drops(),
                report.resumeMillisP50(),
                report.resumeMillisP99(),
                report.handshakeMillisP50(),
                report.lostReliable(),
                report.messages());
        return new Outcome(report.passed(), report.toJson(), sentence);
    }
}

package worldmesh.cli;

import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import worldmesh.benchmarks.badlinks.BadLinksBench;
import worldmesh.benchmarks.badlinks.BadLinksOptions;
import worldmesh.benchmarks.badlinks.BadLinksReport;

/** {@code worldmesh bench badlinks}. */
@Command(
        name = "badlinks",
        mixinStandardHelpOptions = true,
        description = "What a link makes of bad lines, in virtual time: nine rungs from a good Wi-Fi to an absurd line,"
                + " a grid of rates, losses, round trips and reordering as far as the budget goes; how late a lost"
                + " message is there at 1 to 10 %% loss; with 150 seconds and root also beside TCP over the"
                + " laboratory's shaper, with --full beside three flows of TCP too; exit 1 if a line is not connected,"
                + " a reliable message is lost or made good too late, or TCP is not beaten as the issue demands.")
final class BenchBadLinksCommandLine extends Benchmark {
    @Option(names = "--full", description = "The whole grid and the laboratory, whatever the budget.")
    private boolean full;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the grid's sample and all chances. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Override
    Measurement plan(int budgetSeconds) {
        BadLinksOptions options = new BadLinksOptions(budgetSeconds, full, seed);
        return () -> outcome(BadLinksBench.run(options));
    }

    private static Outcome outcome(BadLinksReport report) {
        String sentence = String.format(
                Locale.ROOT,
                "connected on %d of 9 rungs, %d cells of the grid carry %.0f %% of what is possible at the median,"
                        + " %d reliable messages lost; of those whose datagram was lost 95 of 100 are there %.2f"
                        + " round trips later than usual at the most; beside TCP: %s",
                report.rungsConnected(),
                report.cells(),
                report.goodputShareMedian() * 100,
                report.lost(),
                report.lateP95(),
                report.beside());
        return new Outcome(report.passed(), report.toJson(), sentence);
    }
}

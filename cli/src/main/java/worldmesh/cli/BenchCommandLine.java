package worldmesh.cli;

import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import worldmesh.benchmarks.LinkBench;
import worldmesh.benchmarks.LinkBenchOptions;
import worldmesh.benchmarks.LinkReport;

/** {@code worldmesh bench}: measurements that print their anchor. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measure, with the anchor in the same run.",
        subcommands = {
            BenchCommandLine.Link.class,
            BenchCrdtCommandLine.class,
            BenchCrdtSoakCommandLine.class,
            BenchFloodCommandLine.class,
            BenchPartyCommandLine.class,
            BenchChatCommandLine.class,
            BenchResumeCommandLine.class,
            BenchNatCommandLine.class,
            BenchBadLinksCommandLine.class
        })
final class BenchCommandLine implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "name a benchmark: link, crdt, crdt-soak, flood, party, chat, resume, nat or badlinks");
    }

    /** {@code worldmesh bench link}. */
    @Command(
            name = "link",
            mixinStandardHelpOptions = true,
            description =
                    "Round trips of 64 bytes over a secured link against raw UDP in alternating rounds, handshakes,"
                            + " throughput; exit 1 if a demand of docs/wire-mesh.md is missed.")
    static final class Link extends Benchmark {
        @Override
        Measurement plan(int budgetSeconds) {
            LinkBenchOptions options = LinkBenchOptions.defaults().withBudgetSeconds(budgetSeconds);
            return () -> outcome(LinkBench.run(options));
        }

        private static Outcome outcome(LinkReport report) {
            String sentence = String.format(
                    Locale.ROOT,
                    "a link's round trip takes %.2f of raw UDP's at the median, %.2f at p99",
                    report.stateRatioP50(),
                    report.stateRatioP99());
            return new Outcome(report.passed(), report.toJson(), sentence);
        }
    }
}

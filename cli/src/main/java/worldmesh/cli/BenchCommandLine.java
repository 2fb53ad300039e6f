package worldmesh.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import worldmesh.benchmarks.link.LinkBench;
import worldmesh.benchmarks.link.LinkBenchOptions;
import worldmesh.benchmarks.link.LinkReport;

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
            BenchFilesCommandLine.class,
            BenchResumeCommandLine.class,
            BenchNatCommandLine.class,
            BenchDoctorCommandLine.class,
            BenchBadLinksCommandLine.class,
            BenchMobileCommandLine.class,
            BenchQualityCommandLine.class,
            BenchBudgetsCommandLine.class
        })
final class BenchCommandLine implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "name a benchmark: link, crdt, crdt-soak, flood, party, chat, files, resume, nat, doctor, badlinks,"
                        + " mobile or budgets");
    }

    /** {@code worldmesh bench link}. */
    @Command(
            name = "link",
            mixinStandardHelpOptions = true,
            description =
                    "Round trips of 64 bytes over a secured link, raw UDP, KryoNet, JGroups, Netty's QUIC and kwik in"
                            + " alternating rounds, handshakes, throughput; who is not there is skipped with why;"
                            + " exit 1 if a demand of docs/wire-mesh.md is missed.")
    static final class Link extends Benchmark {
        @Override
        Measurement plan(int budgetSeconds) {
            LinkBenchOptions options = LinkBenchOptions.defaults().withBudgetSeconds(budgetSeconds);
            return () -> outcome(LinkBench.run(options));
        }

        private static Outcome outcome(LinkReport report) {
            return new Outcome(report.passed(), report.toJson(), report.sentence());
        }
    }
}

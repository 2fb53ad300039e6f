package worldmesh.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import worldmesh.benchmarks.nat.NatBench;
import worldmesh.benchmarks.nat.NatBenchOptions;
import worldmesh.benchmarks.nat.NatPair;
import worldmesh.benchmarks.nat.NatReport;

/** {@code worldmesh bench nat}. */
@Command(
        name = "nat",
        mixinStandardHelpOptions = true,
        description =
                "Two peers behind every pair of NATs, in network namespaces with a TURN server: whether they connect,"
                        + " how directly, how soon. Needs root, nftables and coturn. Exit 1 if a pair does not connect,"
                        + " or one that could be direct is not, or a server carries on after a pair has become"
                        + " direct.")
final class BenchNatCommandLine implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(
            names = "--kinds",
            paramLabel = "A,B",
            defaultValue = "",
            description =
                    "Only pairs of these: open, full-cone, restricted-cone, port-restricted, symmetric, udp-blocked,"
                            + " cgn, cgn-symmetric, ipv6-only, dual-stack, sequential."
                            + " Default: all, and pairs behind one router.")
    private String kinds = "";

    @Option(
            names = "--times",
            paramLabel = "N",
            defaultValue = "1",
            description = "Each pair of kinds so often, from nothing each time. Default: ${DEFAULT-VALUE}.")
    private int times = 1;

    @Option(names = "--table", description = "Print one line for each pair before the last.")
    private boolean table;

    @Option(names = "--json", description = "Print one JSON object as the last line.")
    private boolean json;

    @Override
    public Integer call() {
        NatBenchOptions options = Usage.of(
                spec, () -> (kinds.isEmpty() ? NatBenchOptions.all() : NatBenchOptions.of(kinds)).withTimes(times));
        Optional<String> obstacle = NatBench.obstacle(options);
        if (obstacle.isPresent()) {
            spec.commandLine().getErr().println("no laboratory here: " + obstacle.get());
            return 1;
        }
        // A prefix of this process's own: two of them do not take each other's laboratory down.
        String id = "wn"
                + Long.toString(ProcessHandle.current().pid() % 1_679_616, 36).toLowerCase(Locale.ROOT);
        NatReport report = NatBench.run(options, id, spec.commandLine().getErr()::println);
        var out = spec.commandLine().getOut();
        if (table) {
            out.println(report.toTable());
        }
        out.println(json ? report.toJson() : sentence(report));
        out.flush();
        return report.passed() ? 0 : 1;
    }

    private static String sentence(NatReport report) {
        return String.format(
                Locale.ROOT,
                "%d pairs, %d missed %s; a direct one takes %.0f ms at the median, all %.0f at p95",
                report.results().size(),
                report.missed().size(),
                report.missed(),
                report.connectMillis(NatPair::directAtOnce, 0.5),
                report.connectMillis(NatPair::connected, 0.95));
    }
}

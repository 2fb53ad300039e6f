package worldmesh.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import worldmesh.benchmarks.crdt.CrdtSoak;
import worldmesh.benchmarks.crdt.SoakReport;

/** {@code worldmesh bench crdt-soak}. */
@Command(
        name = "crdt-soak",
        mixinStandardHelpOptions = true,
        description =
                "Four replicas make many ops, a tenth of them births and deaths, with cuts, one member or the other"
                        + " away for a while: samples of the heap and of a snapshot; exit 1 if either grew by more than"
                        + " a tenth from the second quarter to the last, or the replicas did not converge.")
final class BenchCrdtSoakCommandLine implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(
            names = "--ops",
            paramLabel = "N",
            defaultValue = "10000000",
            description = "Ops of all replicas together. Default: ${DEFAULT-VALUE}.")
    private long ops;

    @Option(
            names = "--n",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Entities to begin with. Default: ${DEFAULT-VALUE}.")
    private int n;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description = "Of the generator. Default: ${DEFAULT-VALUE}.")
    private int seed;

    @Option(names = "--json", description = "Print one JSON object as the last line.")
    private boolean json;

    @Override
    public Integer call() {
        if (ops < 20_000 || n < 100) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--ops is " + ops + " and --n " + n + ", must be at least 20000 and 100");
        }
        SoakReport report = CrdtSoak.run(ops, n, seed);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            JsonLine.print(out, report);
        } else {
            out.println(String.format(
                    Locale.ROOT,
                    "%d ops, %d cuts: heap grew to %.2f, snapshots to %.2f of the second quarter's; %s",
                    report.ops(),
                    report.cuts(),
                    report.heapGrowth(),
                    report.snapshotGrowth(),
                    report.converged() ? "converged" : "DID NOT CONVERGE"));
            out.flush();
        }
        return report.passed() ? 0 : 1;
    }
}

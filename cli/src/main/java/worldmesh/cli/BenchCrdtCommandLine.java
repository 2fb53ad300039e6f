package worldmesh.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import worldmesh.benchmarks.crdt.CrdtBench;
import worldmesh.benchmarks.crdt.CrdtBenchOptions;
import worldmesh.benchmarks.crdt.CrdtReport;

/** {@code worldmesh bench crdt}. */
@Command(
        name = "crdt",
        mixinStandardHelpOptions = true,
        description =
                "Populate (W1), churn of eight replicas (W2), divergence (W4), typing (W5), an op in a small and in a"
                        + " large world (GROWTH) through the public API, all but W4 and W5 in turns with the plain Java"
                        + " bound in the same process, or signed batches of eight sectors merged on one core and on"
                        + " two, with signatures alone as bound (SECTORS); exit 1 if the replicas"
                        + " did not converge. Demands that were missed are named in the output.")
final class BenchCrdtCommandLine implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(
            names = "--workload",
            paramLabel = "W",
            defaultValue = "W2",
            description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private CrdtBenchOptions.Workloads workload = CrdtBenchOptions.Workloads.W2;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description = "Of the generator. Default: ${DEFAULT-VALUE}.")
    private int seed;

    @Option(names = "--n", paramLabel = "N", description = "Entities. Default: 100000, in W2 10000.")
    private @Nullable Integer n;

    @Option(
            names = "--ops",
            paramLabel = "N",
            defaultValue = "5000",
            description = "Ops of each replica in W2; the field's full size is 50000. Default: ${DEFAULT-VALUE}.")
    private int ops;

    @Option(
            names = "--d",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Most differences in W4; every power of ten from 10 is measured. Default: ${DEFAULT-VALUE}.")
    private int d;

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description = "Of W5: gzipped JSON of josephg/editing-traces, such as automerge-paper. Default: one of its"
                    + " shape, drawn by the seed.")
    private @Nullable Path trace;

    @Option(
            names = "--budget-seconds",
            paramLabel = "N",
            defaultValue = "45",
            description = "How long all runs should take; one of each is made anyhow. Default: ${DEFAULT-VALUE}.")
    private int budgetSeconds;

    @Option(names = "--json", description = "Print one JSON object as the last line.")
    private boolean json;

    @Override
    public Integer call() {
        int entities = n != null ? n : workload == CrdtBenchOptions.Workloads.W2 ? 10_000 : 100_000;
        CrdtBenchOptions options =
                Usage.of(spec, () -> new CrdtBenchOptions(workload, seed, entities, ops, d, trace, budgetSeconds));
        CrdtReport report = CrdtBench.run(options);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            JsonLine.print(out, report.values());
        } else {
            out.println(report.sentence());
            out.flush();
        }
        return report.sound() ? 0 : 1;
    }
}

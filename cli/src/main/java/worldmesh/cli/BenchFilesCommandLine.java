package worldmesh.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import worldmesh.benchmarks.asset.AssetBench;
import worldmesh.benchmarks.asset.AssetBenchOptions;
import worldmesh.benchmarks.asset.AssetBenchReport;

/** {@code worldmesh bench files}. */
@Command(
        name = "files",
        mixinStandardHelpOptions = true,
        description = "Three players have a file, a fourth takes it, over real sockets of this machine: how soon its"
                + " first bytes are there. Exit 1 if that is 500 ms or more in any round, or a file comes from fewer"
                + " than three.")
final class BenchFilesCommandLine implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "20",
            description = "Files, one after the other. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--bytes",
            paramLabel = "N",
            defaultValue = "8000000",
            description = "The size of each. Default: ${DEFAULT-VALUE}.")
    private int bytes;

    @Option(names = "--json", description = "Print one JSON object as the last line.")
    private boolean json;

    @Override
    public Integer call() {
        AssetBenchOptions options = Usage.of(spec, () -> new AssetBenchOptions(rounds, bytes));
        AssetBenchReport report = AssetBench.run(options);
        var out = spec.commandLine().getOut();
        out.println(json ? report.toJson() : report.sentence());
        out.flush();
        return report.passed() ? 0 : 1;
    }
}

package worldmesh.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import worldmesh.benchmarks.chat.ChatBench;
import worldmesh.benchmarks.chat.ChatBenchOptions;
import worldmesh.benchmarks.chat.ChatReport;

/** {@code worldmesh bench chat}. */
@Command(
        name = "chat",
        mixinStandardHelpOptions = true,
        description = "How long a line of chat takes between two players while a transfer of 1 GiB runs on the slowest"
                + " lane of their link, against the idle link; exit 1 if p99 is over the path's delay and 20 ms, or a"
                + " line is lost.")
final class BenchChatCommandLine implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(
            names = "--budget-seconds",
            paramLabel = "N",
            defaultValue = "45",
            description = "When the transfer is cut off. Default: ${DEFAULT-VALUE}.")
    private int budgetSeconds;

    @Option(names = "--full", description = "The whole transfer, about 90 seconds at a link's pace.")
    private boolean full;

    @Option(names = "--json", description = "Print one JSON object as the last line.")
    private boolean json;

    @Override
    public Integer call() {
        ChatBenchOptions options =
                full ? ChatBenchOptions.full() : Usage.of(spec, () -> ChatBenchOptions.within(budgetSeconds));
        ChatReport report = ChatBench.run(options);
        var out = spec.commandLine().getOut();
        out.println(
                json
                        ? report.toJson()
                        : String.format(
                                Locale.ROOT,
                                "a line of chat takes %.1f ms at p99 beside a transfer of %d MB, %.1f without; the"
                                        + " path takes %.2f",
                                report.loaded().p99Millis(),
                                report.bytes() / 1_000_000,
                                report.quiet().p99Millis(),
                                report.pathMillis()));
        out.flush();
        return report.passed() ? 0 : 1;
    }
}

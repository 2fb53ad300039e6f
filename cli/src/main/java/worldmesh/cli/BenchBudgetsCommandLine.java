package worldmesh.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import worldmesh.benchmarks.budget.BudgetBench;
import worldmesh.benchmarks.budget.BudgetReport;
import worldmesh.benchmarks.budget.Budgets;

/** {@code worldmesh bench budgets}: what a release may not get worse in. */
@Command(
        name = "budgets",
        mixinStandardHelpOptions = true,
        description = "One figure each of bandwidth, CPU, memory, state updates and packet size against the budgets of"
                + " benchmarks/results/budgets.properties; exit 1 if one is more than 5 %% worse, which is named. The"
                + " share of the bound wants a quiet machine; all else is bytes, the same everywhere.")
final class BenchBudgetsCommandLine implements Callable<Integer> {
    private static final Path COMMITTED = Path.of("benchmarks", "results", "budgets.properties");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(names = "--budgets", paramLabel = "FILE", description = "Other budgets.")
    private @Nullable Path budgets;

    @Option(
            names = "--budget-seconds",
            paramLabel = "N",
            defaultValue = "45",
            description = "How long the share of the bound is measured. Default: ${DEFAULT-VALUE}.")
    private int budgetSeconds;

    @Option(names = "--json", description = "Print one JSON object as the last line.")
    private boolean json;

    @Override
    public Integer call() {
        Path file = budgets == null ? home().resolve(COMMITTED) : budgets;
        Budgets kept = Usage.of(spec, () -> Budgets.read(file));
        BudgetReport report = new BudgetReport(BudgetBench.measure(budgetSeconds), kept);
        var out = spec.commandLine().getOut();
        if (json) {
            spec.commandLine().getErr().println(report.sentence());
            spec.commandLine().getErr().flush();
            JsonLine.print(out, report.values());
        } else {
            out.println(report.sentence());
            out.flush();
        }
        return report.broken().isEmpty() ? 0 : 1;
    }

    /** Where the launcher lies, else where this is run. */
    private static Path home() {
        String home = System.getenv("WORLDMESH_HOME");
        return home == null ? Path.of("") : Path.of(home);
    }
}

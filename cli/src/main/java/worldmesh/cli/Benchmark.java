package worldmesh.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What every benchmark takes and prints: a budget, one line or one JSON object, exit 1 if a demand is missed. */
abstract class Benchmark implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(
            names = "--budget-seconds",
            paramLabel = "N",
            defaultValue = "45",
            description = "How long all rounds together may take. Default: ${DEFAULT-VALUE}.")
    private int budgetSeconds;

    @Option(names = "--json", description = "Print one JSON object as the last line.")
    private boolean json;

    /**
     * What a benchmark found.
     *
     * @param passed true if every demand was met
     * @param json all of it
     * @param sentence the gist for people
     */
    record Outcome(boolean passed, String json, String sentence) {}

    /** Measures within so many seconds. */
    interface Measurement {
        /** Runs; takes as long as it was planned for. */
        Outcome run();
    }

    /** Refuses a budget that cannot work by an {@link IllegalArgumentException}, else answers what is to be run. */
    abstract Measurement plan(int budgetSeconds);

    @Override
    public final Integer call() {
        Outcome outcome = Usage.of(spec, () -> plan(budgetSeconds)).run();
        var out = spec.commandLine().getOut();
        out.println(json ? outcome.json() : outcome.sentence());
        out.flush();
        return outcome.passed() ? 0 : 1;
    }
}

package worldmesh.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import worldmesh.runtime.time.SystemClock;
import worldmesh.simulation.fuzz.FuzzReport;
import worldmesh.simulation.fuzz.FuzzRun;
import worldmesh.testkit.fuzz.FuzzResult;

/** {@code worldmesh soak fuzz}: damaged input for every reader, for as long as one likes. */
@Command(
        name = "fuzz",
        mixinStandardHelpOptions = true,
        description = "Give every reader of bytes from peers and files damaged input: none may throw, change the world"
                + " without a right to, or take more memory than the input's size allows; exit 1 if one did.")
final class SoakFuzzCommandLine implements Callable<Integer> {
    private static final long NANOS_PER_MINUTE = 60_000_000_000L;

    /** Rounds of turns between two lines of progress. */
    private static final int QUIET_ROUNDS = 50;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(names = "--executions", paramLabel = "N", description = "How many inputs. Default: no end but the time's.")
    private long executions;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            defaultValue = "10",
            description = "How long where --executions is not given. Default: ${DEFAULT-VALUE}.")
    private long minutes;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Draws the damage.")
    private long seed;

    @Option(names = "--json", description = "Print one JSON object as the last line.")
    private boolean json;

    private int rounds;

    @Override
    public Integer call() {
        boolean counted = executions > 0;
        FuzzReport report = new FuzzRun(SystemClock.INSTANCE, this::progress)
                .run(
                        counted ? executions : Long.MAX_VALUE,
                        counted ? Long.MAX_VALUE : minutes * NANOS_PER_MINUTE,
                        seed);
        PrintWriter err = spec.commandLine().getErr();
        for (FuzzResult result : report.results()) {
            result.findings().forEach(each -> err.println(result.name() + " " + each));
        }
        err.flush();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            JsonLine.print(out, line(report));
        } else {
            out.println(report.executions() + " inputs, " + (report.kept() ? "nothing found" : "see the findings"));
            out.flush();
        }
        return report.kept() ? 0 : 1;
    }

    private void progress(FuzzReport report) {
        if (++rounds % QUIET_ROUNDS == 0) {
            PrintWriter err = spec.commandLine().getErr();
            err.println(report.executions() + " inputs, " + report.executionsPerSecond() + " a second");
            err.flush();
        }
    }

    private Map<String, Object> line(FuzzReport report) {
        Map<String, Object> targets = new LinkedHashMap<>();
        for (FuzzResult result : report.results()) {
            Map<String, Object> target = new LinkedHashMap<>();
            target.put("executions", result.executions());
            target.put("read", result.read());
            target.put("mostAllocatedBytes", result.mostAllocated());
            target.put("findings", result.findings());
            targets.put(result.name(), target);
        }
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("soak", "fuzz");
        out.put("seed", seed);
        out.put("executions", report.executions());
        out.put("executionsPerSecond", report.executionsPerSecond());
        out.put("kept", report.kept());
        out.put("targets", targets);
        return out;
    }
}

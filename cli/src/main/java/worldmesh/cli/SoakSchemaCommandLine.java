package worldmesh.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import worldmesh.runtime.time.SystemClock;
import worldmesh.samples.galaxy.world.GalaxyWorld;
import worldmesh.samples.hello.HelloWorld;
import worldmesh.samples.hybrid.pond.PondWorld;
import worldmesh.samples.lanparty.GameWorld;
import worldmesh.simulation.schema.SchemaReport;
import worldmesh.simulation.schema.SchemaTrial;
import worldmesh.world.component.Schema;

/** {@code worldmesh soak schema}: one verdict at every boundary. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description = "Give every way by which records come in (batches, stores, backups, commands, motion, files,"
                + " rows) the same damaged ones: each must take and refuse what the schema does, and name the"
                + " same field; exit 1 if one does not.")
final class SoakSchemaCommandLine implements Callable<Integer> {
    private static final long NANOS_PER_MINUTE = 60_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final int QUIET_ROUNDS = 500;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(
            names = "--inputs",
            paramLabel = "N",
            defaultValue = "10000000",
            description = "How many for each boundary. Default: ${DEFAULT-VALUE}.")
    private long inputs;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            defaultValue = "120",
            description = "How long at most. Default: ${DEFAULT-VALUE}.")
    private long minutes;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Draws the inputs.")
    private long seed;

    @Option(names = "--plant", description = "Add a boundary that forgets what was declared: it must be found.")
    private boolean plant;

    @Option(names = "--json", description = "Print one JSON object as the last line.")
    private boolean json;

    private int rounds;

    @Override
    public Integer call() {
        SchemaTrial trial = new SchemaTrial(SystemClock.INSTANCE, schemas());
        SchemaReport report =
                (plant ? trial.plant() : trial).run(inputs, minutes * NANOS_PER_MINUTE, seed, this::progress);
        PrintWriter err = spec.commandLine().getErr();
        report.results().forEach(each -> each.findings().forEach(found -> err.println(each.name() + ": " + found)));
        err.flush();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            JsonLine.print(out, line(report));
        } else {
            out.println(
                    report.inputs() + " inputs or more at each boundary, " + report.disagreements() + " disagreements");
            out.flush();
        }
        return report.kept() && report.inputs() >= inputs ? 0 : 1;
    }

    private static List<Schema> schemas() {
        return List.of(
                GameWorld.schema(), GalaxyWorld.schema(), PondWorld.schema(), Schema.of(HelloWorld.Greeting.class));
    }

    private void progress(SchemaReport report) {
        if (++rounds % QUIET_ROUNDS == 0) {
            PrintWriter err = spec.commandLine().getErr();
            err.println(report.inputs() + " inputs or more at each boundary");
            err.flush();
        }
    }

    private Map<String, Object> line(SchemaReport report) {
        Map<String, Object> boundaries = new LinkedHashMap<>();
        for (SchemaReport.Result result : report.results()) {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("inputs", result.inputs());
            each.put("taken", result.taken());
            each.put("disagreements", result.disagreements());
            each.put("realMillis", result.nanos() / NANOS_PER_MILLI);
            boundaries.put(result.name(), each);
        }
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("soak", "schema");
        out.put("seed", seed);
        out.put("inputs", report.inputs());
        out.put("disagreements", report.disagreements());
        out.put("realSeconds", report.nanos() / 1_000_000_000L);
        out.put("kept", report.kept());
        out.put("boundaries", boundaries);
        return out;
    }
}

package worldmesh.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import worldmesh.benchmarks.doctor.DoctorBench;
import worldmesh.benchmarks.doctor.DoctorBenchOptions;
import worldmesh.benchmarks.doctor.DoctorBenchReport;

/** {@code worldmesh bench doctor}. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "27 faults, three of each topic of docs/troubleshooting.md, are injected one by one: whether 'doctor'"
                        + " or 'diff' names the injected one first, and whether the lines they print, applied by a"
                        + " script, cure it; then runs without a fault, in which nothing may be blamed. Four faults"
                        + " need root, nftables and coturn, and are skipped without. Exit 1 if more than two are not"
                        + " named first, one that was named is not cured, or anything is blamed.")
final class BenchDoctorCommandLine implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(
            names = "--only",
            paramLabel = "WORDS",
            defaultValue = "",
            description = "Only faults that have these words in their topic or name; 'healthy': none. Default: all.")
    private String only = "";

    @Option(
            names = "--healthy",
            paramLabel = "N",
            defaultValue = "50",
            description = "Runs without a fault. Default: ${DEFAULT-VALUE}.")
    private int healthy = 50;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Seed of the first run without a fault, to go on with a slice. Default: ${DEFAULT-VALUE}.")
    private int seed;

    @Option(names = "--list", description = "Print the faults and what is to be named first, and end.")
    private boolean list;

    @Option(names = "--json", description = "Print one JSON object as the last line.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            DoctorBench.list().forEach(out::println);
            out.flush();
            return 0;
        }
        DoctorBenchOptions options = Usage.of(spec, () -> new DoctorBenchOptions(only, healthy, seed));
        PrintWriter progress = spec.commandLine().getErr();
        DoctorBenchReport report = DoctorBench.run(options, BenchDoctorCommandLine::run, line -> {
            progress.println(line);
            progress.flush();
        });
        out.println(json ? report.toJson() : report.sentence());
        out.flush();
        return report.passed() ? 0 : 1;
    }

    /** As the launcher would; what a command finds is no failure of it. */
    private static String run(List<String> words) {
        StringWriter printed = new StringWriter();
        StringWriter errors = new StringWriter();
        int code = Main.commandLine()
                .setOut(new PrintWriter(printed, true))
                .setErr(new PrintWriter(errors, true))
                .execute(words.toArray(String[]::new));
        if (code > 1 || !errors.toString().isEmpty()) {
            throw new IllegalStateException("./worldmesh " + String.join(" ", words) + " ended with " + code + ": "
                    + errors.toString().strip());
        }
        return printed.toString();
    }
}

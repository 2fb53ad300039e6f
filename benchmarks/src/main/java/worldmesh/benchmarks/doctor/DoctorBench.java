package worldmesh.benchmarks.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import worldmesh.peer.checkup.Remedy;

/**
 * Injects the faults of the catalogue one by one, has them looked at by the commands a player has, applies the lines
 * that these print, and looks again; then looks at what is healthy.
 */
public final class DoctorBench {
    /** Healthy runs at once: each mostly waits. */
    private static final int HEALTHY_AT_ONCE = 2;

    private final DoctorBenchOptions options;
    private final Commands commands;
    private final Consumer<String> progress;

    private DoctorBench(DoctorBenchOptions options, Commands commands, Consumer<String> progress) {
        this.options = options;
        this.commands = commands;
        this.progress = progress;
    }

    /** All faults, a line each. */
    public static List<String> list() {
        return FaultCatalogue.all(words -> "").stream()
                .map(fault -> fault.topic() + ": " + fault.name() + " -> " + fault.expected()
                        + (fault.needsLab() ? " (namespaces)" : ""))
                .toList();
    }

    /** Runs; takes some minutes. */
    public static DoctorBenchReport run(DoctorBenchOptions options, Commands commands, Consumer<String> progress) {
        return new DoctorBench(options, commands, progress).measure();
    }

    private DoctorBenchReport measure() {
        List<FaultResult> results = new ArrayList<>();
        Optional<String> obstacle = LabPatient.obstacle();
        for (Fault fault : FaultCatalogue.all(commands)) {
            if (DoctorBenchOptions.matches(options.only(), fault)) {
                FaultResult result = fault.needsLab() && obstacle.isPresent()
                        ? FaultResult.skipped(fault, obstacle.get())
                        : tried(fault);
                results.add(result);
                progress.accept(text(result));
            }
        }
        return new DoctorBenchReport(results, options.healthy(), healthy());
    }

    private static String text(FaultResult result) {
        if (result.isSkipped()) {
            return "skipped " + result.id() + ": " + result.skipped();
        }
        return String.format(
                Locale.ROOT,
                "%s %s %s: named %s; %s; then %s",
                result.namedFirst() ? "named" : "MISSED",
                result.cured() ? "cured" : "NOT-CURED",
                result.id(),
                result.named(),
                result.remedies(),
                result.after());
    }

    private static FaultResult tried(Fault fault) {
        try (Patient patient = fault.patient().get()) {
            Diagnosis before = patient.examine();
            List<String> named = before.names();
            Diagnosis.Named first = before.first();
            if (first == null) {
                return new FaultResult(fault, "", named, false, List.of(), List.of(), false);
            }
            boolean right = isExpected(first, fault.expected());
            List<String> remedies = first.remedies().stream().map(Remedy::text).toList();
            for (String line : remedies) {
                Remedy remedy = Remedy.parse(line);
                if (remedy != null) {
                    patient.apply(remedy);
                }
            }
            List<String> after = remedies.isEmpty() ? named : patient.examine().names();
            return new FaultResult(fault, "", named, right, remedies, after, right && after.isEmpty());
        }
    }

    private static boolean isExpected(Diagnosis.Named first, String expected) {
        String[] words = expected.split(" ", 2);
        return first.check().equals(words[0])
                && (words.length < 2 || first.subject().startsWith(words[1]));
    }

    private List<String> healthy() {
        ExecutorService runners = Executors.newFixedThreadPool(HEALTHY_AT_ONCE);
        List<Future<Diagnosis>> runs = new ArrayList<>();
        for (int run = 0; run < options.healthy(); run++) {
            int seed = options.seed() + run;
            runs.add(runners.submit(() -> {
                try (Patient patient = FaultCatalogue.healthy(seed, commands)) {
                    return patient.examine();
                }
            }));
        }
        runners.shutdown();
        List<String> blamed = new ArrayList<>();
        for (int run = 0; run < runs.size(); run++) {
            for (Diagnosis.Named named : outcome(runs.get(run)).named()) {
                blamed.add("seed " + (options.seed() + run) + ": " + named);
                progress.accept("BLAMED in healthy run of seed " + (options.seed() + run) + ": " + named);
            }
        }
        return blamed;
    }

    private static Diagnosis outcome(Future<Diagnosis> run) {
        try {
            return run.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a healthy run failed: " + e.getCause(), e);
        }
    }
}

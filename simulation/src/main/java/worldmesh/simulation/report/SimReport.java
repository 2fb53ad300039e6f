package worldmesh.simulation.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import worldmesh.testkit.sim.TraceHash;

/**
 * The outcomes of all seeds of one scenario.
 *
 * @param scenario its name
 * @param arguments what a replay needs besides, with a space in front
 * @param plant the bug that was planted, {@code none} for none
 * @param outcomes one per seed, in order of seeds
 * @param realNanos the time it took
 * @param budgetSeconds the time it was given
 */
public record SimReport(
        String scenario,
        String arguments,
        String plant,
        List<SeedOutcome> outcomes,
        long realNanos,
        long budgetSeconds) {
    private static final double NANOS_PER_SECOND = 1e9;

    /** A report that nobody reads to its end helps nobody. */
    private static final int MAX_LINES = 20;

    private static final int MAX_LINES_PER_SEED = 5;

    /** Copies and sorts the outcomes. */
    public SimReport {
        outcomes = outcomes.stream()
                .sorted(Comparator.comparingLong(SeedOutcome::seed))
                .toList();
    }

    /** True if no seed broke a promise. */
    public boolean kept() {
        return failed() == 0;
    }

    /** How many seeds broke a promise. */
    public long failed() {
        return outcomes.stream().filter(SeedOutcome::failed).count();
    }

    /** The first seed that broke a promise, or -1. */
    public long firstFailedSeed() {
        return outcomes.stream()
                .filter(SeedOutcome::failed)
                .mapToLong(SeedOutcome::seed)
                .findFirst()
                .orElse(-1);
    }

    /** The command that replays a seed. */
    public String replayCommand(long seed) {
        String planted = plant.equals("none") ? "" : " --plant " + plant;
        return "./worldmesh sim " + scenario + arguments + " --replay " + seed + planted;
    }

    /** What was broken and how to replay it, one line each, for people. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        for (SeedOutcome outcome : outcomes) {
            outcome.violations().stream()
                    .limit(MAX_LINES_PER_SEED)
                    .forEach(violation -> lines.add("seed " + outcome.seed() + " broke " + violation.describe()));
            if (outcome.failed()) {
                lines.add("  replay: " + replayCommand(outcome.seed()));
            }
            if (lines.size() > MAX_LINES) {
                lines.add("… and more");
                break;
            }
        }
        return lines;
    }

    /** The report as one JSON object, docs/architecture.md "Commands". */
    public String json() {
        SeedOutcome worst = worst();
        JsonText json = totals().put("plant", plant)
                .put("worstSeed", worst == null ? -1 : worst.seed())
                .put("worstSettleMillis", worst == null ? 0 : worst.settleNanos() / 1_000_000)
                .put("firstFailedSeed", firstFailedSeed())
                .put("violations", lines());
        figures().forEach(json::put);
        ratios().forEach(json::putRatio);
        if (!kept()) {
            json.put("replay", replayCommand(firstFailedSeed()));
        }
        return json.end();
    }

    /** What is the same for every scenario, over all seeds. */
    JsonText totals() {
        return new JsonText()
                .put("scenario", scenario)
                .put("seeds", outcomes.size())
                .put("failed", failed())
                .putSeconds("virtualSeconds", virtualSeconds())
                .putSeconds("realSeconds", realNanos / NANOS_PER_SECOND)
                .put("events", sum(SeedOutcome::events))
                .raw("faults", faults().json())
                .put("acked", sum(SeedOutcome::acked))
                .put("traceHash", traceHash())
                .put("runs", outcomes.size())
                .put("budgetSeconds", budgetSeconds);
    }

    private @Nullable SeedOutcome worst() {
        return outcomes.stream()
                .max(Comparator.comparing(SeedOutcome::failed).thenComparing(SeedOutcome::settleNanos))
                .orElse(null);
    }

    /**
     * What the scenario counts, over all seeds: by the end of its key the least, the most, or the sum; beside a time
     * the seed that took it, to be replayed by who asks why.
     */
    private SortedMap<String, Long> figures() {
        var all = new TreeMap<String, Long>();
        var slowest = new TreeMap<String, Long>();
        for (SeedOutcome outcome : outcomes) {
            outcome.figures().forEach((key, value) -> {
                if (key.endsWith("MillisMax") && value > all.getOrDefault(key, -1L)) {
                    slowest.put(key + "Seed", outcome.seed());
                }
                all.merge(key, value, over(key));
            });
        }
        all.putAll(slowest);
        return all;
    }

    /** The greatest of all seeds, each by its key. */
    private SortedMap<String, Double> ratios() {
        var all = new TreeMap<String, Double>();
        for (SeedOutcome outcome : outcomes) {
            outcome.worst().forEach((key, value) -> all.merge(key, value, Math::max));
        }
        return all;
    }

    private static BinaryOperator<Long> over(String key) {
        if (key.endsWith("Min")) {
            return Math::min;
        }
        return key.endsWith("Max") ? Math::max : Long::sum;
    }

    private FaultCounts faults() {
        return outcomes.stream().map(SeedOutcome::faults).reduce(FaultCounts.NONE, FaultCounts::plus);
    }

    private String traceHash() {
        var hash = new TraceHash();
        outcomes.forEach(outcome -> hash.add(outcome.traceHash()));
        return hash.hex();
    }

    /** Two months a seed are more nanoseconds in all than a long holds. */
    private double virtualSeconds() {
        return outcomes.stream()
                .mapToDouble(outcome -> outcome.virtualNanos() / NANOS_PER_SECOND)
                .sum();
    }

    private long sum(ToLongFunction<SeedOutcome> number) {
        return outcomes.stream().mapToLong(number).sum();
    }
}

package worldmesh.benchmarks.crdt;

import anchors.Workload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import worldmesh.benchmarks.crdt.CrdtBenchOptions.Workloads;
import worldmesh.runtime.time.SystemClock;

/**
 * Runs a workload on the engine and on the plain Java bound in turns, in one process and thread, after one warm-up of
 * each; every figure is the median of its runs. Signatures are free of cost in all rates but the signed ones.
 */
public final class CrdtBench {
    /** The demands of issue 4. */
    private static final double LEAST_SHARE = 0.25;

    private static final double MOST_BYTES_PER_OP = 6.5;
    private static final double MOST_HEAP_BYTES = 150;
    private static final double MOST_SNAPSHOT_BYTES = 12;
    private static final double MOST_LOAD_MILLIS = 60;

    private static final int MEASURED_D = 1_000;

    private static final int MOST_BYTES_BY_VECTORS = 10_000;

    /** What names the differences where vectors do not compare; values come on top. */
    private static final int MOST_ID_BYTES = 40_000;

    private static final double MOST_SYMBOLS = 1.5;
    /** The edits of the automerge-paper trace. */
    private static final int TYPED = 259_778;

    private static final double LEAST_TYPED = 1_000_000;
    private static final double LEAST_TYPED_MERGE = 2_000_000;
    private static final double MOST_BYTES_PER_EDIT = 1.4;
    private static final long SECOND = 1_000_000_000L;
    /** What the replicas retain whose allocation is told. */
    private static final int STEADY_BATCHES = 128;

    /** So many times the ops are done, on a world smaller by that, until cells hardly grow any more. */
    private static final int STEADY_RUNS = 20;

    private static final int STEADY_SHARE = 10;

    /** So many times the ops are done on the whole world, whose cells still grow. */
    private static final int GROWING_RUNS = 4;

    /** The entities of a small and of a large world, and what an op of the latter may cost more. */
    private static final int[] SIZES = {10_000, 1_000_000};

    private static final double MOST_GROWTH = 1.5;

    private static final double LEAST_SCALING = 1.7;

    /** So many ops are done in each, of which the second half counts. */
    private static final int GROWTH_OPS = 100_000;

    /** A snapshot is loaded so often; the median is then one of compiled code, as that of the bound is. */
    private static final int LOADS = 21;

    /** Rounds of the engine and the bounds in turns; the median is then one of compiled code on all sides. */
    private static final int MOST_ROUNDS = 60;

    private final CrdtBenchOptions options;
    private final int[] sizes;
    private final int growthOps;
    private final long end;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final List<String> missed = new ArrayList<>();

    private CrdtBench(CrdtBenchOptions options, int[] sizes, int growthOps) {
        this.options = options;
        this.sizes = sizes.clone();
        this.growthOps = growthOps;
        this.end = SystemClock.INSTANCE.nanoTime() + options.budgetSeconds() * SECOND;
    }

    /** Runs within the budget and reports. */
    public static CrdtReport run(CrdtBenchOptions options) {
        return new CrdtBench(options, SIZES, GROWTH_OPS).measure();
    }

    /** The same where the growth is that between worlds of other sizes, by the ops per replica of the options. */
    static CrdtReport run(CrdtBenchOptions options, int small, int large) {
        return new CrdtBench(options, new int[] {small, large}, options.ops()).measure();
    }

    private CrdtReport measure() {
        values.put("lib", "worldmesh");
        values.put("workload", options.workload().name());
        values.put("seed", options.seed());
        values.put("n", options.n());
        boolean sound = switch (options.workload()) {
            case W1 -> populate();
            case W2 -> churn();
            case W4 -> diverge();
            case W5 -> type();
            case GROWTH -> grow();
            case SECTORS -> sectors();
        };
        values.put("missed", missed);
        values.put("budgetSeconds", options.budgetSeconds());
        return new CrdtReport(values, missed, sound);
    }

    private Contestant engine(boolean signed) {
        return Contestant.engine(ChurnRun.REPLICAS, signed);
    }

    private boolean populate() {
        Rounds<PopulateRun> rounds = rounds(contestant -> new PopulateRun(options, contestant));
        PopulateRun last = rounds.engine.last();
        rates(rounds);
        values.put("bytes_per_op_raw", round(last.bytesPerEntity()));
        values.put("bytes_per_op_zstd", round(last.zstdBytesPerEntity()));
        values.put("bytes_per_op_signed", round(last.signedBytesPerEntity()));
        memory();
        StateHash state = StateHash.of(last.world());
        boolean converged = last.converged();
        state(state, converged);
        PopulateRun signed = new PopulateRun(options, engine(true));
        values.put("local_ops_s_signed", Math.round(signed.local().perSecond()));
        values.put("merge_ops_s_signed", Math.round(signed.merge().perSecond()));
        return converged && state.equals(StateHash.of(rounds.bound.last().world()));
    }

    private boolean churn() {
        values.put("ops", options.ops());
        Rounds<ChurnRun> rounds = rounds(contestant -> new ChurnRun(options, contestant));
        ChurnRun last = rounds.engine.last();
        rates(rounds);
        demand("W2 bytes per op", last.bytesPerOp() <= MOST_BYTES_PER_OP);
        values.put("bytes_per_op_raw", round(last.bytesPerOp()));
        values.put("bytes_per_op_zstd", round(last.zstdBytesPerOp()));
        values.put("bytes_per_op_signed", round(last.signedBytesPerOp()));
        StateHash state = StateHash.of(last.world());
        boolean converged = last.converged();
        snapshot(last.world(), state.count());
        state(state, converged);
        allocation();
        ChurnRun signed = new ChurnRun(options, engine(true));
        values.put("local_ops_s_signed", Math.round(signed.local().perSecond()));
        values.put("merge_ops_s_signed", Math.round(signed.merge().perSecond()));
        // Deletes touch own entities only, so these agree in every engine; who wins a register may differ.
        StateHash bound = StateHash.of(rounds.bound.last().world());
        return converged
                && state.count() == bound.count()
                && state.hpSum() == bound.hpSum()
                && state.idSum() == bound.idSum();
    }

    /**
     * What an op allocates where histories are as long as they may be: where cells grow no more, on average and in the
     * batch in the middle; and where they do, since ever more replicas add to ever more entities.
     */
    private void allocation() {
        ChurnRun steady = bounded(options.withOps(STEADY_RUNS * options.ops()).withN(options.n() / STEADY_SHARE));
        double local = steady.local().allocatedPerOp();
        double merge = steady.merge().allocatedPerOp();
        demand("W2 allocation", local < 1 && merge < 1);
        values.put("steady_allocated_bytes_per_op_local", round(local));
        values.put("steady_allocated_bytes_per_op_merge", round(merge));
        values.put("median_allocated_bytes_per_op_local", round(steady.local().medianAllocatedPerOp()));
        values.put("median_allocated_bytes_per_op_merge", round(steady.merge().medianAllocatedPerOp()));
        ChurnRun growing = bounded(options.withOps(GROWING_RUNS * options.ops()));
        values.put("growing_allocated_bytes_per_op_local", round(growing.local().allocatedPerOp()));
        values.put("growing_allocated_bytes_per_op_merge", round(growing.merge().allocatedPerOp()));
    }

    private static ChurnRun bounded(CrdtBenchOptions longer) {
        return new ChurnRun(longer, Contestant.bounded(ChurnRun.REPLICAS, STEADY_BATCHES));
    }

    /** What an op costs in a small and in a large world, the least of all rounds, and how far that grows. */
    private boolean grow() {
        CrdtBenchOptions sized = options.withOps(growthOps);
        double[][] costs = new double[2][];
        double[][] bounds = new double[2][];
        int rounds = 0;
        boolean converged = new GrowthRun(sized, engine(false), sizes[0]).converged();
        new GrowthRun(sized, Contestant.bound(true), sizes[0]);
        do {
            for (int i = 0; i < sizes.length; i++) {
                double[] cost = new GrowthRun(sized, engine(false), sizes[i]).nanos();
                double[] bound = new GrowthRun(sized, Contestant.bound(true), sizes[i]).nanos();
                costs[i] = rounds == 0 ? cost : GrowthRun.least(costs[i], cost);
                bounds[i] = rounds == 0 ? bound : GrowthRun.least(bounds[i], bound);
            }
            rounds++;
        } while (SystemClock.INSTANCE.nanoTime() - end < 0 && rounds < MOST_ROUNDS);
        growth("", costs);
        growth("bound_", bounds);
        demand("growth", costs[1][0] <= MOST_GROWTH * costs[0][0] && costs[1][1] <= MOST_GROWTH * costs[0][1]);
        values.put("converged", converged);
        values.put("runs", rounds);
        return converged;
    }

    /** Merging on one core and on two, with the checks alone on both beside it. */
    private boolean sectors() {
        SectorsRun run = new SectorsRun(options.ops(), options.seed());
        int rounds = 0;
        do {
            run.round();
            rounds++;
        } while (SystemClock.INSTANCE.nanoTime() - end < 0 && rounds < MOST_ROUNDS);
        double[] scaling = run.scaling();
        demand("2-core scaling", scaling[0] >= LEAST_SCALING);
        values.put("batches", run.batches());
        values.put("merge_batches_s_1_core", Math.round(run.perSecond()[0]));
        values.put("merge_batches_s_2_cores", Math.round(run.perSecond()[1]));
        values.put("scaling", round(scaling[0]));
        values.put("bound_scaling", round(scaling[1]));
        values.put("checks_share", round(run.checksShare()));
        values.put("converged", run.converged());
        values.put("runs", rounds);
        return run.converged();
    }

    private void growth(String prefix, double[][] costs) {
        for (int i = 0; i < sizes.length; i++) {
            values.put(prefix + "local_ns_" + sizes[i], Math.round(costs[i][0]));
            values.put(prefix + "merge_ns_" + sizes[i], Math.round(costs[i][1]));
        }
        values.put(prefix + "growth_local", round(costs[1][0] / costs[0][0]));
        values.put(prefix + "growth_merge", round(costs[1][1] / costs[0][1]));
    }

    private boolean diverge() {
        values.put("d", options.d());
        List<DivergeRun> byVectors = new ArrayList<>();
        List<DivergeRun> bySketch = new ArrayList<>();
        do {
            byVectors.add(new DivergeRun(options, true));
            bySketch.add(new DivergeRun(options, false));
        } while (SystemClock.INSTANCE.nanoTime() - end < 0 && bySketch.size() < 5);
        DivergeRun last = bySketch.get(bySketch.size() - 1);
        List<DivergeRun.Step> vectorSteps = byVectors.get(byVectors.size() - 1).steps();
        values.put("results", vectorSteps.stream().map(DivergeRun.Step::row).toList());
        values.put(
                "results_without_vectors",
                last.steps().stream().map(DivergeRun.Step::row).toList());
        vectorSteps.forEach(step ->
                demand("W4 bytes with vectors", step.d() != MEASURED_D || step.bytes() <= MOST_BYTES_BY_VECTORS));
        for (DivergeRun.Step step : last.steps()) {
            boolean measured = step.d() == MEASURED_D;
            demand("W4 bytes without, but for values", !measured || step.idBytes() <= MOST_ID_BYTES);
            demand("W4 symbols per difference", !measured || step.symbolsPerDifference() <= MOST_SYMBOLS);
        }
        boolean converged = bySketch.stream().allMatch(DivergeRun::converged)
                && byVectors.stream().allMatch(DivergeRun::converged);
        StateHash state = StateHash.of(last.world());
        state(state, converged);
        values.put("runs", bySketch.size());
        return converged
                && state.equals(StateHash.of(byVectors.get(byVectors.size() - 1).world()));
    }

    private boolean type() {
        Path file = options.trace();
        EditTrace trace = file == null ? EditTrace.draw(options.seed(), TYPED) : EditTrace.read(file);
        values.put("trace", file == null ? "drawn by the seed in the shape of automerge-paper" : file.toString());
        values.put("edits", trace.edits().size());
        Series<TextRun> replicas = new Series<>();
        Series<TextRun> alone = new Series<>();
        TextRun.throughReplicas(trace);
        TextRun.alone(trace);
        do {
            replicas.add(() -> TextRun.throughReplicas(trace));
            alone.add(() -> TextRun.alone(trace));
        } while (SystemClock.INSTANCE.nanoTime() - end < 0 && alone.rates.size() < 15);
        typed("", replicas);
        typed("sequence_", alone);
        demand("W5 local", replicas.median(Rate::local) >= LEAST_TYPED);
        demand("W5 merge", replicas.median(Rate::merge) >= LEAST_TYPED_MERGE);
        demand("W5 bytes per edit", replicas.last().bytesPerEdit() <= MOST_BYTES_PER_EDIT);
        values.put("bytes_per_op_signed", round(replicas.last().signedBytesPerEdit()));
        boolean converged = replicas.last().converged() && alone.last().converged();
        values.put("converged", converged);
        values.put("runs", alone.rates.size());
        return converged;
    }

    private void typed(String prefix, Series<TextRun> series) {
        TextRun last = series.last();
        values.put(prefix + "local_ops_s", Math.round(series.median(Rate::local)));
        values.put(prefix + "merge_ops_s", Math.round(series.median(Rate::merge)));
        values.put(prefix + "bytes_per_op_raw", round(last.bytesPerEdit()));
        values.put(prefix + "snapshot_bytes", last.snapshotBytes());
        values.put(prefix + "allocated_bytes_per_op_local", round(last.local().allocatedPerOp()));
        values.put(prefix + "allocated_bytes_per_op_merge", round(last.merge().allocatedPerOp()));
    }

    /** What one run reached a second. */
    private record Rate(double local, double merge) {
        static Rate of(MeasuredRun run) {
            return new Rate(run.local().perSecond(), run.merge().perSecond());
        }
    }

    /** Rates of all runs of one contestant, and its last run: one world of each kind is enough in memory. */
    private static final class Series<R extends MeasuredRun> {
        private final List<Rate> rates = new ArrayList<>();
        private final List<R> last = new ArrayList<>();

        void add(Supplier<R> run) {
            last.clear();
            last.add(run.get());
            rates.add(Rate.of(last()));
        }

        R last() {
            return last.get(0);
        }

        double median(ToDoubleFunction<Rate> figure) {
            double[] sorted = rates.stream().mapToDouble(figure).sorted().toArray();
            return sorted[sorted.length / 2];
        }
    }

    /** Runs of the engine, of the bound and of the bound's slower sister. */
    private record Rounds<R extends MeasuredRun>(Series<R> engine, Series<R> bound, Series<R> hashMap) {}

    private <R extends MeasuredRun> void warmUp(Function<Contestant, R> run) {
        Series<R> unseen = new Series<>();
        unseen.add(() -> run.apply(Contestant.bound(true)));
        unseen.add(() -> run.apply(engine(false)));
    }

    private <R extends MeasuredRun> Rounds<R> rounds(Function<Contestant, R> run) {
        Rounds<R> rounds = new Rounds<>(new Series<>(), new Series<>(), new Series<>());
        warmUp(run);
        do {
            rounds.bound.add(() -> run.apply(Contestant.bound(true)));
            rounds.engine.add(() -> run.apply(engine(false)));
            rounds.hashMap.add(() -> run.apply(Contestant.bound(false)));
        } while (SystemClock.INSTANCE.nanoTime() - end < 0 && rounds.engine.rates.size() < MOST_ROUNDS);
        return rounds;
    }

    private void rates(Rounds<?> rounds) {
        double localRate = rounds.engine.median(Rate::local);
        double mergeRate = rounds.engine.median(Rate::merge);
        double boundLocal = rounds.bound.median(Rate::local);
        double boundMerge = rounds.bound.median(Rate::merge);
        String name = options.workload().name();
        demand(name + " local", localRate / boundLocal >= LEAST_SHARE);
        demand(name + " merge", options.workload() == Workloads.W1 || mergeRate / boundMerge >= LEAST_SHARE);
        values.put("runs", rounds.engine.rates.size());
        values.put("local_ops_s", Math.round(localRate));
        values.put("merge_ops_s", Math.round(mergeRate));
        values.put("bound_local_ops_s", Math.round(boundLocal));
        values.put("bound_merge_ops_s", Math.round(boundMerge));
        values.put("local_share", round(localRate / boundLocal));
        values.put("merge_share", round(mergeRate / boundMerge));
        values.put("hashmap_local_ops_s", Math.round(rounds.hashMap.median(Rate::local)));
        values.put("hashmap_merge_ops_s", Math.round(rounds.hashMap.median(Rate::merge)));
        MeasuredRun last = rounds.engine.last();
        values.put("allocated_bytes_per_op_local", round(last.local().allocatedPerOp()));
        values.put("allocated_bytes_per_op_merge", round(last.merge().allocatedPerOp()));
    }

    private static double round(double figure) {
        return Math.round(figure * 1_000) / 1_000.0;
    }

    private void demand(String what, boolean met) {
        if (!met) {
            missed.add(what);
        }
    }

    /** What the populated world takes in memory with and without its history, and as a snapshot. */
    private void memory() {
        long before = Meter.heapBytes();
        Workload.World world = engine(false).empty();
        PopulateRun.populate(options, world);
        double withHistory = (Meter.heapBytes() - before) / (double) options.n();
        byte[] bytes = snapshot(world, options.n());
        before = Meter.heapBytes();
        Workload.World loaded = engine(false).load(1, bytes);
        double perEntity = (Meter.heapBytes() - before) / (double) options.n();
        demand("heap per entity", perEntity <= MOST_HEAP_BYTES && loaded.touch() == world.touch());
        values.put("heap_bytes_per_entity", round(perEntity));
        values.put("heap_bytes_per_entity_with_history", round(withHistory));
    }

    private byte[] snapshot(Workload.World world, int entities) {
        Meter save = new Meter();
        byte[][] bytes = new byte[1][];
        save.time(1, () -> bytes[0] = world.snapshot());
        double[] loads = new double[LOADS];
        for (int i = 0; i < loads.length; i++) {
            Meter load = new Meter();
            load.time(1, () -> engine(false).load(1, bytes[0]).touch());
            loads[i] = load.millis();
        }
        Arrays.sort(loads);
        double millis = loads[loads.length / 2];
        boolean small = bytes[0].length <= MOST_SNAPSHOT_BYTES * entities;
        demand("snapshot bytes per entity", options.workload() != Workloads.W1 || small);
        demand("load and touch", options.workload() != Workloads.W1 || millis <= MOST_LOAD_MILLIS);
        values.put("snapshot_bytes", bytes[0].length);
        values.put("snapshot_bytes_per_entity", round(bytes[0].length / (double) entities));
        values.put("snapshot_ms", round(save.millis()));
        values.put("load_touch_ms", round(millis));
        return bytes[0];
    }

    private void state(StateHash state, boolean converged) {
        values.put("converged", converged);
        values.put("count", state.count());
        values.put("hpSum", state.hpSum());
        values.put("idSum", state.idSum());
        values.put("hash", state.hash());
    }
}

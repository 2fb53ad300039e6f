package worldmesh.benchmarks.crdt;

import anchors.Workload;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What an op of W2 costs in worlds of several sizes: made and sealed a hundred at once, and merged by another too. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx2g"})
public class ColumnBenchmark {
    private static final int SEED = 42;
    private static final int TRANSACTION = 100;

    /** How many entities the world has. */
    @Param({"10000", "100000", "1000000"})
    public int n;

    private Workload.Op[] batch = new Workload.Op[0];
    private Workload.Churn churn = new Workload.Churn(SEED, 0, TRANSACTION);
    private Workload.World author = Contestant.bound(true).empty();
    private Workload.World other = author;

    /** Two members load the same world. */
    @Setup
    public void load() {
        Contestant engine = Contestant.engine(2, false);
        Workload.World founder = engine.empty();
        Workload.Populate populate = new Workload.Populate(SEED);
        for (int done = 0; done < n; done += TRANSACTION) {
            founder.apply(populate.batch(TRANSACTION));
            founder.delta();
        }
        byte[] snapshot = founder.snapshot();
        author = engine.load(1, snapshot);
        other = engine.load(2, snapshot);
        churn = new Workload.Churn(SEED, 0, n);
    }

    /** Draws what is done next: each batch once, since it is about what the ones before left. */
    @Setup(Level.Invocation)
    public void draw() {
        batch = churn.batch(TRANSACTION);
    }

    /** An op made and sealed. */
    @Benchmark
    @OperationsPerInvocation(TRANSACTION)
    public byte[] local() {
        author.apply(batch);
        return author.delta();
    }

    /** An op made, sealed and merged. */
    @Benchmark
    @OperationsPerInvocation(TRANSACTION)
    public byte[] localAndMerge() {
        byte[] delta = local();
        other.merge(delta);
        return delta;
    }
}

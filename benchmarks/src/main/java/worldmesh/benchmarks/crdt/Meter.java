package worldmesh.benchmarks.crdt;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import worldmesh.runtime.time.SystemClock;

/** Adds up the time and the allocation of one kind of step over one run. */
final class Meter {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final int ARRAY_HEADER = 16;

    private long nanos;
    private long bytes;
    private long ops;
    private long unsettledOps;
    private double[] perOp = new double[64];
    private int steps;
    private int lastCount = 1;

    /** Runs a step that counts as so many ops. */
    void time(int count, Runnable step) {
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long start = SystemClock.INSTANCE.nanoTime();
        step.run();
        nanos += SystemClock.INSTANCE.nanoTime() - start;
        long made = THREADS.getCurrentThreadAllocatedBytes() - allocated;
        bytes += made;
        ops += count;
        if (steps == perOp.length) {
            perOp = Arrays.copyOf(perOp, 2 * steps);
        }
        perOp[steps++] = made / (double) count;
        lastCount = count;
    }

    /** What the step made for the driver to keep is the driver's. */
    void handedOver(byte[] made) {
        int size = (ARRAY_HEADER + made.length + 7) & ~7;
        bytes -= size;
        perOp[steps - 1] -= size / (double) lastCount;
    }

    double millis() {
        return nanos / 1e6;
    }

    double perSecond() {
        return nanos == 0 ? 0 : ops * 1e9 / nanos;
    }

    /** From here on allocation is that of a steady state: what the columns grew by before is not counted. */
    void settle() {
        bytes = 0;
        unsettledOps = ops;
        steps = 0;
    }

    double allocatedPerOp() {
        long settled = ops - unsettledOps;
        return settled == 0 ? 0 : bytes / (double) settled;
    }

    /** The same of the step in the middle, in which nothing happens to grow. */
    double medianAllocatedPerOp() {
        double[] sorted = Arrays.copyOf(perOp, steps);
        Arrays.sort(sorted);
        return steps == 0 ? 0 : sorted[steps / 2];
    }

    /** The heap in use after everything unreachable is gone. */
    static long heapBytes() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}

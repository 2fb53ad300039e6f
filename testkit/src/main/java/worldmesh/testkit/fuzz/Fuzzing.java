package worldmesh.testkit.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * Runs a target on damaged inputs: it must not throw, and must not allocate more than its input's size allows. What is
 * read as sound joins the inputs that are damaged next. Confined to one thread.
 */
public final class Fuzzing {
    private static final int MAX_POOL = 512;
    private static final int MAX_FINDINGS = 5;
    private static final int MAX_HEX_BYTES = 4_096;

    private final FuzzTarget target;
    private final Random random;
    private final List<byte[]> pool;
    private final List<String> findings = new ArrayList<>();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long executions;
    private long read;
    private long most;

    /** The target with the chances of a seed. */
    public Fuzzing(FuzzTarget target, long seed) {
        this.target = target;
        this.random = new Random(seed);
        this.pool = new ArrayList<>(target.seeds());
    }

    /** Runs so many more inputs and tells what was found since the start. */
    public FuzzResult run(long count) {
        if (executions == 0) {
            for (byte[] seed : target.seeds()) {
                one(seed.clone());
            }
            // Classes were loaded and tables built: that was not the input's doing.
            most = 0;
            findings.removeIf(each -> each.startsWith("allocated"));
        }
        for (long i = 0; i < count && findings.size() < MAX_FINDINGS; i++) {
            one(Mutations.mutant(pool, random));
        }
        return new FuzzResult(target.name(), executions, read, most, findings);
    }

    @SuppressWarnings("IllegalCatch") // a reader that throws anything is what is looked for
    private void one(byte[] input) {
        byte[] given = input.clone();
        long before = threads.getCurrentThreadAllocatedBytes();
        boolean sound = false;
        try {
            sound = target.reader().reads(given);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            find("threw " + e + " at " + e.getStackTrace()[0], input);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        most = Math.max(most, allocated);
        executions++;
        if (allocated > target.baseBytes() + target.bytesPerByte() * input.length) {
            find("allocated " + allocated + " bytes for " + input.length, input);
        }
        if (sound) {
            read++;
            if (pool.size() < MAX_POOL) {
                pool.add(input);
            } else {
                pool.set(random.nextInt(MAX_POOL), input);
            }
        }
    }

    private void find(String what, byte[] input) {
        int shown = Math.min(input.length, MAX_HEX_BYTES);
        findings.add(what + "; input " + HexFormat.of().formatHex(input, 0, shown));
    }
}

package worldmesh.runtime.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What this process takes of its machine, as the system tells it. Any thread. */
public final class ProcessLoad {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";
    private static final long BYTES_PER_KILO = 1_024;

    private ProcessLoad() {}

    /** Shows both figures in {@code metrics}. */
    public static void register(Metrics metrics) {
        metrics.counter(
                "worldmesh_runtime_cpu_millis_total",
                "processor time of this process, all threads; 0 where the system does not tell",
                ProcessLoad::cpuMillis);
        metrics.gauge(
                "worldmesh_runtime_resident_bytes",
                "memory of this process that is not swapped out; 0 where the system does not tell",
                ProcessLoad::residentBytes);
    }

    /** Processor time of all threads since the start, 0 where the system does not tell. */
    public static long cpuMillis() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toMillis)
                .orElse(0L);
    }

    /** Memory that is not swapped out, 0 where the system does not tell. */
    public static long residentBytes() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(RESIDENT)) {
                    String[] words = line.substring(RESIDENT.length()).trim().split(" ", -1);
                    return Long.parseLong(words[0]) * BYTES_PER_KILO;
                }
            }
        } catch (IOException | NumberFormatException e) {
            return 0; // another system than Linux
        }
        return 0;
    }
}

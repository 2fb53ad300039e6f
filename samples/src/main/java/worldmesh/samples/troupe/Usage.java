package worldmesh.samples.troupe;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What a process uses, after a garbage collection.
 *
 * @param heapBytes live objects
 * @param threads live threads
 * @param descriptors open files and sockets, -1 where the system does not tell
 */
public record Usage(long heapBytes, long threads, long descriptors) {
    /** The line that asks a player's process for it, and the key of the answer. */
    static final String QUESTION = "usage";

    /** Collects garbage and looks. */
    static Usage ofThisProcess() {
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        long threads = ManagementFactory.getThreadMXBean().getThreadCount();
        long descriptors = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : -1;
        return new Usage(heap, threads, descriptors);
    }

    String toLine() {
        return heapBytes + " " + threads + " " + descriptors;
    }

    static Usage parse(String line) {
        String[] parts = line.split(" ", -1);
        return new Usage(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
    }
}

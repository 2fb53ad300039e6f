package worldmesh.testkit.fuzz;

import java.util.List;

/**
 * A reader of bytes that peers or files bring.
 *
 * @param name its name in reports
 * @param seeds sound inputs, from which damaged ones are made
 * @param reader what is tested
 * @param baseBytes what it may allocate for any input
 * @param bytesPerByte what it may allocate besides for each byte of its input
 */
public record FuzzTarget(String name, List<byte[]> seeds, Reader reader, long baseBytes, long bytesPerByte) {
    /** What most readers may allocate whatever they are given. */
    public static final long SMALL_BASE = 256 << 10;

    /** What most readers may allocate for a byte: lists of small objects out of single bytes. */
    public static final long SMALL_FACTOR = 512;

    /** Reads bytes and answers, never throws. */
    @FunctionalInterface
    public interface Reader {
        /** True if the bytes were taken as sound. A broken promise may be an {@link IllegalStateException}. */
        boolean reads(byte[] data);
    }

    /** Refuses a target without seeds. */
    public FuzzTarget {
        seeds = List.copyOf(seeds);
        if (seeds.isEmpty()) {
            throw new IllegalArgumentException("fuzz target " + name + " has no seeds; commit at least one");
        }
    }

    /** A target with the usual bounds. */
    public static FuzzTarget of(String name, List<byte[]> seeds, Reader reader) {
        return new FuzzTarget(name, seeds, reader, SMALL_BASE, SMALL_FACTOR);
    }
}

package worldmesh.samples.lanparty.island;

/** Chance that depends on the seed and the place alone: the same on every machine, in every order. */
final class Hash {
    private Hash() {}

    /** A number in 0..1. */
    static double unit(long seed, int x, int y) {
        return (mix(seed, x, y) >>> 11) * 0x1.0p-53;
    }

    // The finalizer of SplitMix64 (Steele, Lea, Flood: OOPSLA'14) over the packed coordinates.
    private static long mix(long seed, int x, int y) {
        long z = seed + 0x9E3779B97F4A7C15L * (((long) x << 32) | (y & 0xFFFFFFFFL));
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}

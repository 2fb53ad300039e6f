package worldmesh.world.sync.sketch;

/**
 * Which coded symbols an item is part of: symbol i with probability 1 / (1 + i / 2), drawn from the item itself, so
 * that both sides agree (Yang, Gilad, Alizadeh: Practical Rateless Set Reconciliation, SIGCOMM 2024, §4.2). Keeps no
 * state.
 */
final class Mapping {
    private static final long MULTIPLIER = 0xda942042e4dd58b5L;
    private static final double TWO_TO_32 = 4294967296.0;

    /** No item is part of a symbol from here on. */
    static final int END = Integer.MAX_VALUE;

    private Mapping() {}

    /** The item's draw after this one; the first is the item itself. */
    static long draw(long before) {
        return before * MULTIPLIER + 1;
    }

    /** The item's symbol after symbol {@code last}, by a fresh draw. */
    static int next(int last, long draw) {
        double uniform = (draw >>> 11) * 0x1p-53 * TWO_TO_32 * TWO_TO_32;
        double step = Math.ceil((last + 1.5) * (TWO_TO_32 / Math.sqrt(uniform + 1.0) - 1));
        return step >= END - last ? END : last + (int) step;
    }

    /** Tells pure symbols from mixed ones; 24 bits of the finalizer of SplitMix64 over the item. */
    static int check(long item) {
        long mixed = item + 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return (int) (mixed >>> 40);
    }
}

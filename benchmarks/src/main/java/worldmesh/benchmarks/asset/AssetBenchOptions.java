package worldmesh.benchmarks.asset;

/**
 * What is to be fetched.
 *
 * @param rounds files, one after the other
 * @param fileBytes the size of each
 */
public record AssetBenchOptions(int rounds, int fileBytes) {
    /** More takes too long. */
    private static final int ROUNDS_MAX = 1_000;

    private static final int FILE_BYTES_MAX = 256 << 20;

    /** Refuses what cannot be measured. */
    public AssetBenchOptions {
        if (rounds < 1 || rounds > ROUNDS_MAX || fileBytes < 1 || fileBytes > FILE_BYTES_MAX) {
            throw new IllegalArgumentException("--rounds is " + rounds + ", must be within 1.." + ROUNDS_MAX
                    + "; --bytes is " + fileBytes + ", must be within 1.." + FILE_BYTES_MAX);
        }
    }
}

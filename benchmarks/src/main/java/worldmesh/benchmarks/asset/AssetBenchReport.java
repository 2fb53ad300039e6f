package worldmesh.benchmarks.asset;

import java.util.List;
import java.util.Locale;

/**
 * Figures of one run of {@link AssetBench}.
 *
 * @param rounds files that were fetched
 * @param fileBytes the size of each
 * @param sourcesLeast peers that a file was fetched from at once, in the round with the fewest
 * @param firstMillisP50 from the wish to the first verified bytes
 * @param firstMillisMax the same in the worst round
 * @param wholeMillisP50 from the wish to the whole file
 */
public record AssetBenchReport(
        int rounds,
        int fileBytes,
        int sourcesLeast,
        double firstMillisP50,
        double firstMillisMax,
        double wholeMillisP50) {
    /** The demand of the checklist (T17). */
    static final double FIRST_MILLIS_MAX = 500;

    /** Peers that a file is to come from. */
    static final int SOURCES = 3;

    private static final double NANOS_PER_MILLI = 1e6;

    static AssetBenchReport of(int fileBytes, List<Fetched> all) {
        long[] first = all.stream().mapToLong(Fetched::firstNanos).sorted().toArray();
        long[] whole = all.stream().mapToLong(Fetched::wholeNanos).sorted().toArray();
        return new AssetBenchReport(
                all.size(),
                fileBytes,
                all.stream().mapToInt(Fetched::sources).min().orElse(0),
                first[first.length / 2] / NANOS_PER_MILLI,
                first[first.length - 1] / NANOS_PER_MILLI,
                whole[whole.length / 2] / NANOS_PER_MILLI);
    }

    /** True if the demand is met in every round. */
    public boolean passed() {
        return firstMillisMax < FIRST_MILLIS_MAX && sourcesLeast >= SOURCES;
    }

    /** One JSON object. */
    public String toJson() {
        return String.format(
                Locale.ROOT,
                "{\"rounds\":%d,\"fileBytes\":%d,\"sourcesLeast\":%d,\"firstMillisP50\":%.1f,\"firstMillisMax\":%.1f,"
                        + "\"wholeMillisP50\":%.1f,\"passed\":%b}",
                rounds,
                fileBytes,
                sourcesLeast,
                firstMillisP50,
                firstMillisMax,
                wholeMillisP50,
                passed());
    }

    /** The gist for people. */
    public String sentence() {
        return String.format(
                Locale.ROOT,
                "%d files of %d bytes from %d peers or more: first bytes after %.1f ms, %.1f at worst; whole after"
                        + " %.1f",
                rounds,
                fileBytes,
                sourcesLeast,
                firstMillisP50,
                firstMillisMax,
                wholeMillisP50);
    }
}

package worldmesh.benchmarks.chat;

import java.util.Locale;

/**
 * Figures of one run of {@link ChatBench}.
 *
 * @param pathMillis one way over the idle link: half of its mean round trip
 * @param quiet lines said before the transfer
 * @param loaded lines said while it ran
 * @param lost lines that never came
 * @param bytes of the transfer that arrived
 * @param transferSeconds how long it ran
 * @param whole true if all of the demanded transfer arrived
 */
public record ChatReport(
        int budgetSeconds,
        double pathMillis,
        Lines quiet,
        Lines loaded,
        int lost,
        long bytes,
        double transferSeconds,
        boolean whole) {
    /** The demand of the checklist: a line takes so much longer than the path at most. */
    static final double MAX_ADDED_MILLIS = 20;

    /**
     * What lines of chat took from being said to being told.
     *
     * @param count lines
     */
    public record Lines(int count, double p50Millis, double p99Millis) {}

    /** True if the demand is met. */
    public boolean passed() {
        return lost == 0 && loaded.count > 0 && loaded.p99Millis <= pathMillis + MAX_ADDED_MILLIS;
    }

    /** One line, keys with their units. */
    public String toJson() {
        return String.format(
                Locale.ROOT,
                "{\"bench\":\"chat\",\"budgetSeconds\":%d,\"pathMillis\":%.3f,\"quietLines\":%d,"
                        + "\"quietP50Millis\":%.2f,\"quietP99Millis\":%.2f,\"loadedLines\":%d,"
                        + "\"loadedP50Millis\":%.2f,\"loadedP99Millis\":%.2f,\"lostLines\":%d,\"bulkBytes\":%d,"
                        + "\"bulkSeconds\":%.1f,\"bulkMegabytesPerSecond\":%.1f,\"wholeTransfer\":%b,\"passed\":%b}",
                budgetSeconds,
                pathMillis,
                quiet.count,
                quiet.p50Millis,
                quiet.p99Millis,
                loaded.count,
                loaded.p50Millis,
                loaded.p99Millis,
                lost,
                bytes,
                transferSeconds,
                bytes / 1e6 / transferSeconds,
                whole,
                passed());
    }
}

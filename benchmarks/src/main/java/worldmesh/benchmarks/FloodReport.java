package worldmesh.benchmarks;

import java.util.Locale;
import worldmesh.benchmarks.flood.LargeMessages;

/**
 * Figures of one run of {@link FloodBench}. Percentiles are over all windows of a kind; the ratio is that of
 * neighbouring windows, and of these the median.
 *
 * @param runs pairs of a quiet and a flooded window
 * @param latency from submitting a command to its answer, at the honest player
 * @param p99Ratio flooded to quiet
 * @param fired what the attackers sent
 * @param limited commands and messages over their sender's rate, not taken
 * @param rejected commands and messages refused for what they are
 * @param lostHonest honest commands without an accepting answer
 * @param ledgerUntouched true if the store holds nothing but what the honest players did, and its books balance
 */
public record FloodReport(
        int runs,
        int budgetSeconds,
        Latency latency,
        double p99Ratio,
        Fired fired,
        long limited,
        long rejected,
        long lostHonest,
        boolean ledgerUntouched) {
    /** The demand of the checklist: an honest player hardly notices a flood. */
    static final double MAX_P99_RATIO = 2;

    static final double MAX_AMPLIFICATION = 1;

    /** Answer times in milliseconds. */
    public record Latency(double quietP50, double quietP99, double floodP50, double floodP99) {}

    /**
     * What the attackers sent.
     *
     * @param large messages of the largest size
     * @param amplification bytes answered for each byte from an address that never proved itself
     */
    public record Fired(long commands, long malformed, long large, long datagrams, double amplification) {}

    /** True if every demand is met. */
    public boolean passed() {
        return p99Ratio <= MAX_P99_RATIO && isSafe();
    }

    /** True if every demand is met that does not depend on the machine's pace. */
    public boolean isSafe() {
        return lostHonest == 0 && ledgerUntouched && limited > 0 && fired.amplification <= MAX_AMPLIFICATION;
    }

    /** One line, keys with their units. */
    public String toJson() {
        return String.format(
                Locale.ROOT,
                "{\"bench\":\"flood\",\"runs\":%d,\"budgetSeconds\":%d,"
                        + "\"quietP50Millis\":%.2f,\"quietP99Millis\":%.2f,"
                        + "\"floodP50Millis\":%.2f,\"floodP99Millis\":%.2f,\"p99Ratio\":%.2f,"
                        + "\"floodCommands\":%d,\"floodMalformed\":%d,"
                        + "\"floodLarge\":%d,\"floodLargeBytes\":%d,\"floodDatagrams\":%d,"
                        + "\"unprovenAmplification\":%.3f,\"limited\":%d,\"rejected\":%d,"
                        + "\"lostHonest\":%d,\"ledgerUntouched\":%b,\"passed\":%b}",
                runs,
                budgetSeconds,
                latency.quietP50,
                latency.quietP99,
                latency.floodP50,
                latency.floodP99,
                p99Ratio,
                fired.commands,
                fired.malformed,
                fired.large,
                fired.large * LargeMessages.BYTES,
                fired.datagrams,
                fired.amplification,
                limited,
                rejected,
                lostHonest,
                ledgerUntouched,
                passed());
    }
}

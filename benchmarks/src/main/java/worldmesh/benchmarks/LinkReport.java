package worldmesh.benchmarks;

import java.util.Locale;

/**
 * Figures of one run of {@link LinkBench}. Ratios are those of neighbouring rounds, and of these the median.
 *
 * @param runs rounds of each kind
 * @param recordOverheadBytes header and tag of a record
 * @param messageOverheadBytes what a message of 64 bytes adds inside a record
 */
public record LinkReport(
        int runs,
        int budgetSeconds,
        double rawRttMicrosP50,
        double rawRttMicrosP99,
        double stateRttMicrosP50,
        double stateRttMicrosP99,
        double reliableRttMicrosP50,
        double reliableRttMicrosP99,
        double stateRatioP50,
        double stateRatioP99,
        double reliableRatioP50,
        double reliableRatioP99,
        int recordOverheadBytes,
        int messageOverheadBytes,
        double connectMillisP50,
        double connectMillisP99,
        long reliableMessagesPerSecond,
        double bulkMegabytesPerSecond,
        boolean passed) {
    /** The demands of design §12. */
    static final double MAX_RATIO_P50 = 2.5;

    static final double MAX_RATIO_P99 = 8;
    static final int MAX_OVERHEAD_BYTES = 24;
    static final double MAX_CONNECT_MILLIS = 60;

    /** One line, keys with their units. */
    public String toJson() {
        return String.format(
                Locale.ROOT,
                "{\"bench\":\"link\",\"runs\":%d,\"budgetSeconds\":%d,"
                        + "\"rawRttMicrosP50\":%.2f,\"rawRttMicrosP99\":%.2f,"
                        + "\"stateRttMicrosP50\":%.2f,\"stateRttMicrosP99\":%.2f,"
                        + "\"reliableRttMicrosP50\":%.2f,\"reliableRttMicrosP99\":%.2f,"
                        + "\"stateRatioP50\":%.2f,\"stateRatioP99\":%.2f,"
                        + "\"reliableRatioP50\":%.2f,\"reliableRatioP99\":%.2f,"
                        + "\"recordOverheadBytes\":%d,\"messageOverheadBytes\":%d,"
                        + "\"connectMillisP50\":%.2f,\"connectMillisP99\":%.2f,"
                        + "\"reliableMessagesPerSecond\":%d,\"bulkMegabytesPerSecond\":%.1f,\"passed\":%b}",
                runs,
                budgetSeconds,
                rawRttMicrosP50,
                rawRttMicrosP99,
                stateRttMicrosP50,
                stateRttMicrosP99,
                reliableRttMicrosP50,
                reliableRttMicrosP99,
                stateRatioP50,
                stateRatioP99,
                reliableRatioP50,
                reliableRatioP99,
                recordOverheadBytes,
                messageOverheadBytes,
                connectMillisP50,
                connectMillisP99,
                reliableMessagesPerSecond,
                bulkMegabytesPerSecond,
                passed);
    }
}

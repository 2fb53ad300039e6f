package worldmesh.benchmarks.resume;

import java.util.Locale;

/**
 * Figures of one run of the resume benchmark. A drop's time runs from the change of address, the return of the path or
 * the start of the new process until data has arrived in both directions.
 *
 * @param drops all of them
 * @param addressMillisP99 of changes of address
 * @param pathMillisP99 of paths that were dead and are back
 * @param restartMillisP99 of new processes
 * @param handshakes that were needed although there was a ticket
 * @param handshakeMillisP50 the anchor: what a connect without a ticket takes in the same run
 * @param lostReliable messages that never arrived
 * @param repeatedReliable messages that arrived twice
 */
public record ResumeReport(
        int drops,
        int budgetSeconds,
        int links,
        double resumeMillisP50,
        double resumeMillisP99,
        double addressMillisP99,
        double pathMillisP99,
        double restartMillisP50,
        double restartMillisP99,
        int handshakes,
        double handshakeMillisP50,
        long messages,
        long lostReliable,
        long repeatedReliable) {
    static final double MAX_RESUME_MILLIS = 2_000;
    static final double MAX_PATH_MILLIS = 1_500;

    /** True if every demand was met. */
    public boolean passed() {
        return drops > 0
                && resumeMillisP99 < MAX_RESUME_MILLIS
                && addressMillisP99 <= MAX_PATH_MILLIS
                && pathMillisP99 <= MAX_PATH_MILLIS
                && lostReliable == 0
                && repeatedReliable == 0;
    }

    /** One line, keys with their units. */
    public String toJson() {
        return String.format(
                Locale.ROOT,
                "{\"bench\":\"resume\",\"runs\":1,\"budgetSeconds\":%d,\"links\":%d,\"drops\":%d,"
                        + "\"resumeMillisP50\":%.2f,\"resumeMillisP99\":%.2f,\"addressMillisP99\":%.2f,"
                        + "\"pathMillisP99\":%.2f,\"restartMillisP50\":%.2f,\"restartMillisP99\":%.2f,"
                        + "\"handshakes\":%d,\"handshakeMillisP50\":%.2f,\"messages\":%d,"
                        + "\"lostReliable\":%d,\"repeatedReliable\":%d,\"passed\":%b}",
                budgetSeconds,
                links,
                drops,
                resumeMillisP50,
                resumeMillisP99,
                addressMillisP99,
                pathMillisP99,
                restartMillisP50,
                restartMillisP99,
                handshakes,
                handshakeMillisP50,
                messages,
                lostReliable,
                repeatedReliable,
                passed());
    }
}

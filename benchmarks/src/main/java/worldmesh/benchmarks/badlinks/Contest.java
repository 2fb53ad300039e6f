package worldmesh.benchmarks.badlinks;

import java.util.List;
import java.util.Locale;

/**
 * A link and TCP, one after the other over the same shaper that loses 2 %: what each carries when kept full, how long
 * an echo takes beside nothing of its own.
 *
 * @param lost reliable messages of the link that never came back
 */
record Contest(
        double tcpBytesPerSecond,
        double linkBytesPerSecond,
        double tcpP50Millis,
        double tcpP99Millis,
        double linkP50Millis,
        double linkP99Millis,
        int lost) {
    /** The demands of the issue. */
    static final double MIN_GOODPUT_TIMES = 2;

    static final double MAX_LATENCY_SHARE = 0.7;

    /** Reads what the near end in the laboratory said. */
    static Contest of(List<String> words) {
        double[] figures =
                words.stream().limit(6).mapToDouble(Double::parseDouble).toArray();
        return new Contest(
                figures[0],
                figures[1],
                figures[2],
                figures[3],
                figures[4],
                figures[5],
                Integer.parseInt(words.get(figures.length)));
    }

    boolean passed() {
        return linkBytesPerSecond >= MIN_GOODPUT_TIMES * tcpBytesPerSecond
                && linkP99Millis <= MAX_LATENCY_SHARE * tcpP99Millis
                && lost == 0;
    }

    /** Keys and values, without braces. */
    String toJsonFields() {
        return String.format(
                Locale.ROOT,
                "\"tcpBytesPerSecond\":%.0f,\"linkBytesPerSecond\":%.0f,\"goodputTimes\":%.2f,"
                        + "\"tcpP50Millis\":%.1f,\"tcpP99Millis\":%.1f,\"linkP50Millis\":%.1f,"
                        + "\"linkP99Millis\":%.1f,\"lost\":%d",
                tcpBytesPerSecond,
                linkBytesPerSecond,
                linkBytesPerSecond / tcpBytesPerSecond,
                tcpP50Millis,
                tcpP99Millis,
                linkP50Millis,
                linkP99Millis,
                lost);
    }
}

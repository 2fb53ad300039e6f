package worldmesh.benchmarks.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Figures of one run of {@link LinkBench}.
 *
 * @param trips the contestants by name: raw UDP, the link, its reliable lane, what others made as far as it was there
 * @param skipped who of the others was not measured, and why
 */
public record LinkReport(
        Run run,
        Map<String, RoundTrips> trips,
        Map<String, String> skipped,
        Connects connects,
        Throughput throughput,
        Flows flows) {
    static final String RAW = "rawUdp";
    static final String LINK = "link";
    static final String RELIABLE = "reliable";

    /** The demands of design §12. */
    static final double MAX_RATIO_P50 = 2.5;

    static final double MAX_RATIO_P99 = 8;
    static final int MAX_OVERHEAD_BYTES = 24;
    static final int MAX_MESSAGE_OVERHEAD_BYTES = 4;
    static final double MAX_CONNECT_MILLIS = 60;
    static final double MIN_RATE_RATIO = 0.6;
    static final double MAX_CPU_MICROS = 8;
    static final int MAX_ALLOCATED_BYTES = 64;

    /**
     * How much was looked at.
     *
     * @param rounds rounds of each contestant
     */
    public record Run(int rounds, int budgetSeconds) {}

    /** A handshake, from the wish to the link. */
    public record Connects(double millisP50, double millisP99) {}

    /**
     * What sizes are and what goes through.
     *
     * @param overheadBytes header and tag of a record
     * @param messageOverheadBytes what a message of 64 bytes adds inside a record
     */
    public record Throughput(
            int overheadBytes,
            int messageOverheadBytes,
            long reliableMessagesPerSecond,
            double bulkMegabytesPerSecond) {}

    /**
     * Datagrams of 100 bytes.
     *
     * @param ratio the median of neighbouring rounds
     * @param cpuMicros of a datagram of the link, both ends
     */
    public record Flows(
            double rawPerSecond, double linkPerSecond, double ratio, double cpuMicros, Allocation allocation) {}

    /**
     * What a datagram of the link makes on the heap, both ends.
     *
     * @param bytes above what a plain socket of Java allocates
     * @param cipherBytes what of it is the JDK's AES-GCM
     */
    public record Allocation(double bytes, double cipherBytes) {
        double outsideCipher() {
            return bytes - cipherBytes;
        }
    }

    /** What raw UDP in the process of the others is called, so that it does not pass for the anchor. */
    static String peer(String name) {
        return name.equals(RAW) ? "peersRawUdp" : name;
    }

    /** What a demand was missed by. */
    public List<String> missed() {
        List<String> missed = new ArrayList<>();
        RoundTrips link = link();
        require(missed, link.ratioP50() <= MAX_RATIO_P50, "linkRatioP50");
        require(missed, link.ratioP99() <= MAX_RATIO_P99, "linkRatioP99");
        require(missed, throughput.overheadBytes() <= MAX_OVERHEAD_BYTES, "overheadBytes");
        require(missed, connects.millisP50() <= MAX_CONNECT_MILLIS, "connectMillisP50");
        require(missed, flows.ratio() >= MIN_RATE_RATIO, "ppsRatio");
        require(missed, flows.cpuMicros() <= MAX_CPU_MICROS, "cpuMicrosPerDatagram");
        require(missed, flows.allocation().outsideCipher() <= MAX_ALLOCATED_BYTES, "allocBytesPerDatagram");
        return missed;
    }

    private static void require(List<String> missed, boolean met, String key) {
        if (!met) {
            missed.add(key);
        }
    }

    /** The secured link's. */
    RoundTrips link() {
        return Objects.requireNonNull(trips.get(LINK));
    }

    /** True if every demand was met. */
    public boolean passed() {
        return missed().isEmpty();
    }

    /** The gist for people. */
    public String sentence() {
        return String.format(
                Locale.ROOT,
                "a link's round trip takes %.2f of raw UDP's at the median, %.2f at p99%s%s",
                link().ratioP50(),
                link().ratioP99(),
                passed() ? "" : "; missed: " + String.join(", ", missed()),
                skipped.isEmpty() ? "" : "; not measured: " + String.join(", ", new TreeMap<>(skipped).keySet()));
    }

    /** One line, keys with their units. */
    public String toJson() {
        StringBuilder json = new StringBuilder(String.format(
                Locale.ROOT,
                "{\"bench\":\"link\",\"runs\":%d,\"budgetSeconds\":%d",
                run.rounds(),
                run.budgetSeconds()));
        List.of(RAW, LINK, RELIABLE).forEach(name -> appendTrips(json, name));
        PeerProcess.NAMES.forEach(name -> appendTrips(json, peer(name)));
        json.append(String.format(
                Locale.ROOT,
                ",\"overheadBytes\":%d,\"messageOverheadBytes\":%d,"
                        + "\"rawUdpPps\":%.0f,\"pps\":%.0f,\"ppsRatio\":%.2f,\"cpuMicrosPerDatagram\":%.2f,"
                        + "\"allocBytesPerDatagram\":%.0f,\"cipherAllocBytesPerDatagram\":%.0f,"
                        + "\"connectMillisP50\":%.2f,\"connectMillisP99\":%.2f,"
                        + "\"reliableMessagesPerSecond\":%d,\"bulkMegabytesPerSecond\":%.1f",
                throughput.overheadBytes(),
                throughput.messageOverheadBytes(),
                flows.rawPerSecond(),
                flows.linkPerSecond(),
                flows.ratio(),
                flows.cpuMicros(),
                flows.allocation().outsideCipher(),
                flows.allocation().cipherBytes(),
                connects.millisP50(),
                connects.millisP99(),
                throughput.reliableMessagesPerSecond(),
                throughput.bulkMegabytesPerSecond()));
        List<String> reasons = new ArrayList<>();
        new TreeMap<>(skipped).forEach((name, reason) -> reasons.add(quoted(name) + ":" + quoted(reason)));
        List<String> missed = missed().stream().map(LinkReport::quoted).toList();
        return json.append(",\"skipped\":{" + String.join(",", reasons) + "}")
                .append(",\"missed\":[" + String.join(",", missed) + "]")
                .append(",\"passed\":" + passed() + "}")
                .toString();
    }

    private void appendTrips(StringBuilder json, String name) {
        RoundTrips of = trips.get(name);
        append(json, name + "MicrosP50", of == null ? Double.NaN : of.microsP50());
        append(json, name + "MicrosP99", of == null ? Double.NaN : of.microsP99());
        if (!name.equals(RAW)) {
            append(json, name + "RatioP50", of == null ? Double.NaN : of.ratioP50());
            append(json, name + "RatioP99", of == null ? Double.NaN : of.ratioP99());
        }
    }

    private static void append(StringBuilder json, String key, double value) {
        json.append(",\"").append(key).append("\":").append(number(value));
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "null" : String.format(Locale.ROOT, "%.2f", value);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c < ' ' ? ' ' : (char) c);
        });
        return quoted.append('"').toString();
    }
}

package worldmesh.benchmarks;

import java.util.ArrayList;
import java.util.List;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.LinkStats;
import worldmesh.mesh.wire.RecordHeader;
import worldmesh.runtime.time.SystemClock;

/**
 * Measures a secured link against raw UDP in the same run: short rounds in turns, so that whatever else the machine
 * does hits both alike.
 */
public final class LinkBench {
    private static final long ROUND_NANOS = 60_000_000L;
    private static final long SECOND = 1_000_000_000L;

    /** Shares of the budget. */
    private static final double WARM_SHARE = 0.15;

    private static final double ROUNDS_SHARE = 0.6;
    private static final double THROUGHPUT_SHARE = 0.06;

    private final LinkBenchOptions options;
    private final List<double[]> rounds = new ArrayList<>();

    private LinkBench(LinkBenchOptions options) {
        this.options = options;
    }

    /** Runs within the budget and reports. */
    public static LinkReport run(LinkBenchOptions options) {
        return new LinkBench(options).measure();
    }

    private LinkReport measure() {
        long budget = options.budgetSeconds() * SECOND;
        int messageOverhead;
        try (RawPingPong raw = new RawPingPong(options.host());
                LinkPingPong state = new LinkPingPong(options.host(), Lane.STATE);
                LinkPingPong reliable = new LinkPingPong(options.host(), Lane.RELIABLE)) {
            List<PingPong> turns = List.of(raw, state, reliable);
            rounds(turns, (long) (budget * WARM_SHARE));
            rounds.clear();
            rounds(turns, (long) (budget * ROUNDS_SHARE));
            messageOverhead = messageOverhead(state);
        }
        double[] connects = connects();
        long share = (long) (budget * THROUGHPUT_SHARE);
        double messages = LinkThroughput.messagesPerSecond(options.host(), Lane.RELIABLE, 100, share);
        double bulk = LinkThroughput.messagesPerSecond(options.host(), Lane.BULK, 16 << 10, share) * (16 << 10) / 1e6;
        return report(connects, messageOverhead, Math.round(messages), bulk);
    }

    /** Goes round the contestants until the time is over; each round gives p50 and p99 of each. */
    private void rounds(List<PingPong> turns, long nanos) {
        long end = SystemClock.INSTANCE.nanoTime() + nanos;
        while (SystemClock.INSTANCE.nanoTime() - end < 0) {
            double[] figures = new double[2 * turns.size()];
            for (int i = 0; i < turns.size(); i++) {
                Samples samples = turns.get(i).round(ROUND_NANOS);
                figures[2 * i] = samples.micros(0.5);
                figures[2 * i + 1] = samples.micros(0.99);
            }
            rounds.add(figures);
        }
    }

    private static int messageOverhead(LinkPingPong state) {
        LinkStats before = state.stats();
        state.round(ROUND_NANOS);
        LinkStats after = state.stats();
        double perDatagram =
                (after.bytesSent() - before.bytesSent()) / (double) (after.datagramsSent() - before.datagramsSent());
        return (int) Math.round(perDatagram) - PingPong.PAYLOAD_BYTES - RecordHeader.OVERHEAD_BYTES;
    }

    private double[] connects() {
        Samples samples = new Samples(options.connects());
        for (int i = 0; i < options.connects(); i++) {
            try (MeshPair pair = new MeshPair(options.host(), signal -> {}, signal -> {})) {
                long start = SystemClock.INSTANCE.nanoTime();
                pair.connect();
                samples.add(SystemClock.INSTANCE.nanoTime() - start);
            }
        }
        return new double[] {samples.micros(0.5) / 1_000, samples.micros(0.99) / 1_000};
    }

    private LinkReport report(double[] connects, int messageOverhead, long messages, double bulk) {
        double[] medians = new double[6];
        for (int i = 0; i < medians.length; i++) {
            int column = i;
            medians[i] =
                    Samples.median(rounds.stream().mapToDouble(r -> r[column]).toArray());
        }
        double stateP50 = ratio(2, 0);
        double stateP99 = ratio(3, 1);
        boolean passed = stateP50 <= LinkReport.MAX_RATIO_P50
                && stateP99 <= LinkReport.MAX_RATIO_P99
                && RecordHeader.OVERHEAD_BYTES <= LinkReport.MAX_OVERHEAD_BYTES
                && connects[0] <= LinkReport.MAX_CONNECT_MILLIS;
        return new LinkReport(
                rounds.size(),
                options.budgetSeconds(),
                medians[0],
                medians[1],
                medians[2],
                medians[3],
                medians[4],
                medians[5],
                stateP50,
                stateP99,
                ratio(4, 0),
                ratio(5, 1),
                RecordHeader.OVERHEAD_BYTES,
                messageOverhead,
                connects[0],
                connects[1],
                messages,
                bulk,
                passed);
    }

    private double ratio(int column, int anchor) {
        return Samples.median(
                rounds.stream().mapToDouble(r -> r[column] / r[anchor]).toArray());
    }
}

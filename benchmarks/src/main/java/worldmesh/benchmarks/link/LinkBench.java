package worldmesh.benchmarks.link;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import worldmesh.benchmarks.bounce.PingPong;
import worldmesh.benchmarks.bounce.RawPingPong;
import worldmesh.benchmarks.bounce.Samples;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.LinkStats;
import worldmesh.mesh.wire.RecordHeader;
import worldmesh.runtime.time.SystemClock;

/**
 * Measures a secured link against raw UDP, and what others made for the same, in one run: short rounds in turns, so
 * that whatever else the machine does hits all alike.
 */
public final class LinkBench {
    private static final long ROUND_NANOS = 60_000_000L;
    private static final long SECOND = 1_000_000_000L;

    /** Shares of the budget. */
    private static final double WARM_SHARE = 0.15;

    private static final double ROUNDS_SHARE = 0.55;
    private static final double THROUGHPUT_SHARE = 0.04;
    private static final double FLOW_SHARE = 0.12;
    private static final int FLOW_TURNS = 9;

    /** What is seen of one contestant: p50 and p99 of each round, NaN where it did not take part. */
    private static final class Column {
        private final List<double[]> rounds = new ArrayList<>();

        private void add(double p50, double p99) {
            rounds.add(new double[] {p50, p99});
        }

        private double median(int which) {
            return middle(rounds.stream().mapToDouble(r -> r[which]).toArray());
        }

        private static double middle(double[] values) {
            return Samples.median(
                    Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray());
        }

        private RoundTrips against(Column anchor) {
            double[][] ratios = new double[2][rounds.size()];
            for (int i = 0; i < rounds.size(); i++) {
                ratios[0][i] = rounds.get(i)[0] / anchor.rounds.get(i)[0];
                ratios[1][i] = rounds.get(i)[1] / anchor.rounds.get(i)[1];
            }
            return new RoundTrips(median(0), median(1), middle(ratios[0]), middle(ratios[1]));
        }
    }

    private final LinkBenchOptions options;
    private final Map<String, Column> columns = new LinkedHashMap<>();

    private LinkBench(LinkBenchOptions options) {
        this.options = options;
    }

    /** Runs within the budget and reports; what others made is connected before it begins. */
    public static LinkReport run(LinkBenchOptions options) {
        return new LinkBench(options).measure();
    }

    private LinkReport measure() {
        long budget = options.budgetSeconds() * SECOND;
        int messageOverhead;
        Map<String, String> skipped;
        try (PeerProcess peers = PeerProcess.start(options.host());
                RawPingPong raw = new RawPingPong(options.host());
                LinkPingPong state = new LinkPingPong(options.host(), Lane.STATE);
                LinkPingPong reliable = new LinkPingPong(options.host(), Lane.RELIABLE)) {
            Map<String, PingPong> own = new LinkedHashMap<>();
            own.put(LinkReport.RAW, raw);
            own.put(LinkReport.LINK, state);
            own.put(LinkReport.RELIABLE, reliable);
            rounds(own, peers, (long) (budget * WARM_SHARE));
            columns.clear();
            rounds(own, peers, (long) (budget * ROUNDS_SHARE));
            messageOverhead = messageOverhead(state);
            skipped = new LinkedHashMap<>(peers.skipped());
        }
        Map<String, RoundTrips> trips = new LinkedHashMap<>();
        Column anchor = column(LinkReport.RAW);
        columns.forEach((name, column) -> trips.put(name, column.against(anchor)));
        PeerProcess.NAMES.stream()
                .filter(name -> Double.isNaN(column(LinkReport.peer(name)).median(0)))
                .forEach(name -> skipped.putIfAbsent(name, "no message came back"));
        skipped.keySet().forEach(name -> trips.remove(LinkReport.peer(name)));
        LinkReport.Run run = new LinkReport.Run(anchor.rounds.size(), options.budgetSeconds());
        return new LinkReport(run, trips, skipped, connects(), bytes(messageOverhead, budget), flows(budget));
    }

    /** Goes round the contestants until the time is over, each of ours before one of theirs. */
    private void rounds(Map<String, PingPong> own, PeerProcess peers, long nanos) {
        long end = SystemClock.INSTANCE.nanoTime() + nanos;
        while (SystemClock.INSTANCE.nanoTime() - end < 0) {
            own.forEach((name, contestant) -> {
                Samples samples = contestant.round(ROUND_NANOS);
                column(name).add(samples.micros(0.5), samples.micros(0.99));
            });
            for (String name : PeerProcess.NAMES) {
                double[] figures = peers.round(name, ROUND_NANOS);
                column(LinkReport.peer(name)).add(figures[0], figures[1]);
            }
        }
    }

    private Column column(String name) {
        return columns.computeIfAbsent(name, unused -> new Column());
    }

    private static int messageOverhead(LinkPingPong state) {
        LinkStats before = state.stats();
        state.round(ROUND_NANOS);
        LinkStats after = state.stats();
        double perDatagram =
                (after.bytesSent() - before.bytesSent()) / (double) (after.datagramsSent() - before.datagramsSent());
        return (int) Math.round(perDatagram) - PingPong.PAYLOAD_BYTES - RecordHeader.OVERHEAD_BYTES;
    }

    private LinkReport.Connects connects() {
        Samples samples = new Samples(options.connects());
        for (int i = 0; i < options.connects(); i++) {
            try (MeshPair pair = new MeshPair(options.host(), MeshPair.Ear.DEAF, MeshPair.Ear.DEAF)) {
                long start = SystemClock.INSTANCE.nanoTime();
                pair.connect();
                samples.add(SystemClock.INSTANCE.nanoTime() - start);
            }
        }
        return new LinkReport.Connects(samples.micros(0.5) / 1_000, samples.micros(0.99) / 1_000);
    }

    private LinkReport.Throughput bytes(int messageOverhead, long budget) {
        long share = (long) (budget * THROUGHPUT_SHARE);
        double messages = LinkThroughput.messagesPerSecond(options.host(), Lane.RELIABLE, 100, share);
        double bulk = LinkThroughput.messagesPerSecond(options.host(), Lane.BULK, 16 << 10, share) * (16 << 10) / 1e6;
        return new LinkReport.Throughput(RecordHeader.OVERHEAD_BYTES, messageOverhead, Math.round(messages), bulk);
    }

    /** In turns, like the rounds; the first turn is warm-up. */
    private LinkReport.Flows flows(long budget) {
        long nanos = (long) (budget * FLOW_SHARE / (2 * FLOW_TURNS));
        double[][] figures = new double[5][FLOW_TURNS - 1];
        try (Flow raw = Flow.ofRawUdp(options.host());
                Flow link = Flow.ofLink(options.host())) {
            for (int turn = -1; turn < FLOW_TURNS - 1; turn++) {
                Flow.Round plain = raw.round(nanos);
                Flow.Round sealed = link.round(nanos);
                if (turn >= 0) {
                    figures[0][turn] = plain.perSecond();
                    figures[1][turn] = sealed.perSecond();
                    figures[2][turn] = sealed.perSecond() / plain.perSecond();
                    figures[3][turn] = sealed.cpuMicros();
                    figures[4][turn] = sealed.allocatedBytes() - plain.allocatedBytes();
                }
            }
        }
        return new LinkReport.Flows(
                Samples.median(figures[0]),
                Samples.median(figures[1]),
                Samples.median(figures[2]),
                Samples.median(figures[3]),
                new LinkReport.Allocation(
                        Samples.median(figures[4]),
                        BareCipher.allocatedBytes(Flow.PAYLOAD_BYTES + LinkReport.MAX_MESSAGE_OVERHEAD_BYTES)));
    }
}

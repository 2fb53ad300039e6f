package worldmesh.mesh;

import java.util.List;
import java.util.stream.Stream;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.LaneStats;

/** Messages and their bytes by lane; sums over links may be formed of it. Confined to the owner. */
final class LaneCounts {
    private static final int LANES = Lane.values().length;

    private final long[] sent = new long[LANES];
    private final long[] received = new long[LANES];
    private final long[] bytesSent = new long[LANES];
    private final long[] bytesReceived = new long[LANES];
    private final long[] dropped = new long[LANES];

    void sent(Lane lane, int bytes) {
        sent[lane.ordinal()]++;
        bytesSent[lane.ordinal()] += bytes;
    }

    void received(Lane lane, int bytes) {
        received[lane.ordinal()]++;
        bytesReceived[lane.ordinal()] += bytes;
    }

    void dropped(Lane lane, long messages) {
        dropped[lane.ordinal()] += messages;
    }

    void add(LaneCounts other) {
        for (int i = 0; i < LANES; i++) {
            sent[i] += other.sent[i];
            received[i] += other.received[i];
            bytesSent[i] += other.bytesSent[i];
            bytesReceived[i] += other.bytesReceived[i];
            dropped[i] += other.dropped[i];
        }
    }

    long sent() {
        return sum(sent);
    }

    long received() {
        return sum(received);
    }

    private static long sum(long[] counts) {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    List<LaneStats> stats() {
        return Stream.of(Lane.values()).map(this::stats).toList();
    }

    private LaneStats stats(Lane lane) {
        int i = lane.ordinal();
        return new LaneStats(lane, sent[i], received[i], bytesSent[i], bytesReceived[i], dropped[i]);
    }
}

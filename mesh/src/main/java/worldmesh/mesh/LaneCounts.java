package worldmesh.mesh;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.LaneStats;

/** Messages and their bytes by lane; sums over links may be formed of it. Confined to the owner. */
final class LaneCounts {
    private final Map<Lane, Count> counts = new EnumMap<>(Lane.class);

    private static final class Count {
        long sent;
        long received;
        long bytesSent;
        long bytesReceived;
        long dropped;
    }

    LaneCounts() {
        for (Lane lane : Lane.values()) {
            counts.put(lane, new Count());
        }
    }

    private Count of(Lane lane) {
        return Objects.requireNonNull(counts.get(lane), "each lane has a count");
    }

    void sent(Lane lane, int bytes) {
        Count count = of(lane);
        count.sent++;
        count.bytesSent += bytes;
    }

    void received(Lane lane, int bytes) {
        Count count = of(lane);
        count.received++;
        count.bytesReceived += bytes;
    }

    void dropped(Lane lane, long messages) {
        of(lane).dropped += messages;
    }

    void add(LaneCounts other) {
        counts.forEach((lane, count) -> {
            Count more = other.of(lane);
            count.sent += more.sent;
            count.received += more.received;
            count.bytesSent += more.bytesSent;
            count.bytesReceived += more.bytesReceived;
            count.dropped += more.dropped;
        });
    }

    long sent() {
        return counts.values().stream().mapToLong(count -> count.sent).sum();
    }

    long received() {
        return counts.values().stream().mapToLong(count -> count.received).sum();
    }

    List<LaneStats> stats() {
        return Stream.of(Lane.values()).map(this::stats).toList();
    }

    private LaneStats stats(Lane lane) {
        Count count = of(lane);
        return new LaneStats(lane, count.sent, count.received, count.bytesSent, count.bytesReceived, count.dropped);
    }
}

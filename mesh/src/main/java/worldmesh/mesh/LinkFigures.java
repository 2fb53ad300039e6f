package worldmesh.mesh;

import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.LinkQuality;
import worldmesh.mesh.link.LinkStats;
import worldmesh.mesh.quality.LineWatch;
import worldmesh.mesh.quality.StabilityWatch;
import worldmesh.mesh.session.RecordSealer;
import worldmesh.mesh.session.ReplayWindow;
import worldmesh.mesh.transport.Transport;

/** What a link counts, with what it took over from the one it went on from. Confined to the owner. */
final class LinkFigures {
    final LaneCounts lanes = new LaneCounts();
    private final RecordSealer sealer;
    private final ReplayWindow window;
    private final TrafficCount before = new TrafficCount();
    private long bytesSent;
    private long bytesReceived;
    private long datagramsSent;
    private long datagramsReceived;
    private int rekeysBefore;
    private StabilityWatch stability;
    private LineWatch line;
    private long lookedAt;

    LinkFigures(RecordSealer sealer, ReplayWindow window, long now) {
        this.sealer = sealer;
        this.window = window;
        this.stability = new StabilityWatch(now);
        this.line = new LineWatch(now);
        this.lookedAt = now;
    }

    /** Hears of round trips and of what arrives. */
    void measure(Transport transport) {
        transport.measureBy(stability, line);
    }

    /** A train of records measures the line, with the next one that carries data. */
    void probe(int bytes, long now) {
        line.trains().wish(bytes, now);
    }

    void sent(long counter, int bytes, long now) {
        bytesSent += bytes;
        datagramsSent++;
        line.onSent(counter, bytes, now);
        lookedAt = now;
    }

    void received(int bytes, long now) {
        bytesReceived += bytes;
        datagramsReceived++;
        stability.onArrivals(window.settled(), window.missing(), now);
    }

    void onNewPath() {
        stability.onNewPath();
        line.onNewPath();
    }

    void onTime(long now) {
        stability.onTime(now);
        lookedAt = now;
    }

    /** Goes on from another link, whose records {@code traffic} counts. */
    void takeOver(LinkFigures old, TrafficCount traffic) {
        bytesSent += old.bytesSent;
        bytesReceived += old.bytesReceived;
        datagramsSent += old.datagramsSent;
        datagramsReceived += old.datagramsReceived;
        lanes.add(old.lanes);
        rekeysBefore = old.rekeysBefore + old.sealer.rekeys();
        before.addRecords(traffic);
        stability = old.stability;
        line = old.line;
        line.restart();
    }

    LinkStats stats(Transport transport, boolean suspected, boolean relayed, long now) {
        return new LinkStats(
                bytesSent,
                bytesReceived,
                datagramsSent,
                datagramsReceived,
                lanes.sent(),
                lanes.received(),
                transport.resentBytes(),
                transport.queuedBytes(),
                rekeysBefore + sealer.rekeys(),
                suspected,
                relayed,
                quality(transport, now));
    }

    private LinkQuality quality(Transport transport, long now) {
        return new LinkQuality(
                transport.rttNanos(),
                window.lossPercent(),
                line.lossPercent(),
                stability.jitterNanos(),
                line.bitsPerSecond(),
                line.reached(),
                line.queueNanos(now),
                line.throughput(),
                stability.unstable());
    }

    TrafficCount traffic(Transport transport) {
        TrafficCount traffic = new TrafficCount();
        traffic.bytesSent = bytesSent;
        traffic.bytesReceived = bytesReceived;
        traffic.lanes.add(lanes);
        for (Lane lane : Lane.values()) {
            traffic.lanes.dropped(lane, transport.dropped(lane)); // the queues go on with a link that goes on
        }
        traffic.expected = window.highest() + 1;
        traffic.arrived = window.received();
        traffic.rttSamples = transport.rttSamples();
        traffic.rttNanos = transport.rttSumNanos();
        traffic.addRecords(before);
        traffic.quality = quality(transport, lookedAt);
        return traffic;
    }
}

package worldmesh.mesh;

import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.LinkStats;
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

    LinkFigures(RecordSealer sealer, ReplayWindow window, long now) {
        this.sealer = sealer;
        this.window = window;
        this.stability = new StabilityWatch(now);
    }

    /** Hears of round trips. */
    void measure(Transport transport) {
        transport.measureBy(stability);
    }

    void sent(int bytes) {
        bytesSent += bytes;
        datagramsSent++;
    }

    void received(int bytes, long now) {
        bytesReceived += bytes;
        datagramsReceived++;
        stability.onArrivals(window.settled(), window.missing(), now);
    }

    void onNewPath() {
        stability.onNewPath();
    }

    void onTime(long now) {
        stability.onTime(now);
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
    }

    LinkStats stats(Transport transport, boolean suspected, boolean relayed) {
        return new LinkStats(
                transport.rttNanos(),
                window.lossPercent(),
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
                stability.jitterNanos(),
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
        return traffic;
    }
}

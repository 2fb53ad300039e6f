package worldmesh.mesh;

import worldmesh.mesh.link.LinkQuality;
import worldmesh.mesh.link.NetworkStats;

/** What {@link NetworkStats} are made of; sums over links may be formed of it. Confined to the owner. */
final class TrafficCount {
    final LaneCounts lanes = new LaneCounts();
    long bytesSent;
    long bytesReceived;

    /** Bytes of others that were carried, of which links know nothing. */
    long bytesRelayed;

    /** Datagrams the other sides have sent, as far as their counters tell. */
    long expected;

    /** Of these, the ones that came. */
    long arrived;

    long rttSamples;
    long rttNanos;

    /** Of links that are up: it is no sum, and is not added. */
    LinkQuality quality = LinkQuality.NONE;

    void add(TrafficCount other) {
        bytesSent += other.bytesSent;
        bytesReceived += other.bytesReceived;
        lanes.add(other.lanes);
        addRecords(other);
    }

    /** Adds what is counted in records: a link that goes on from another begins to count these anew. */
    void addRecords(TrafficCount other) {
        expected += other.expected;
        arrived += other.arrived;
        rttSamples += other.rttSamples;
        rttNanos += other.rttNanos;
    }

    NetworkStats stats() {
        double rttMillis = rttSamples == 0 ? 0 : rttNanos / 1e6 / rttSamples;
        double lossPercent = expected == 0 ? 0 : 100.0 * (expected - arrived) / expected;
        return new NetworkStats(bytesSent, bytesReceived, rttMillis, lossPercent, bytesRelayed, quality, lanes.stats());
    }
}

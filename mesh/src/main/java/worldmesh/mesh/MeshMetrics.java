package worldmesh.mesh;

import java.util.function.Supplier;
import worldmesh.mesh.link.RelayStats;
import worldmesh.runtime.metrics.Metrics;

/** Shows the figures of a mesh. Stateless. */
final class MeshMetrics {
    private MeshMetrics() {}

    static void register(Metrics metrics, Mesh mesh) {
        metrics.gauge("worldmesh_mesh_links", "links that are up", () -> mesh.sampled(MeshCore::linkCount));
        metrics.gauge(
                "worldmesh_mesh_links_unstable",
                "links whose jitter, losses or rises of the round trip are felt",
                () -> mesh.sampled(MeshCore::unstableLinks));
        metrics.counter(
                "worldmesh_mesh_bytes_sent_total",
                "bytes of datagrams sent",
                () -> mesh.networkStats().bytesSent());
        metrics.counter(
                "worldmesh_mesh_bytes_received_total",
                "bytes of datagrams received",
                () -> mesh.networkStats().bytesReceived());
        metrics.counter(
                "worldmesh_mesh_messages_sent_total",
                "messages taken for sending",
                () -> mesh.networkStats().messagesSent());
        metrics.counter(
                "worldmesh_mesh_messages_received_total",
                "messages handed out",
                () -> mesh.networkStats().messagesReceived());
        metrics.gauge(
                "worldmesh_mesh_latency_seconds",
                "mean round trip over all links",
                () -> mesh.networkStats().averageLatencyMillis() / 1e3);
        metrics.gauge(
                "worldmesh_mesh_packet_loss_ratio",
                "share of the others' datagrams that never arrived",
                () -> mesh.networkStats().packetLossPercent() / 100);
        metrics.counter(
                "worldmesh_mesh_rejections_total",
                "datagrams or their contents that were refused",
                () -> mesh.sampled(core -> core.rejections().total()));
        registerRelay(metrics, mesh::relayStats);
    }

    private static void registerRelay(Metrics metrics, Supplier<RelayStats> stats) {
        metrics.gauge(
                "worldmesh_mesh_links_relayed",
                "links that go through other members",
                () -> stats.get().relayedLinks());
        metrics.gauge(
                "worldmesh_mesh_relay_pairs",
                "pairs of members carried lately",
                () -> stats.get().pairs());
        metrics.counter(
                "worldmesh_mesh_relay_datagrams_total",
                "datagrams carried for others",
                () -> stats.get().datagrams());
        metrics.counter(
                "worldmesh_mesh_relay_bytes_total",
                "bytes of datagrams carried for others",
                () -> stats.get().bytes());
        metrics.counter(
                "worldmesh_mesh_relay_refused_total",
                "datagrams of others that were not carried",
                () -> stats.get().refused());
        metrics.counter(
                "worldmesh_mesh_relay_refusals_total",
                "datagrams that others did not carry, and said so",
                () -> stats.get().refusals());
        metrics.counter(
                "worldmesh_mesh_relay_forsaken_total",
                "times that a relay was left because it dropped a part of what it was given",
                () -> stats.get().forsaken());
    }
}

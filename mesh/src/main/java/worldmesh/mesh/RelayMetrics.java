package worldmesh.mesh;

import java.util.function.Supplier;
import worldmesh.mesh.link.RelayStats;
import worldmesh.runtime.metrics.Metrics;

/** Shows what a peer has to do with relays. Stateless. */
final class RelayMetrics {
    private RelayMetrics() {}

    static void register(Metrics metrics, Supplier<RelayStats> stats) {
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
    }
}

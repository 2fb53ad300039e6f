package worldmesh.runtime.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class MetricsTest {
    private enum LaneKind {
        STATE,
        VOICE
    }

    private final Metrics metrics = new Metrics();

    @Test
    void writesPrometheusTextSortedByName() {
        metrics.gauge("worldmesh_peer_links_count", "links up").set(3);
        metrics.counter("worldmesh_mesh_datagrams_total", "datagrams sent").add(2);
        metrics.counters("worldmesh_mesh_bytes_total", "bytes sent", LaneKind.class)
                .of(LaneKind.VOICE)
                .add(7);
        metrics.gauge("worldmesh_peer_load_ratio", "busy share", () -> 0.5);
        metrics.counter("worldmesh_peer_frames_total", "frames", () -> 9);

        assertEquals("""
                # HELP worldmesh_mesh_bytes_total bytes sent
                # TYPE worldmesh_mesh_bytes_total counter
                worldmesh_mesh_bytes_total{lane_kind="state"} 0
                worldmesh_mesh_bytes_total{lane_kind="voice"} 7
                # HELP worldmesh_mesh_datagrams_total datagrams sent
                # TYPE worldmesh_mesh_datagrams_total counter
                worldmesh_mesh_datagrams_total 2
                # HELP worldmesh_peer_frames_total frames
                # TYPE worldmesh_peer_frames_total counter
                worldmesh_peer_frames_total 9
                # HELP worldmesh_peer_links_count links up
                # TYPE worldmesh_peer_links_count gauge
                worldmesh_peer_links_count 3
                # HELP worldmesh_peer_load_ratio busy share
                # TYPE worldmesh_peer_load_ratio gauge
                worldmesh_peer_load_ratio 0.5
                """, metrics.prometheus());
    }

    @Test
    void writesHistogramsWithRisingBuckets() {
        Histogram histogram = metrics.histogram("worldmesh_peer_batch_count", "ops per batch", 1, 10);

        histogram.observe(1);
        histogram.observe(5);
        histogram.observe(50);

        assertEquals("""
                # HELP worldmesh_peer_batch_count ops per batch
                # TYPE worldmesh_peer_batch_count histogram
                worldmesh_peer_batch_count_bucket{le="1"} 1
                worldmesh_peer_batch_count_bucket{le="10"} 2
                worldmesh_peer_batch_count_bucket{le="+Inf"} 3
                worldmesh_peer_batch_count_sum 56
                worldmesh_peer_batch_count_count 3
                """, metrics.prometheus());
        assertEquals(10, histogram.quantile(0.5));
        assertEquals(3, histogram.count());
    }

    @Test
    void answersTheSameMetricForTheSameName() {
        assertSame(
                metrics.counter("worldmesh_mesh_links_total", "links"),
                metrics.counter("worldmesh_mesh_links_total", "links"));
        assertThrows(IllegalArgumentException.class, () -> metrics.counter("worldmesh_mesh_links_total", "x", () -> 1));
    }

    @Test
    void refusesNamesOutsideTheHouseRule() {
        assertThrows(IllegalArgumentException.class, () -> metrics.counter("worldmesh_mesh_links", "no total"));
        assertThrows(IllegalArgumentException.class, () -> metrics.gauge("worldmesh_mesh_links_total", "total"));
        assertThrows(IllegalArgumentException.class, () -> metrics.gauge("mesh_links_count", "no project"));
        assertThrows(IllegalArgumentException.class, () -> metrics.seconds("worldmesh_mesh_rtt_millis", "unit"));
    }

    @Test
    void refusesWhatCannotBeMeasured() {
        Counter counter = metrics.counter("worldmesh_mesh_links_total", "links");

        assertThrows(IllegalArgumentException.class, () -> counter.add(-1));
        assertThrows(IllegalArgumentException.class, () -> metrics.histogram("worldmesh_mesh_x_count", "x", 2, 1));
        assertEquals(0, counter.value());
    }
}

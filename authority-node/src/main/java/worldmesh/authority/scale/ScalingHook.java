package worldmesh.authority.scale;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import worldmesh.runtime.metrics.Gauge;
import worldmesh.runtime.metrics.Metrics;

/**
 * Tells those who start and stop nodes how many there are and how many there should be: by metrics, and by a POST of
 * one JSON object to an address, whenever the wish changes and every few minutes, so that one that was lost is made
 * good. At most one POST is under way. Confined to the node's loop.
 */
public final class ScalingHook {
    private static final Logger log = LoggerFactory.getLogger(ScalingHook.class);
    private static final long LOOK_NANOS = 15_000_000_000L;
    private static final long REPEAT_NANOS = 300_000_000_000L;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int OK_FROM = 200;
    private static final int OK_BELOW = 300;

    private final ScalingRule rule;
    private final int have;
    private final @Nullable URI address;
    private final String node;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final Gauge wanted;
    private final LongAdder failed = new LongAdder();
    private final TurnShare share = new TurnShare();
    private volatile boolean underWay;
    private volatile boolean lost;
    private long nextLookNanos;
    private long toldNanos;
    private int told = -1;

    /** For the node of that id, one of {@code have}; posts to {@code address}, null for nowhere. */
    public ScalingHook(ScalingBounds bounds, int have, @Nullable URI address, String node, Metrics metrics) {
        this.rule = new ScalingRule(bounds);
        this.have = have;
        this.address = address;
        this.node = node;
        this.wanted = metrics.gauge("worldmesh_authority_nodes_wanted", "Nodes there should be, as this one sees it.");
        metrics.gauge(
                "worldmesh_authority_nodes_here", "Nodes there are, as this one is told by scaling.have.", () -> have);
        metrics.counter(
                "worldmesh_authority_scaling_failed_total",
                "Wishes for nodes that the hook's address did not take.",
                failed::sum);
        wanted.set(have);
    }

    /** A turn was taken, in so long. */
    public void onTurn(int players, int room, long tookNanos, long nowNanos) {
        share.add(tookNanos, nowNanos);
        if (nowNanos - nextLookNanos < 0 && told >= 0) {
            return;
        }
        nextLookNanos = nowNanos + LOOK_NANOS;
        Load load = new Load(players, room, share.take(nowNanos));
        int want = rule.want(have, load, nowNanos);
        wanted.set(want);
        if (want != told || lost || nowNanos - toldNanos >= REPEAT_NANOS) {
            tell(want, load, nowNanos);
        }
    }

    /** True until the address has answered the last POST, or has not in time. */
    boolean isUnderWay() {
        return underWay;
    }

    private void tell(int want, Load load, long nowNanos) {
        if (underWay) {
            return; // the next look tells what is wanted then
        }
        if (want != told) {
            log.info("node.scaling have={} want={} players={} busy={}", have, want, load.players(), load.busy());
        }
        told = want;
        toldNanos = nowNanos;
        lost = false;
        if (address != null) {
            post(address, json(want, load));
        }
    }

    private String json(int want, Load load) {
        return "{\"node\":\"" + node + "\",\"have\":" + have + ",\"want\":" + want + ",\"players\":" + load.players()
                + ",\"room\":" + load.room() + ",\"busy\":" + Math.round(load.busy() * 1_000) / 1_000.0 + "}";
    }

    private void post(URI to, String body) {
        underWay = true;
        HttpRequest request = HttpRequest.newBuilder(to)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        var unused = http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .handle((answer, failure) -> {
                    boolean taken = failure == null && answer.statusCode() >= OK_FROM && answer.statusCode() < OK_BELOW;
                    if (!taken) {
                        failed.increment();
                        lost = true;
                        log.warn(
                                "node.scaling.failed hook={} cause={}",
                                to.getHost(),
                                failure == null ? "status " + answer.statusCode() : failure.toString());
                    }
                    underWay = false;
                    return taken;
                });
    }
}

package worldmesh.authority.gateway;

import io.javalin.Javalin;
import io.javalin.util.JavalinBindException;
import java.util.function.Supplier;
import worldmesh.runtime.metrics.Metrics;

/** Serves {@code /health} as JSON and {@code /metrics} as Prometheus text, on threads of its own. */
public final class Gateway implements AutoCloseable {
    private final Javalin server;

    private Gateway(Javalin server) {
        this.server = server;
    }

    /** Listens at {@code address:port}; both suppliers are asked on the server's threads. */
    public static Gateway open(String address, int port, Supplier<Health> health, Metrics metrics) {
        Javalin server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.routes.get("/health", context -> {
                Health now = health.get();
                context.status(now.healthy() ? 200 : 503)
                        .contentType("application/json")
                        .result(now.json());
            });
            config.routes.get(
                    "/metrics",
                    context -> context.contentType("text/plain; version=0.0.4").result(metrics.prometheus()));
        });
        try {
            return new Gateway(server.start(address, port));
        } catch (JavalinBindException e) {
            server.stop();
            throw new IllegalStateException(
                    "http.port is " + port + " and cannot be listened at on " + address
                            + " (in use, or no such address); set http.port to another or 0",
                    e);
        }
    }

    /** The port it listens at. */
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }
}

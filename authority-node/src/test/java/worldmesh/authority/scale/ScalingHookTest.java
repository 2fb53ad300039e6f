package worldmesh.authority.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import worldmesh.runtime.metrics.Metrics;

@Timeout(30)
class ScalingHookTest {
    private static final ScalingBounds BOUNDS = new ScalingBounds(0.7, 1, 10);

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final Metrics metrics = new Metrics();
    private volatile int status = 204;
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/scale", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
            heard.add(exchange.getRequestMethod() + " " + body);
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private ScalingHook hook(int have) {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/scale");
        return new ScalingHook(BOUNDS, have, address, "ab12", metrics);
    }

    private static long seconds(long count) {
        return TimeUnit.SECONDS.toNanos(count);
    }

    private String next() throws InterruptedException {
        return String.valueOf(heard.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void tellsWhatIsThereAndWhatIsWantedWhenThatChanges() throws InterruptedException {
        ScalingHook hook = hook(1);

        hook.onTurn(5, 100, 0, seconds(1));
        assertEquals("POST {\"node\":\"ab12\",\"have\":1,\"want\":1,\"players\":5,\"room\":100,\"busy\":0.0}", next());
        awaitAnswer(hook);
        hook.onTurn(100, 100, 0, seconds(2));
        hook.onTurn(6, 100, 0, seconds(17));
        hook.onTurn(100, 100, seconds(3), seconds(32));

        assertEquals(
                "POST {\"node\":\"ab12\",\"have\":1,\"want\":2,\"players\":100,\"room\":100,\"busy\":0.2}", next());
        assertTrue(metrics.prometheus().contains("worldmesh_authority_nodes_wanted 2"), metrics::prometheus);
        assertNull(heard.poll(), "a look is worth a word only when the wish changed");
    }

    @Test
    void aWishThatWasNotTakenIsToldAgainAndCounted() throws InterruptedException {
        status = 503;
        ScalingHook hook = hook(2);
        hook.onTurn(200, 100, 0, seconds(1));
        next();
        awaitAnswer(hook);
        assertTrue(metrics.prometheus().contains("worldmesh_authority_scaling_failed_total 1"), metrics::prometheus);
        status = 204;

        hook.onTurn(200, 100, 0, seconds(16));

        assertTrue(next().contains("\"want\":6"));
    }

    private static void awaitAnswer(ScalingHook hook) {
        while (hook.isUnderWay()) {
            Thread.onSpinWait();
        }
    }
}

package worldmesh.authority.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.authority.journal.JournalOpenException;
import worldmesh.authority.pipeline.Mines;
import worldmesh.authority.store.StoreAudit;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.peer.CommandHandle;
import worldmesh.peer.Session;
import worldmesh.peer.SessionOptions;
import worldmesh.peer.World;
import worldmesh.peer.event.ReadOnlyEvent;
import worldmesh.runtime.config.ConfigException;
import worldmesh.runtime.config.ConfigLoader;

@Timeout(60)
class NodeIT {
    @TempDir
    Path dir;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void hostsItsGameServesHealthAndMetricsAndGoesOnAfterARestart() throws IOException, InterruptedException {
        String first;
        try (Node node = Node.start(config())) {
            first = awaitHealth(node, "\"status\":\"ok\"");
            String metrics = get(node, "/metrics");
            assertTrue(metrics.contains("worldmesh_authority_turn_seconds_count"), metrics);
            assertTrue(metrics.contains("worldmesh_authority_epoch 1"), metrics);
            assertTrue(metrics.contains("worldmesh_peer_messages_malformed_total 0"), metrics);
            assertTrue(metrics.contains("worldmesh_authority_refused_too_many_total 0"), metrics);
            assertTrue(metrics.contains("worldmesh_mesh_links 0"), metrics);
            awaitMetric(node, "worldmesh_authority_commands_accepted_total 1");
        }
        try (Node node = Node.start(config())) {
            String second = awaitHealth(node, "\"epoch\":2");
            assertEquals(field(first, "worldId"), field(second, "worldId"));
        }

        StoreAudit audit = StoreAudit.of(dir.resolve("store"), Mines.SCHEMA, Ed25519Verifier.INSTANCE);
        assertEquals(List.of(), audit.problems());
        assertEquals(1, audit.applied().size(), "genesis ran once");
        assertEquals(MinesGame.GOLD, audit.assets().values().iterator().next().circulating());
    }

    @Test
    void refusesEveryCommandWithItsReasonWhenItIsReadOnly() throws IOException, InterruptedException {
        NodeConfig config = load("node:\n  store: " + dir.resolve("store")
                + "\n  port: 0\n  announce: false\n  read-only: backup until ten\nhttp:\n  port: 0");
        SessionOptions here = SessionOptions.defaults()
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .quiet();
        List<String> told = new ArrayList<>();
        try (Node node = Node.start(config);
                World world = new MinesGame()
                        .describe()
                        .store(dir.resolve("guest"))
                        .name("guest")
                        .open();
                Session guest = Session.join(world, "127.0.0.1:" + node.local().getPort(), here)) {
            guest.on(ReadOnlyEvent.class, event -> told.add(event.reason()));
            while (told.isEmpty()) {
                guest.update(0.002);
            }
            CommandHandle enter = guest.submit(new Mines.Enter());
            while (!enter.outcome().isDone()) {
                guest.update(0.002);
            }

            assertEquals(List.of("backup until ten"), told);
            assertEquals(
                    "the world is read-only: backup until ten",
                    guest.rejections().get(0).reason());
            awaitMetric(node, "worldmesh_authority_commands_accepted_total 1"); // what founded the world
            awaitMetric(node, "worldmesh_authority_refused_read_only_total 1");
        }
    }

    @Test
    void refusesAStoreThatAnotherNodeHas() {
        try (Node node = Node.start(config())) {
            assertTrue(node.local().getPort() > 0);
            assertThrows(JournalOpenException.class, () -> Node.start(config()));
        }
    }

    @Test
    void refusesAnHttpPortInUseAndReleasesTheStore() {
        try (Node node = Node.start(config())) {
            var refused = assertThrows(
                    IllegalStateException.class,
                    () -> Node.start(load("node:\n  store: " + dir.resolve("other")
                            + "\n  port: 0\n  announce: false\nhttp:\n  port: " + node.httpPort())));
            assertTrue(String.valueOf(refused.getMessage()).startsWith("http.port is "), refused.toString());
        }
        Node.start(load("node:\n  store: " + dir.resolve("other") + "\n  port: 0\n  announce: false\nhttp:\n  port: 0"))
                .close();
    }

    @Test
    void refusesUnknownKeysBadRatesAndUnknownGames() {
        var unknown = assertThrows(ConfigException.class, () -> load("node:\n  stor: x"));
        var rate = assertThrows(ConfigException.class, () -> load("node:\n  store: x\n  update-rate: 1000"));
        for (String bad : List.of("0", "NaN", "241")) {
            assertThrows(ConfigException.class, () -> load("node:\n  store: x\n  update-rate: " + bad));
        }
        var game = assertThrows(ConfigException.class, () -> Games.find("chess"));

        assertTrue(String.valueOf(unknown.getMessage()).contains("node.store"), unknown.toString());
        assertTrue(String.valueOf(rate.getMessage()).contains("node.update-rate"), rate.toString());
        assertTrue(String.valueOf(game.getMessage()).contains("[mines]"), game.toString());
    }

    @Test
    void refusesAStoreWhoseWorldWasFoundedWithAnotherSectorSizeAndReleasesIt() {
        String sized =
                "node:\n  store: " + dir.resolve("sized") + "\n  port: 0\n  announce: false\nhttp:\n  enabled: false\n";
        Node.start(load(sized + "node.sector-size: 250")).close();

        var refused = assertThrows(IllegalStateException.class, () -> Node.start(load(sized)));

        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("250 m") && message.contains("1000 m"), message);
        Node.start(load(sized + "node.sector-size: 250")).close();
    }

    private NodeConfig config() {
        return load("node:\n  store: " + dir.resolve("store") + "\n  port: 0\n  announce: false\nhttp:\n  port: 0");
    }

    private static NodeConfig load(String yaml) {
        return ConfigLoader.of(NodeConfig.class).yaml("test", yaml).load();
    }

    /** Asks until the node has taken the turn that shows {@code expected}; the test's time-out bounds it. */
    private String awaitHealth(Node node, String expected) throws IOException, InterruptedException {
        String health = get(node, "/health");
        while (!health.contains(expected)) {
            health = get(node, "/health");
        }
        return health;
    }

    private void awaitMetric(Node node, String expected) throws IOException, InterruptedException {
        String metrics = get(node, "/metrics");
        while (!metrics.contains(expected + "\n")) {
            metrics = get(node, "/metrics");
        }
    }

    private String get(Node node, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.httpPort() + path))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
                .body();
    }

    private static String field(String json, String name) {
        int at = json.indexOf("\"" + name + "\":") + name.length() + 3;
        return json.substring(at, json.indexOf(',', at));
    }
}

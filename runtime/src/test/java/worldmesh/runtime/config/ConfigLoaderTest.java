package worldmesh.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigLoaderTest {
    private enum Policy {
        OPEN,
        INVITE_ONLY
    }

    record Gossip(
            @Key(doc = "Pause between shuffles.", min = 100, max = 60_000) @Default("10000")
            int shuffleIntervalMillis,

            @Key(doc = "Share of links replaced.", min = 0, max = 1) @Default("0.25")
            double share) {}

    record Node(
            @Key(doc = "Name of the node.") String name,

            @Key(doc = "Where the store lies.") @Default("data")
            Path dataDir,

            @Key(doc = "Who may join.") @Default("open") Policy policy,
            @Key(doc = "Peers to join.") @Default("") List<String> join,

            @Key(doc = "Announce on the LAN.") @Default("true")
            boolean announce,

            @Key(doc = "Bytes per second.") @Default("1000000")
            long rateBytes,

            Gossip gossip) {
        Node {
            if (join.size() > 2) {
                throw new IllegalArgumentException("join has " + join.size() + " peers, must be at most 2");
            }
        }
    }

    @Test
    void fillsWhatNobodySetsWithDefaults() {
        Node node = load("name: ann");

        assertEquals(
                new Node("ann", Path.of("data"), Policy.OPEN, List.of(), true, 1_000_000, new Gossip(10_000, 0.25)),
                node);
    }

    @Test
    void readsNestedAndDottedKeys() {
        Node node = load("""
                name: ann
                data-dir: /srv/world
                policy: invite-only
                join: [a:1, b:2]
                announce: false
                gossip:
                  shuffle-interval-millis: 500
                gossip.share: 1
                """);

        assertEquals(
                new Node(
                        "ann",
                        Path.of("/srv/world"),
                        Policy.INVITE_ONLY,
                        List.of("a:1", "b:2"),
                        false,
                        1_000_000,
                        new Gossip(500, 1)),
                node);
    }

    @Test
    void letsEnvironmentWinOverFileAndSetOverBoth() {
        Node node = ConfigLoader.of(Node.class)
                .yaml("node.yaml", "name: file\ndata-dir: file\ngossip.share: 0")
                .environment(Map.of("WORLDMESH_NAME", "env", "WORLDMESH_DATA_DIR", "env", "HOME", "/x"))
                .set(List.of("name=set"))
                .load();

        assertEquals("set", node.name());
        assertEquals(Path.of("env"), node.dataDir());
        assertEquals(0, node.gossip().share());
    }

    @Test
    void namesTheNearestKnownKeyWhenOneIsUnknown() {
        assertRefused(
                "node.yaml: gossip.shufle-interval-milis is not a known key;"
                        + " did you mean gossip.shuffle-interval-millis? docs/configuration.md lists all keys",
                "name: a\ngossip: {shufle-interval-milis: 1}");
    }

    @Test
    void refusesUnknownVariablesAndAssignments() {
        var loader = ConfigLoader.of(Node.class).reserve("WORLDMESH_OTHER");

        loader.environment(Map.of("WORLDMESH_JAVA_OPTS", "-Xmx1g", "WORLDMESH_OTHER", "x"));

        assertMessage(
                "environment: WORLDMESH_NAMES is not a known key; did you mean WORLDMESH_NAME?"
                        + " docs/configuration.md lists all keys",
                () -> loader.environment(Map.of("WORLDMESH_NAMES", "x")));
        assertMessage(
                "--set: nam is not a known key; did you mean name? docs/configuration.md lists all keys",
                () -> loader.set(List.of("nam=x")));
        assertMessage(
                "--set is 'name', must be key=value; for example --set name=…", () -> loader.set(List.of("name")));
    }

    @Test
    void saysWhatIsWrongWithAValue() {
        assertRefused(
                "gossip.shuffle-interval-millis is 5, must be a whole number within 100..60000;"
                        + " correct it or remove the line for the default 10000",
                "name: a\ngossip.shuffle-interval-millis: 5");
        assertRefused(
                "gossip.share is half, must be a number within 0..1;"
                        + " correct it or remove the line for the default 0.25",
                "name: a\ngossip.share: half");
        assertRefused(
                "policy is closed, must be one of open, invite-only;"
                        + " correct it or remove the line for the default open",
                "name: a\npolicy: closed");
        assertRefused(
                "announce is maybe, must be true or false; correct it or remove the line for the default true",
                "name: a\nannounce: maybe");
        assertRefused(
                "rate-bytes is many, must be a whole number within -9223372036854775808..9223372036854775807;"
                        + " correct it or remove the line for the default 1000000",
                "name: a\nrate-bytes: many");
    }

    @Test
    void saysThatARequiredKeyIsMissing() {
        assertRefused("name is not set, must be text; add 'name: …' to the file or set WORLDMESH_NAME", "");
    }

    @Test
    void passesOnWhatTheRecordItselfRefuses() {
        assertRefused("configuration: join has 3 peers, must be at most 2", "name: a\njoin: [a, b, c]");
    }

    @Test
    void namesTheLineOfBrokenYaml() {
        var refused = assertThrows(ConfigException.class, () -> load("name: ann\ngossip: [1\n"));

        assertTrue(
                String.valueOf(refused.getMessage()).startsWith("node.yaml line 2 column 11: not valid YAML, "),
                refused.getMessage());
        assertTrue(String.valueOf(refused.getMessage()).endsWith("; correct this line"), refused.getMessage());
    }

    @Test
    void refusesAKeySetTwice() {
        var twice = assertThrows(ConfigException.class, () -> load("name: ann\nname: ben\n"));
        assertTrue(String.valueOf(twice.getMessage()).startsWith("node.yaml line 2"), twice.getMessage());

        assertRefused(
                "node.yaml: gossip.share is set twice, must be set once; remove one line",
                "name: a\ngossip: {share: 1}\ngossip.share: 0");
    }

    @Test
    void refusesAFileThatIsNotKeysAndValues() {
        var refused = assertThrows(ConfigException.class, () -> load("- a\n- b"));

        assertTrue(
                String.valueOf(refused.getMessage()).startsWith("node.yaml holds ARRAY, must hold keys"),
                refused.getMessage());
    }

    @Test
    void saysThatAFileDoesNotExist() {
        assertMessage(
                "configuration file nowhere/node.yaml does not exist; create it or leave --config out",
                () -> ConfigLoader.of(Node.class).file(Path.of("nowhere/node.yaml")));
    }

    @Test
    void listsEveryKeyForTheDocs() {
        List<ConfigKey> keys = ConfigKeys.of(Node.class);

        assertEquals(8, keys.size());
        assertEquals(
                new ConfigKey(
                        "gossip.shuffle-interval-millis", "integer", "10000", "100..60000", "Pause between shuffles."),
                keys.get(6));
        assertEquals("WORLDMESH_GOSSIP_SHUFFLE_INTERVAL_MILLIS", keys.get(6).environmentName());
        assertTrue(ConfigKeys.markdown(Node.class)
                .contains("| `policy` | open\\|invite-only | `open` |  | Who may join. |\n"));
        assertTrue(ConfigKeys.markdown(Node.class).contains("| `name` | text | required |  | Name of the node. |\n"));
    }

    @Test
    void insistsOnADocForEveryKey() {
        record Bare(int port) {}

        assertThrows(IllegalStateException.class, () -> ConfigKeys.of(Bare.class));
    }

    @Test
    void measuresEditDistance() {
        assertEquals(3, NearestName.distance("kitten", "sitting"));
        assertEquals(0, NearestName.distance("same", "same"));
    }

    private static Node load(String yaml) {
        return ConfigLoader.of(Node.class).yaml("node.yaml", yaml).load();
    }

    private static void assertRefused(String message, String yaml) {
        assertMessage(message, () -> load(yaml));
    }

    private static void assertMessage(String message, org.junit.jupiter.api.function.Executable load) {
        assertEquals(message, assertThrows(ConfigException.class, load).getMessage());
    }
}

package worldmesh.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import worldmesh.authority.node.NodeConfig;
import worldmesh.peer.PeerConfig;
import worldmesh.runtime.config.ConfigKeys;

/** The page of all keys says what the code says. */
class ConfigurationDocTest {
    private static final Path PAGE = Path.of("..", "docs", "configuration.md");

    @Test
    void thePageHasTheTableOfAPlayersPeer() throws IOException {
        String table = ConfigKeys.markdown(PeerConfig.class);

        String page = Files.readString(PAGE);

        assertTrue(page.contains(table), () -> "docs/configuration.md must contain this table:\n" + table);
    }

    @Test
    void theHelpOfANodeAndOfAPeerListsEveryKey() {
        String node = Objects.requireNonNull(Main.commandLine().getSubcommands().get("node"))
                .getUsageMessage();
        String peer = Objects.requireNonNull(Main.commandLine().getSubcommands().get("peer"))
                .getUsageMessage();

        ConfigKeys.of(NodeConfig.class).forEach(key -> assertTrue(node.contains(key.name()), key.name()));
        ConfigKeys.of(PeerConfig.class).forEach(key -> assertTrue(peer.contains(key.name()), key.name()));
    }

    @Test
    void thePageHasTheTableThatTheCodeGives() throws IOException {
        String table = ConfigKeys.markdown(NodeConfig.class);

        String page = Files.readString(PAGE);

        assertTrue(page.contains(table), () -> "docs/configuration.md must contain this table:\n" + table);
    }
}

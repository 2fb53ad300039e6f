package worldmesh.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.MeshSettings;
import worldmesh.mesh.retry.RetryPolicy;
import worldmesh.peer.core.SessionSettings;
import worldmesh.runtime.config.ConfigException;
import worldmesh.runtime.config.ConfigLoader;

class PeerConfigTest {
    private static PeerConfig set(String... assignments) {
        return ConfigLoader.of(PeerConfig.class).set(List.of(assignments)).load();
    }

    @Test
    void theDefaultsOfTheKeysAreTheDefaultsOfTheSettings() {
        assertEquals(MeshSettings.defaults(), PeerConfig.defaults().mesh().settings());
        assertEquals(
                SessionSettings.defaults(),
                PeerConfig.defaults().peer().session().settings(RetryPolicy.LINKS));
    }

    @Test
    void keysReachTheSettingsOfASession() {
        SessionOptions options = set(
                        "mesh.pace.bytes-per-second=20000", "mesh.limit.links=3", "peer.session.members-max=5")
                .options();

        assertEquals(20_000, options.mesh().bytesPerSecond());
        assertEquals(3, options.mesh().maxLinks());
        assertEquals(5, options.session().membersMax());
    }

    @Test
    void valuesThatDoNotGoTogetherAreRefusedByTheNameOfTheirKey() {
        ConfigException refused = assertThrows(
                ConfigException.class, () -> set("mesh.link.ping-millis=500", "mesh.link.suspect-millis=600"));

        assertTrue(
                String.valueOf(refused.getMessage()).contains("mesh.link.suspect-millis is 600"), refused.toString());
    }
}

package worldmesh.testkit.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The laboratory itself, on a LAN without an uplink. */
class NatLabIT {
    private static final String LAN = "lan=isolatedx4";

    @BeforeAll
    static void needsNamespaces() {
        Optional<String> obstacle = NatLab.obstacle(LAN);
        assertTrue(obstacle.isEmpty() || !NatLab.isRequired(), () -> "required here, but " + obstacle.orElse(""));
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    }

    @Test
    void anIsolatedLanHasNoWayOutAndNoNames() {
        try (NatLab lab = NatLab.up("nlit", LAN)) {
            assertEquals(List.of("lan1", "lan2", "lan3", "lan4"), lab.hosts());
            assertTrue(lab.reaches("lan1", "lan4"));
            assertEquals("", lab.output("lan1", "ip", "route", "show", "default"));
            assertEquals("nameserver 127.0.0.1", lab.output("lan1", "cat", "/etc/resolv.conf"));
        }
    }

    @Test
    void splitsCablesAndDelaysCutExactlyWhatTheySay() {
        try (NatLab lab = NatLab.up("nlit", LAN)) {
            lab.split("lan", List.of("lan3", "lan4"));
            assertFalse(lab.reaches("lan1", "lan3"));
            assertTrue(lab.reaches("lan1", "lan2"));
            assertTrue(lab.reaches("lan3", "lan4"));
            lab.heal("lan");
            assertTrue(lab.reaches("lan1", "lan3"));

            lab.link("lan2", false);
            assertFalse(lab.reaches("lan1", "lan2"));
            lab.link("lan2", true);
            assertTrue(lab.reaches("lan1", "lan2"));
            assertTrue(lab.sentFrames("lan1") > 0);
        }
    }

    @Test
    void endsTheProcessesThatRunInItAndLeavesNothing() throws IOException, InterruptedException {
        Process sleeper;
        try (NatLab lab = NatLab.up("nlit", LAN)) {
            sleeper = new ProcessBuilder(lab.command("lan1", List.of("sleep", "600"))).start();
            NatLab.suspend(sleeper);
            NatLab.resume(sleeper);
            assertTrue(sleeper.isAlive());
        }

        assertTrue(sleeper.waitFor() != 0);
        Process list = new ProcessBuilder("ip", "netns", "list").start();
        assertFalse(new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8).contains("nlit-"));
    }

    @Test
    void saysWhatTheScriptSaidAboutAnUnknownOption() {
        NatLabException refused =
                assertThrows(NatLabException.class, () -> NatLab.up("nlit", "lan=isolatedx2,walls=cardboard"));

        assertTrue(
                String.valueOf(refused.getMessage()).contains("unknown option 'walls=cardboard'"),
                refused.getMessage());
    }
}

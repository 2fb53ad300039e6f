package worldmesh.mesh.invite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.identity.PeerId;

class InviteTest {
    private static final PeerId PEER = PeerId.ofBytes(new byte[32]);
    private static final Invite INVITE = new Invite("play.example.org", 4711, PEER, new byte[32], new byte[16]);

    @Test
    void linkIsReadBackAsItWasWritten() {
        assertEquals(INVITE, Invite.parse(INVITE.format()));
        Invite v6 = new Invite("fe80::1%eth0", 1, PEER, new byte[32], new byte[0]);
        assertEquals(v6, Invite.parse(v6.format()));
        assertTrue(v6.format().startsWith("worldmesh://[fe80::1%eth0]:1/"));
    }

    @Test
    void addressesOfBothFamiliesTravelTogether() {
        Invite both = new Invite("192.168.0.7,fd00::7,play.example.org", 4711, PEER, new byte[32], new byte[0]);

        assertTrue(both.format().startsWith("worldmesh://192.168.0.7,[fd00::7],play.example.org:4711/"), both::format);
        assertEquals(both, Invite.parse(both.format()));
        assertEquals(List.of("192.168.0.7", "fd00::7", "play.example.org"), both.hosts());
        assertEquals(List.of("play.example.org"), INVITE.hosts());
        for (String wrong : List.of("a,,b", "a,", ",", "a,b,c,d,e", "a,b c")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new Invite(wrong, 4711, PEER, new byte[32], new byte[0]),
                    wrong);
        }
    }

    @Test
    void secretDoesNotShowInLogs() {
        byte[] secret = {1, 2, 3, 4, 5, 6, 7, 8};
        Invite invite = new Invite("h", 1, PEER, new byte[32], secret);

        assertFalse(invite.toString().contains("AQIDBAUGBwg"));
        assertTrue(invite.format().contains("AQIDBAUGBwg"));
    }

    @Test
    void everyBrokenLinkIsRefusedWithAReason() {
        String link = INVITE.format();
        String world = "A".repeat(43);
        for (String broken : new String[] {
            "",
            "http://example.org",
            "worldmesh://",
            "worldmesh://host",
            "worldmesh://host:99999/" + world + "#" + world + ".",
            "worldmesh://host:0/" + world + "#" + world + ".",
            "worldmesh://host:-1/" + world + "#" + world + ".",
            "worldmesh://ho st:1/" + world + "#" + world + ".",
            "worldmesh://::1:1/" + world + "#" + world + ".",
            "worldmesh://host:1/" + world + "#" + world,
            "worldmesh://host:1/" + world + "#!!." + world,
            "worldmesh://host:1/AAAA#" + world + ".",
            "worldmesh://host:1/" + world + "#" + world + "." + "A".repeat(60),
            link + "A".repeat(600),
            link.substring(0, link.indexOf('#'))
        }) {
            IllegalArgumentException refusal =
                    assertThrows(IllegalArgumentException.class, () -> Invite.parse(broken), broken);
            assertTrue(String.valueOf(refusal.getMessage()).startsWith("not an invitation: "), refusal.getMessage());
        }
        for (int end = 0; end < link.indexOf('.', 40); end++) {
            String cut = link.substring(0, end);
            assertThrows(IllegalArgumentException.class, () -> Invite.parse(cut), cut);
        }
    }
}

package worldmesh.mesh.rendezvous;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.invite.Invite;
import worldmesh.runtime.identity.PeerId;

class NodeLinkTest {
    private static final byte[] PIN = PeerId.ofBytes(new byte[32]).bytes();

    @Test
    void isReadBackAsItWasWritten() {
        for (NodeLink link : List.of(
                new NodeLink("meet.example.org", 443, new byte[0]),
                new NodeLink("203.0.113.7", 27543, PIN),
                new NodeLink("2001:db8::7", 1, PIN))) {
            assertEquals(link, NodeLink.parse(link.format()));
            assertEquals(link, NodeLink.parseShort(link.formatShort()));
        }
        assertEquals("wss://[2001:db8::7]:1", new NodeLink("2001:db8::7", 1, new byte[0]).format());
    }

    @Test
    void refusesWhatIsNoneAndSaysWhatOneIs() {
        for (String wrong : List.of(
                "",
                "meet.example.org:443",
                "ws://meet.example.org:443",
                "wss://meet.example.org",
                "wss://meet.example.org:0",
                "wss://meet.example.org:65536",
                "wss://meet.example.org:443/x",
                "wss://meet.example.org:443#short",
                "wss://me et:443",
                "wss://2001:db8::7:443")) {
            var refused = assertThrows(IllegalArgumentException.class, () -> NodeLink.parse(wrong), wrong);
            assertTrue(String.valueOf(refused.getMessage()).contains("wss://host:port"), wrong);
        }
    }

    @Test
    void travelsInInvitations() {
        NodeLink node = new NodeLink("meet.example.org", 443, PIN);
        Invite invite = new Invite("192.168.0.7", 27500, PeerId.ofBytes(PIN), new byte[32], new byte[16]).at(node);

        assertTrue(invite.format().contains("?node=meet.example.org:443~"), invite::format);
        assertEquals(invite, Invite.parse(invite.format()));
        assertThrows(
                IllegalArgumentException.class,
                () -> Invite.parse(invite.format().replace("?node=meet.example.org:443", "?node=meet:x")));
    }
}

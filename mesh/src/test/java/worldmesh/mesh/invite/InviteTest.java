package worldmesh.mesh.invite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.rendezvous.NodeLink;
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
    void furtherMembersTravelEachWithTheirOwnPlace() {
        PeerId other = PeerId.ofBytes(Arrays.copyOf(new byte[] {7}, 32));
        StandIn bob = new StandIn(other, "192.168.0.8", 27_500);
        StandIn eve = new StandIn(PEER, "fd00::9", 27_501);
        Invite both = INVITE.with(List.of(bob, eve));
        Invite atNode = both.at(new NodeLink("meet.example.org", 443, new byte[32]));

        assertTrue(both.format().contains("?via=BwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA@192.168.0.8:27500,"));
        assertTrue(both.format().contains("@[fd00::9]:27501#"), both::format);
        assertEquals(both, Invite.parse(both.format()));
        assertEquals(atNode, Invite.parse(atNode.format()));
        assertTrue(atNode.format().contains("&via="), atNode::format);
        assertNotEquals(INVITE, both);
        assertThrows(IllegalArgumentException.class, () -> INVITE.with(List.of(bob, eve, bob)));
    }

    @Test
    void theLongestInvitationIsRead() {
        String host = "a".repeat(253);
        StandIn far = new StandIn(PEER, "b".repeat(64), 65_535);
        Invite longest = new Invite(host, 65_535, PEER, new byte[32], new byte[32])
                .at(new NodeLink(host, 65_535, new byte[32]))
                .with(List.of(far, far));

        assertTrue(
                longest.format().length() <= Invite.MAX_CHARACTERS,
                () -> "is " + longest.format().length());
        assertEquals(longest, Invite.parse(longest.format()));
    }

    @Test
    void brokenFurtherMembersAreRefusedWithAReason() {
        String peer = "A".repeat(43);
        for (String query : List.of(
                "?",
                "?via=",
                "?via=" + peer,
                "?via=" + peer + "@",
                "?via=" + peer + "@h",
                "?via=" + peer + "@h:0",
                "?via=" + peer + "@h:99999",
                "?via=AAAA@h:1",
                "?via=!@h:1",
                "?via=" + peer + "@:1",
                "?via=" + peer + "@h h:1",
                "?via=" + peer + "@::1:1",
                "?via=" + peer + "@" + "h".repeat(65) + ":1",
                "?via=" + peer + "@h:1,",
                "?via=" + peer + "@a:1," + peer + "@b:1," + peer + "@c:1",
                "?via=" + peer + "@h:1&via=" + peer + "@h:1",
                "?node=h:1&node=h:1",
                "?via=" + peer + "@h:1&",
                "?port=7")) {
            String link = "worldmesh://host:1/" + peer + query + "#" + peer + ".";
            IllegalArgumentException refusal =
                    assertThrows(IllegalArgumentException.class, () -> Invite.parse(link), link);
            assertTrue(String.valueOf(refusal.getMessage()).startsWith("not an invitation: "), refusal.getMessage());
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
            link + "A".repeat(900),
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

package worldmesh.mesh.discovery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.discovery.DiscoverySettings.Kind;
import worldmesh.mesh.invite.Invite;
import worldmesh.runtime.identity.PeerId;

class PlaceTextTest {
    private static final Invite INVITE =
            new Invite("192.0.2.1,192.0.2.2", 4711, PeerId.ofBytes(new byte[32]), new byte[32], new byte[16]);

    @Test
    void readsAddressesAndInvitationsBesideRemarks() {
        String text = "# of the club\n192.0.2.7:27500, [2001:db8::7]:1\n  " + INVITE.format() + "\n\n";

        List<Place> places = PlaceText.resolve(text);

        assertEquals(3, places.size());
        assertEquals(
                List.of(new InetSocketAddress("192.0.2.7", 27_500)),
                places.get(0).addresses());
        assertNull(places.get(0).peer());
        assertEquals(2, places.get(2).addresses().size());
        assertEquals(INVITE.peer(), places.get(2).peer());
        assertArrayEquals(INVITE.secret(), places.get(2).secret());
    }

    @Test
    void refusesWhatIsNoPlaceWithTheWord() {
        for (String wrong : List.of("nowhere", "host:port", "worldmesh://host", "http://host:1", "2001:db8::7:1")) {
            var refused = assertThrows(IllegalArgumentException.class, () -> PlaceText.check(wrong), wrong);
            assertTrue(String.valueOf(refused.getMessage()).length() > 20, wrong);
        }
    }

    @Test
    void takesABoundedNumber() {
        String many = String.join(" ", Collections.nCopies(1_000, "192.0.2.7:1"));

        assertEquals(PlaceText.MAX, PlaceText.words(many).size());
    }

    @Test
    void kindsNeedWhatTheyReadFrom() {
        assertEquals(Set.of(Kind.DNS, Kind.NODE), DiscoverySettings.kinds(" dns, node,"));
        for (String kind : List.of("static", "file", "dns")) {
            Set<Kind> kinds = DiscoverySettings.kinds(kind);
            var refused =
                    assertThrows(IllegalArgumentException.class, () -> new DiscoverySettings(kinds, " ", "", ""), kind);
            assertTrue(String.valueOf(refused.getMessage()).contains("peer.discovery."), kind);
        }
        var unknown = assertThrows(IllegalArgumentException.class, () -> DiscoverySettings.kinds("consul"));
        assertTrue(String.valueOf(unknown.getMessage()).contains("multicast, static, file, dns, node"));
    }

    @Test
    void secretsDoNotShowInLogs() {
        assertEquals(
                "place of 00000000",
                PlaceText.resolve(INVITE.format()).get(0).toString().substring(0, 17));
    }
}

package worldmesh.mesh.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.identity.PeerId;

class TurnAddressTest {
    private static final InetSocketAddress PEER = new InetSocketAddress("198.51.100.20", 4_000);

    @Test
    void holdsTheServerAndThePeer() {
        InetSocketAddress way = TurnAddress.of(3, PEER);

        assertTrue(TurnAddress.is(way));
        assertEquals(3, TurnAddress.server(way));
        assertEquals(PEER, TurnAddress.peer(way));
        assertEquals(way, TurnAddress.of(3, PEER));
        assertFalse(way.equals(TurnAddress.of(2, PEER)));
    }

    @Test
    void holdsAnAddressOfIpv6ByANumber() {
        InetSocketAddress peer = new InetSocketAddress("2001:db8::20", 4_000);
        InetSocketAddress way = TurnAddress.of(3, peer);

        assertTrue(TurnAddress.is(way));
        assertEquals(3, TurnAddress.server(way));
        assertEquals(peer, TurnAddress.peer(way));
        assertEquals(way, TurnAddress.of(3, peer));
        assertFalse(way.equals(TurnAddress.of(3, new InetSocketAddress("2001:db8::21", 4_000))));
        assertFalse(NodeAddress.is(way));
    }

    @Test
    void isNeitherAnAddressNorAWayThroughAMember() {
        InetSocketAddress way = TurnAddress.of(0, PEER);

        assertFalse(RelayedAddress.is(way));
        assertFalse(TurnAddress.is(RelayedAddress.of(PeerId.ofBytes(new byte[32]), 1)));
        assertFalse(Candidate.isUsable(way));
        assertThrows(IllegalArgumentException.class, () -> new Candidate(CandidateKind.RELAYED, way));
    }

    @Test
    void ordinaryAddressesAreThemselves() {
        for (String host : new String[] {"198.51.100.20", "2001:db8::1", "100::1", "100:0:0:2::1", "::1"}) {
            InetSocketAddress address = new InetSocketAddress(host, 9);

            assertFalse(TurnAddress.is(address), host);
            assertEquals(address, TurnAddress.peer(address));
        }
    }
}

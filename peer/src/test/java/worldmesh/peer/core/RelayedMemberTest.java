package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.path.RelayedAddress;
import worldmesh.peer.event.MessageEvent;
import worldmesh.peer.roster.Introductions;
import worldmesh.peer.wire.Roster;
import worldmesh.runtime.identity.PeerId;

/** A member that is only reached through another one, over links as they are in earnest. */
class RelayedMemberTest {
    private static final int ANN = 9_001;
    private static final int BOB = 9_002;
    private static final int EVE = 9_003;

    private final Party party = new Party();
    private final CoreNet cores = new CoreNet(party.signatures, 5);
    private final Node ann;
    private final Node bob;
    private final Node eve;

    RelayedMemberTest() {
        party.cores = cores;
        cores.cut(MemoryMesh.address(BOB), MemoryMesh.address(EVE));
        ann = party.node("ann").host();
        bob = party.node("bob").join(ann);
        party.run(500);
        eve = party.node("eve").join(ann);
    }

    private static List<Boolean> ways(Node node) {
        return node.session.peers().stream()
                .filter(peer -> !peer.self())
                .sorted(java.util.Comparator.comparing(PeerView::name))
                .map(PeerView::relayed)
                .toList();
    }

    @Test
    void whoDoNotReachEachOtherAreLinkedThroughTheMemberBetweenWithinTwoSeconds() {
        party.run(2_000);

        assertEquals(List.of(false, true), ways(bob));
        assertEquals(List.of(false, true), ways(eve));
        eve.session.say("hello over there");
        party.run(200);
        assertEquals(1, bob.heard(MessageEvent.class).size());
        assertTrue(cores.relay(MemoryMesh.address(ANN)).datagrams() > 10);
    }

    @Test
    void theirLinkGoesDirectOnceItCan() {
        party.run(2_000);
        cores.heal(MemoryMesh.address(BOB), MemoryMesh.address(EVE));
        party.run(2_000);

        assertEquals(List.of(false, false), ways(bob));
        assertEquals(List.of(false, false), ways(eve));
        long carried = cores.relay(MemoryMesh.address(ANN)).datagrams();
        party.run(2_000);
        assertEquals(carried, cores.relay(MemoryMesh.address(ANN)).datagrams());
    }

    @Test
    void aWayThroughAMemberIsNeitherToldNorTaken() {
        InetSocketAddress way = RelayedAddress.of(ann.mesh.self(), 1);
        PeerId peer = bob.mesh.self();

        assertNull(Introductions.entry(peer, "bob", way));
        Roster.Member forged = new Roster.Member(peer, "bob", way.getAddress().getAddress(), way.getPort());
        assertNull(Introductions.address(forged, ann.mesh.local()));
        Roster.Member local = Introductions.entry(peer, "bob", bob.mesh.local());
        assertNotNull(local);
        assertNull(Introductions.address(local, way), "the introducer's machine is not known");
        assertNotNull(Introductions.address(local, ann.mesh.local()));
    }
}

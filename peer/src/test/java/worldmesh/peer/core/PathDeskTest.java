package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.path.CandidateKind;
import worldmesh.mesh.path.PathEvent;
import worldmesh.mesh.path.PathFinder;
import worldmesh.peer.wire.CarriedOffer;
import worldmesh.runtime.identity.PeerId;

/** Two members that reach the host and not each other. */
class PathDeskTest {
    private static final InetSocketAddress DOOR = MemoryMesh.address(20_000);

    private final Party party = new Party();
    private final Node ann = party.node("ann").host();
    private final Node bob = party.node("bob").join(ann);
    private final Search bobs = new Search();
    private final Search eves = new Search();
    private final Node eve;

    PathDeskTest() {
        party.run(500);
        eve = party.node("eve").join(ann);
        party.net.cut(bob.mesh, eve.mesh);
        bob.mesh.finder = bobs;
        eve.mesh.finder = eves;
        party.run(5_900);
        assertEquals(List.of(), bobs.sought, "on a LAN the named address is tried alone at first");
        party.run(200);
    }

    private static final class Search implements PathFinder {
        final List<PeerId> sought = new ArrayList<>();
        final List<CarriedOffer> heard = new ArrayList<>();
        final Deque<PathEvent> events = new ArrayDeque<>();

        @Override
        public void seek(PeerId peer, @Nullable InetSocketAddress seen) {
            sought.add(peer);
        }

        @Override
        public void onOffer(PeerId from, byte[] offer) {
            heard.add(new CarriedOffer(from, from, offer));
        }

        @Override
        public int drain(Consumer<PathEvent> consumer, int max) {
            int count = events.size();
            List.copyOf(events).forEach(consumer);
            events.clear();
            return count;
        }
    }

    private static PeerId id(Node node) {
        return node.mesh.self();
    }

    private boolean haveMet() {
        return bob.session.peers().stream().anyMatch(peer -> peer.peer().equals(id(eve)));
    }

    private boolean bobConnects() {
        return id(bob).compareTo(id(eve)) < 0;
    }

    @Test
    void bothSidesSeekAMemberTheyCannotReachAndAgainLaterNotAlways() {
        assertEquals(List.of(id(eve)), bobs.sought);
        assertEquals(List.of(id(bob)), eves.sought);

        party.run(10_000);
        assertEquals(2, bobs.sought.size());
    }

    @Test
    void nobodySeeksWhomItReaches() {
        assertTrue(!bobs.sought.contains(id(ann)) && !eves.sought.contains(id(ann)));
    }

    @Test
    void offersTravelByTheMemberThatKnowsBoth() {
        bobs.events.add(new PathEvent.Offer(id(eve), new byte[] {1, 2, 3}));
        party.run(100);

        assertEquals(1, eves.heard.size());
        assertEquals(id(bob), eves.heard.get(0).from());
        assertArrayEquals(new byte[] {1, 2, 3}, eves.heard.get(0).offer());
    }

    @Test
    void whatIsFoundBecomesALinkMadeByTheSmallerId() {
        party.net.door((bobConnects() ? eve : bob).mesh, DOOR.getPort());
        Search larger = bobConnects() ? eves : bobs;
        larger.events.add(new PathEvent.Found(id(bobConnects() ? bob : eve), DOOR, CandidateKind.REFLEXIVE, List.of()));
        party.run(500);
        assertTrue(!haveMet());

        Search smaller = bobConnects() ? bobs : eves;
        smaller.events.add(
                new PathEvent.Found(id(bobConnects() ? eve : bob), DOOR, CandidateKind.REFLEXIVE, List.of()));
        party.run(500);
        assertTrue(haveMet());
    }

    @Test
    void linkIsProposedOnlyAMoreDirectWay() {
        Node smaller = id(ann).compareTo(id(bob)) < 0 ? ann : bob;
        PeerId peer = id(smaller == ann ? bob : ann);
        InetSocketAddress present = (smaller == ann ? bob : ann).mesh.local();
        Search search = new Search();
        smaller.mesh.finder = search;
        search.events.add(new PathEvent.Found(peer, DOOR, CandidateKind.REFLEXIVE, List.of()));
        search.events.add(new PathEvent.Found(peer, DOOR, CandidateKind.HOST, List.of(DOOR, present)));
        party.run(50);
        assertEquals(List.of(), smaller.mesh.proposed);

        search.events.add(new PathEvent.Found(peer, DOOR, CandidateKind.HOST, List.of(DOOR)));
        party.run(50);
        assertEquals(List.of(DOOR), smaller.mesh.proposed);
    }

    @Test
    void linkThroughAServerGoesOnLookingAndIsProposedTheDirectWay() {
        Node smaller = bobConnects() ? bob : eve;
        Node larger = bobConnects() ? eve : bob;
        Search search = bobConnects() ? bobs : eves;
        InetSocketAddress direct = MemoryMesh.address(20_001);
        InetSocketAddress atServer = larger.mesh.local();
        search.events.add(new PathEvent.Found(id(larger), atServer, CandidateKind.RELAYED, List.of()));
        party.run(50);
        party.net.door(larger.mesh, atServer.getPort());
        party.run(2_000);
        assertTrue(haveMet());
        int sought = search.sought.size();
        party.run(10_500);
        assertTrue(search.sought.size() > sought, "a server is no place to stay");
        assertEquals(
                List.of(), smaller.mesh.proposed.stream().filter(direct::equals).toList());

        search.events.add(new PathEvent.Found(id(larger), direct, CandidateKind.REFLEXIVE, List.of()));
        party.run(2_000);
        long times = smaller.mesh.proposed.stream().filter(direct::equals).count();
        assertTrue(times >= 3 && times <= 6, "proposed again while it does not move: " + times);
    }

    @Test
    void directLinkIsNotMovedToAServer() {
        Node smaller = id(ann).compareTo(id(bob)) < 0 ? ann : bob;
        Search search = new Search();
        smaller.mesh.finder = search;
        PeerId peer = id(smaller == ann ? bob : ann);
        search.events.add(new PathEvent.Found(peer, DOOR, CandidateKind.RELAYED, List.of()));
        party.run(1_000);

        assertEquals(List.of(), smaller.mesh.proposed);
    }

    @Test
    void offerIsPassedOnForItsAuthorAloneAndToMembersAlone() {
        long before = ann.session.stats().unexpectedMessages();
        send(eve, new CarriedOffer(id(ann), id(bob), new byte[] {1}));
        send(eve, new CarriedOffer(id(eve), PeerId.ofBytes(new byte[32]), new byte[] {1}));
        party.run(100);

        assertEquals(before + 2, ann.session.stats().unexpectedMessages());
        assertEquals(List.of(), bobs.heard);
    }

    @Test
    void floodOfOffersIsHeldToItsRate() {
        for (int i = 0; i < 1_000; i++) {
            send(eve, new CarriedOffer(id(eve), id(bob), new byte[] {1}));
        }
        party.run(1_000);

        assertTrue(bobs.heard.size() <= PeerLink.OFFERS_BURST + 2 * PeerLink.OFFERS_PER_SECOND, "" + bobs.heard.size());
        assertTrue(bobs.heard.size() >= PeerLink.OFFERS_BURST);
        assertTrue(ann.session.stats().limitedMessages() > 800);
    }

    private void send(Node from, CarriedOffer offer) {
        assertTrue(from.mesh.send(id(ann), Lane.RELIABLE, 1, offer.encode()));
    }
}

package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.path.NodeAddress;
import worldmesh.mesh.path.PathEvent;
import worldmesh.mesh.path.PathFinder;
import worldmesh.mesh.path.Rendezvous;
import worldmesh.runtime.identity.PeerId;

/** Members that reach nobody but the node. */
class NodeDeskTest {
    private final Party party = new Party();
    private final Node ann = party.node("ann").host();
    private final AtNode anns = new AtNode();
    private final AtNode bobs = new AtNode();

    /** A finder that finds nothing, and a connection to the node. */
    private static final class AtNode implements PathFinder, Rendezvous {
        final List<PeerId> sought = new ArrayList<>();
        final List<PeerId> letIn = new ArrayList<>();
        byte @Nullable [] world;
        boolean away;
        boolean carries;

        @Override
        public Rendezvous rendezvous() {
            return this;
        }

        @Override
        public void meet(byte[] id) {
            world = id;
        }

        @Override
        public @Nullable InetSocketAddress way(PeerId peer) {
            return world == null || away ? null : NodeAddress.of(peer.bytes(), 0);
        }

        @Override
        public void letIn(PeerId peer) {
            letIn.add(peer);
        }

        @Override
        public List<PeerId> present() {
            return List.of();
        }

        @Override
        public boolean carriesStreams() {
            return carries;
        }

        @Override
        public void seek(PeerId peer, @Nullable InetSocketAddress seen) {
            sought.add(peer);
        }

        @Override
        public void onOffer(PeerId from, byte[] offer) {}

        @Override
        public int drain(Consumer<PathEvent> consumer, int max) {
            return 0;
        }
    }

    NodeDeskTest() {
        ann.mesh.finder = anns;
        party.run(500);
    }

    private byte[] world() {
        var manifest = Objects.requireNonNull(ann.session.world().manifest());
        return manifest.worldId().hash().bytes();
    }

    /** Joins by an invitation, and reaches nobody of {@code apart} directly. */
    private Node join(String name, AtNode node, Node... apart) {
        Node joiner = party.node(name).join(ann, new JoinRequest(id(ann), world(), new byte[0]));
        joiner.mesh.finder = node;
        for (Node other : apart) {
            party.net.cut(joiner.mesh, other.mesh);
        }
        return joiner;
    }

    private static PeerId id(Node node) {
        return node.mesh.self();
    }

    private static boolean linked(Node one, Node other) {
        return one.session.peers().stream().anyMatch(peer -> peer.peer().equals(id(other)));
    }

    @Test
    void joinerWhomNobodyReachesIsLetInAtTheNode() {
        Node bob = join("bob", bobs, ann);
        party.run(400);
        assertFalse(linked(bob, ann), "the direct way has half a second of its own");
        party.run(1_500);

        assertTrue(linked(bob, ann));
        assertArrayEquals(world(), bobs.world);
        assertArrayEquals(world(), anns.world);
        assertEquals(List.of(id(ann)), bobs.letIn);
        assertEquals(List.of(id(bob)), anns.letIn);
    }

    @Test
    void streamsAreSentOverTheNodeOnlyWhereThatIsWishedAndAsLongAsItIsThere() {
        bobs.carries = true;
        Node bob = join("bob", bobs);
        party.run(1_000);
        assertTrue(linked(bob, ann));
        assertEquals(Map.of(id(ann), NodeAddress.of(id(ann).bytes(), 0)), bob.mesh.streamWays);
        assertEquals(Map.of(), ann.mesh.streamWays);

        bobs.away = true;
        party.run(200);
        assertEquals(Map.of(), bob.mesh.streamWays);
    }

    @Test
    void bothLookForADirectWayAtOnceAndAgain() {
        Node bob = join("bob", bobs, ann);
        party.run(2_500);
        assertEquals(List.of(id(ann)), bobs.sought);
        assertEquals(List.of(id(bob)), anns.sought);

        party.run(10_000);
        assertEquals(2, bobs.sought.size());
    }

    @Test
    void membersThatMetAtTheNodeHearOfEachOtherWithoutAnAddress() {
        Node bob = join("bob", bobs, ann);
        party.run(2_000);
        AtNode cats = new AtNode();
        Node cat = join("cat", cats, ann, bob);
        party.run(4_000);

        assertTrue(linked(cat, ann) && linked(cat, bob));
        assertTrue(cats.sought.contains(id(bob)) && bobs.sought.contains(id(cat)));
    }

    @Test
    void whoIsReachedDirectlyDoesNotUseTheNode() {
        Node bob = join("bob", bobs);
        party.run(3_000);

        assertTrue(linked(bob, ann));
        assertEquals(List.of(), bobs.sought);
        assertFalse(bob.session.peers().stream().anyMatch(PeerView::relayed));
    }

    @Test
    void nodeThatIsAwayChangesNothing() {
        bobs.away = true;
        Node bob = join("bob", bobs, ann);
        party.run(3_000);
        assertFalse(linked(bob, ann));

        bobs.away = false;
        party.run(2_500);
        assertTrue(linked(bob, ann));
    }
}

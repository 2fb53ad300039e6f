package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import worldmesh.peer.core.TestGame.Position;
import worldmesh.peer.event.PeerRenamedEvent;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/** The roster of every peer equals the truth less than two seconds after whatever happened. */
class PeerRosterTest {
    private static final long BOUND_MILLIS = 1_900;

    private Party party;
    private Node ann;
    private Node bob;
    private Node eve;
    private final Map<Node, EntityId> bodies = new TreeMap<>((a, b) -> Integer.compare(a.port, b.port));

    @BeforeEach
    void aPartyThatStandsInTwoSectors() {
        party = Party.ofThree();
        ann = party.nodes.get(0);
        bob = party.nodes.get(1);
        eve = party.nodes.get(2);
        embody(ann, 10);
        embody(bob, 10);
        embody(eve, -10);
        party.run(BOUND_MILLIS);
    }

    private void embody(Node node, float x) {
        bodies.put(node, node.world.spawn(null, new Position(x, 10)));
    }

    /** What every living node should list. */
    private Map<PeerId, Entry> truth(List<Node> here) {
        Map<PeerId, Entry> truth = new TreeMap<>();
        for (Node node : here) {
            EntityId body = bodies.get(node);
            SectorId sector = body == null ? null : Objects.requireNonNull(node.world.sectorOf(body));
            truth.put(node.signer.peer(), new Entry(node.world.name(), sector, PeerView.State.CONNECTED));
        }
        return truth;
    }

    private static Map<PeerId, Entry> listed(Node node) {
        Map<PeerId, Entry> listed = new TreeMap<>();
        for (PeerView peer : node.session.peers()) {
            listed.put(peer.peer(), new Entry(peer.name(), peer.sector(), peer.state()));
        }
        return listed;
    }

    private void everybodyLists(Map<PeerId, Entry> truth) {
        for (Node node : party.nodes) {
            if (node.alive) {
                assertEquals(truth, listed(node), node.name);
            }
        }
    }

    @Test
    void aJoinerIsListedByAllAndListsAll() {
        Node dan = party.node("dan").join(bob);
        party.run(BOUND_MILLIS);

        assertEquals(4, truth(party.nodes).size());
        everybodyLists(truth(party.nodes));
        assertEquals("dan", dan.session.peers().get(0).name());
        assertEquals(10.0, eve.session.peers().get(1).rttMillis());
    }

    @Test
    void whoLeavesIsListedNoMore() {
        bob.session.close();
        bob.alive = false;
        party.run(BOUND_MILLIS);

        everybodyLists(truth(List.of(ann, eve)));
    }

    @Test
    void whoCrashesIsAwayInTimeAndLeavesNoGhost() {
        bob.kill();
        Map<PeerId, Entry> truth = truth(List.of(ann, bob, eve));
        party.run(1_000);
        assertEquals(PeerView.State.SUSPECTED, entry(ann, bob).state());
        party.run(BOUND_MILLIS - 1_000);

        Entry away = new Entry("bob", entry(ann, bob).sector(), PeerView.State.AWAY);
        truth.put(bob.signer.peer(), away);
        everybodyLists(truth);
        party.run(MemoryMesh.DEAD_MILLIS);
        everybodyLists(truth(List.of(ann, eve)));
    }

    @Test
    void whoCrashedAndCameBackIsListedOnce() {
        bob.kill();
        party.run(300);
        bob.join(ann);
        party.run(BOUND_MILLIS);

        everybodyLists(truth(party.nodes));
        party.run(MemoryMesh.DEAD_MILLIS);
        everybodyLists(truth(party.nodes));
    }

    @Test
    void whoIsRenamedIsListedUnderTheNewNameAlsoByLateJoiners() {
        bob.session.rename("robert");
        Node dan = party.node("dan").join(ann);
        party.run(BOUND_MILLIS);

        everybodyLists(truth(party.nodes));
        assertEquals("robert", entry(dan, bob).name());
        PeerRenamedEvent heard = Objects.requireNonNull(eve.last(PeerRenamedEvent.class));
        assertEquals("bob", heard.oldName());
        assertEquals(1, eve.heard(PeerRenamedEvent.class).size());
    }

    @Test
    void aNameOfNothingIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> bob.session.rename(" "));
        assertThrows(IllegalArgumentException.class, () -> bob.session.rename("x".repeat(65)));
    }

    @Test
    void whoWalksIntoAnotherSectorIsListedThere() {
        SectorId before = entry(ann, bob).sector();
        EntityId body = Objects.requireNonNull(bodies.get(bob));
        for (float x = 10; x > -10; x -= 1) {
            bob.world.put(body, new Position(x, 10));
            party.run(20);
        }
        party.run(BOUND_MILLIS);

        everybodyLists(truth(party.nodes));
        assertEquals(entry(ann, eve).sector(), entry(ann, bob).sector());
        assertEquals(false, Objects.equals(before, entry(ann, bob).sector()));
    }

    private Entry entry(Node at, Node of) {
        return Objects.requireNonNull(listed(at).get(of.signer.peer()));
    }

    private record Entry(String name, @Nullable SectorId sector, PeerView.State state) {}
}

package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.CloseReason;
import worldmesh.peer.core.TestGame.Block;
import worldmesh.peer.core.TestGame.Dig;
import worldmesh.peer.core.TestGame.Position;
import worldmesh.peer.event.CommandRejectedEvent;
import worldmesh.peer.event.ConnectedEvent;
import worldmesh.peer.event.DisconnectedEvent;
import worldmesh.peer.event.EntityUpdateEvent;
import worldmesh.peer.event.Event;
import worldmesh.peer.event.MessageEvent;
import worldmesh.peer.event.ObserverFailedEvent;
import worldmesh.peer.event.Origin;
import worldmesh.peer.event.OwnerChangedEvent;
import worldmesh.peer.event.PeerJoinedEvent;
import worldmesh.peer.event.PeerLeftEvent;
import worldmesh.peer.view.CellObserver;
import worldmesh.peer.view.EventQueue;
import worldmesh.world.command.Receipt;
import worldmesh.world.entity.EntityId;

class EventsTest {
    private static final CommandListener DEAF = new CommandListener() {
        @Override
        public void accepted(Receipt receipt) {}

        @Override
        public void rejected(String reason, @org.jspecify.annotations.Nullable Receipt receipt) {}
    };

    @Test
    void anObserverHearsEachChangedCellOncePerUpdateWithTheOldAndTheNewValue() {
        Party party = Party.ofThree();
        Node ann = party.nodes.get(0);
        EntityId block = ann.world.spawn(null, new Block(1));
        ann.update();
        List<String> seen = new ArrayList<>();
        ann.world
                .observers()
                .add(new CellObserver(
                        "test", Block.class, (id, old, now, origin) -> seen.add(origin + " " + old + " " + now)));
        ann.update();
        ann.world.put(block, new Block(2));
        ann.world.put(block, new Block(3));
        ann.update();
        ann.world.delete(block);
        ann.update();
        ann.update();

        assertEquals(
                List.of(
                        "REMOTE null Block[colour=1]",
                        "LOCAL Block[colour=1] Block[colour=3]",
                        "LOCAL Block[colour=3] null"),
                seen);
    }

    @Test
    void aChangeOfOwnersIsToldOnceToEverybody() {
        Party party = Party.ofThree();
        Node ann = party.nodes.get(0);
        Node bob = party.nodes.get(1);
        EntityId block = ann.world.spawn(null, new Block(1));
        party.run(100);
        ann.world.transfer(block, bob.world.self());
        party.run(100);

        for (Node node : party.nodes) {
            List<String> told = node.heard(OwnerChangedEvent.class).stream()
                    .map(event -> event.entity() + " " + event.owner() + " " + event.origin())
                    .toList();
            Origin origin = node == ann ? Origin.LOCAL : Origin.REMOTE;
            assertEquals(List.of(block + " " + bob.world.self() + " " + origin), told, node.name);
        }
    }

    @Test
    void anObserverThatThrowsIsNamedAndStopsNoOther() {
        Party party = Party.ofThree();
        Node ann = party.nodes.get(0);
        List<EntityId> seen = new ArrayList<>();
        ann.world.observers().add(new CellObserver("map drawer", Block.class, (id, old, now, origin) -> {
            throw new IllegalStateException("no graphics");
        }));
        ann.world.observers().add(new CellObserver("list", Block.class, (id, old, now, origin) -> seen.add(id)));
        EntityId block = ann.world.spawn(null, new Block(1));
        party.run(30);

        assertEquals(List.of(block), seen);
        ObserverFailedEvent failed = Objects.requireNonNull(ann.last(ObserverFailedEvent.class));
        assertEquals("map drawer", failed.observer());
        assertTrue(failed.problem().contains("no graphics"));
    }

    @Test
    void aModelBuiltFromNotificationsAloneIsTheDrawnWorld() {
        Random random = new Random(5);
        Party party = Party.ofThree();
        Node eve = party.nodes.get(2);
        TreeMap<EntityId, Record> model = new TreeMap<>();
        int[] wrongOld = new int[1];
        eve.world.observers().add(new CellObserver("model", Block.class, (id, old, now, origin) -> {
            wrongOld[0] += Objects.equals(model.get(id), old) ? 0 : 1;
            if (now == null) {
                model.remove(id);
            } else {
                model.put(id, now);
            }
        }));
        List<EntityId> blocks = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            Node actor = party.nodes.get(random.nextInt(3));
            EntityId target = blocks.isEmpty() ? null : blocks.get(random.nextInt(blocks.size()));
            int what = random.nextInt(10);
            if (target == null || what < 4) {
                blocks.add(actor.world.spawn(null, new Block(random.nextInt(9))));
            } else if (what < 8 && actor.world.exists(target)) {
                actor.world.put(target, new Block(random.nextInt(9)));
            } else if (actor.world.exists(target)) {
                actor.world.delete(target);
            }
            if (random.nextInt(3) == 0) {
                party.run(10);
            }
        }
        party.run(500);

        TreeMap<EntityId, Record> drawn = new TreeMap<>();
        eve.world.each(Block.class, drawn::put);
        assertEquals(drawn, model);
        assertEquals(0, wrongOld[0]);
        assertTrue(party.converged());
    }

    @Test
    void connectedComesBeforeAllPlayersAndNothingComesAfterTheEnd() {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            Party party = Party.ofThree();
            Node eve = party.nodes.get(2);
            for (int step = 0; step < 25; step++) {
                Node other = party.nodes.get(random.nextInt(2));
                switch (random.nextInt(4)) {
                    case 0 -> party.net.cut(eve.mesh, other.mesh);
                    case 1 -> party.net.heal(eve.mesh, other.mesh);
                    case 2 -> other.session.say("line " + step);
                    default -> eve.mesh.drop(other.mesh, CloseReason.TIMED_OUT);
                }
                party.run(random.nextInt(300));
            }
            eve.session.close();
            eve.update();
            party.run(100);

            assertLifecycle(eve.events, seed);
        }
    }

    private static void assertLifecycle(List<Event> events, int seed) {
        int connected = -1;
        int here = 0;
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            if (event instanceof ConnectedEvent) {
                assertEquals(-1, connected, "connected twice, seed " + seed);
                connected = i;
            }
            boolean player = event instanceof MessageEvent || event instanceof PeerJoinedEvent;
            assertTrue(!player || connected >= 0, "a player before connected, seed " + seed);
            here += event instanceof PeerJoinedEvent ? 1 : event instanceof PeerLeftEvent ? -1 : 0;
            assertTrue(here >= 0 && here <= 2, "joined and left do not pair, seed " + seed);
            assertTrue(
                    !(event instanceof DisconnectedEvent) || i == events.size() - 1,
                    "something after the end, seed " + seed);
        }
        assertTrue(events.get(events.size() - 1) instanceof DisconnectedEvent, "no end, seed " + seed);
    }

    @Test
    void allFiveKindsOfEventsHaveACause() {
        Party party = Party.ofThree();
        Node bob = party.nodes.get(1);
        EntityId vein = bob.world.spawn(null, new Block(1));
        party.nodes.get(0).session.say("hi");
        bob.session.submit(new Dig(vein, 1_000), DEAF);
        party.run(300);

        Set<Event.Kind> kinds = EnumSet.noneOf(Event.Kind.class);
        bob.events.forEach(event -> kinds.add(event.kind()));
        assertEquals(EnumSet.allOf(Event.Kind.class), kinds);
    }

    @Test
    void aSlowSubscriberTakesTheLastStateOfEachCellAndEveryErrorInOrder() {
        Party party = Party.ofThree();
        Node ann = party.nodes.get(0);
        Node eve = party.nodes.get(2);
        EventQueue queue = eve.session
                .subscriptions()
                .queue(EnumSet.of(Event.Kind.STATE_UPDATE, Event.Kind.ERROR_NOTIFICATION), 8);
        EntityId block = ann.world.spawn(null, new Block(0));
        party.run(100);
        for (int colour = 1; colour <= 40; colour++) {
            ann.world.put(block, new Block(colour));
            eve.session.submit(new Dig(block, 1_000), DEAF);
            party.run(50);
        }

        List<Event> taken = new ArrayList<>();
        for (Event event = queue.poll(); event != null; event = queue.poll()) {
            taken.add(event);
        }
        List<Event> errors = taken.stream()
                .filter(event -> event.kind() == Event.Kind.ERROR_NOTIFICATION)
                .toList();
        assertEquals(eve.heard(CommandRejectedEvent.class), errors);
        assertEquals(40, errors.size());
        assertTrue(taken.size() - errors.size() <= 1, "state that is older than the errors went");
        assertTrue(queue.coalesced() + queue.dropped() > 0);
    }

    @Test
    void stateUpdatesNameSectorOriginAndBothValues() {
        Party party = Party.ofThree();
        Node bob = party.nodes.get(1);
        Node eve = party.nodes.get(2);
        EntityId walker = bob.world.spawn(null, new Position(2_500, 1));
        party.run(100);

        EntityUpdateEvent update = Objects.requireNonNull(eve.last(EntityUpdateEvent.class));
        assertEquals(walker, update.entity());
        assertEquals(2, update.sector().x());
        assertEquals(Origin.REMOTE, update.origin());
        assertEquals(new Position(2_500, 1), update.now());
    }
}

package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.CloseReason;
import worldmesh.peer.core.TestGame.Block;
import worldmesh.peer.event.ConnectedEvent;
import worldmesh.peer.event.DisconnectedEvent;
import worldmesh.peer.event.EntitySpawnedEvent;
import worldmesh.peer.event.Event;
import worldmesh.peer.event.MessageEvent;
import worldmesh.peer.event.PeerJoinedEvent;
import worldmesh.peer.event.PeerLeftEvent;
import worldmesh.peer.event.PlayerAction;
import worldmesh.world.entity.EntityId;

/**
 * Over random histories of a link that breaks, hangs and heals, every event comes once per cause and in the order of
 * the lifecycle. A failure names its seed; {@code -Dworldmesh.histories=100000} runs a tenth as many.
 */
class LinkHistoryPropertyTest {
    private static final int HISTORIES = Integer.getInteger("worldmesh.histories", 3_000) / 10;

    @Test
    void everyEventComesOncePerCauseBetweenConnectedAndDisconnected() {
        for (int seed = 0; seed < HISTORIES; seed++) {
            History history = new History(seed);
            history.run();
            history.check();
        }
    }

    private static final class History {
        private final int seed;
        private final Random random;
        private final Party party = new Party();
        private final Node host;
        private final Node guest;
        private final List<String> said = new ArrayList<>();
        private final List<EntityId> spawned = new ArrayList<>();

        History(int seed) {
            this.seed = seed;
            this.random = new Random(seed);
            party.stepMillis = 50;
            party.net.latencyMillis = random.nextInt(60);
            host = party.node("ann").host();
            cause();
            guest = party.node("bob").join(host);
        }

        private void cause() {
            if (random.nextBoolean()) {
                said.add("line " + said.size());
                host.session.say("line " + (said.size() - 1));
            } else {
                spawned.add(host.world.spawn(null, new Block(1)));
            }
        }

        void run() {
            for (int step = 0; step < 10; step++) {
                switch (random.nextInt(6)) {
                    case 0 -> party.net.cut(guest.mesh, host.mesh);
                    case 1 -> party.net.heal(guest.mesh, host.mesh);
                    case 2 -> guest.mesh.drop(host.mesh, CloseReason.TIMED_OUT);
                    case 3 -> host.mesh.drop(guest.mesh, CloseReason.TIMED_OUT);
                    default -> cause();
                }
                party.run(random.nextInt(6) * 50L);
            }
            party.net.heal(guest.mesh, host.mesh);
            for (int turns = 0; turns < 40 && !complete(); turns++) {
                party.run(500);
            }
            party.run(200);
            guest.session.close();
            guest.update();
            host.session.say("too late");
            party.run(100);
        }

        private boolean complete() {
            return guest.heard(MessageEvent.class).size() >= said.size()
                    && guest.heard(EntitySpawnedEvent.class).size() >= spawned.size()
                    && guest.session.state() == SessionState.CONNECTED;
        }

        void check() {
            List<Event> events = guest.events;
            String where = ", seed " + seed + ": " + events;
            assertEquals(
                    said,
                    guest.heard(MessageEvent.class).stream()
                            .map(MessageEvent::text)
                            .toList(),
                    where);
            assertEquals(
                    spawned.stream().sorted().toList(),
                    guest.heard(EntitySpawnedEvent.class).stream()
                            .map(EntitySpawnedEvent::entity)
                            .sorted()
                            .toList(),
                    where);
            assertEquals(1, guest.heard(ConnectedEvent.class).size(), where);
            assertEquals(1, guest.heard(DisconnectedEvent.class).size(), where);
            assertTrue(events.get(events.size() - 1) instanceof DisconnectedEvent, "something after the end" + where);
            boolean connected = false;
            boolean joined = false;
            for (Event event : events) {
                connected |= event instanceof ConnectedEvent;
                assertTrue(connected || !(event instanceof PlayerAction), "a player before connected" + where);
                if (event instanceof PeerJoinedEvent || event instanceof PeerLeftEvent) {
                    assertTrue(joined == event instanceof PeerLeftEvent, "joined and left do not alternate" + where);
                    joined = !joined;
                }
            }
        }
    }
}

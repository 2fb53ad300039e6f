package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import worldmesh.peer.core.TestGame.Position;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/** Sixty-four players, each linked with each: what everybody lists and how old its copies of the others are. */
@NullUnmarked // an unexpected null fails the test anyway
class CrowdSimTest {
    private static final int PLAYERS = 64;
    private static final long LATENCY_MILLIS = 40;
    private static final long INTERVAL_MILLIS = 50;

    /** The demand is two seconds. */
    private static final long BOUND_MILLIS = 1_900;

    private final Party party = new Party();
    private final Map<Integer, EntityId> bodies = new TreeMap<>();

    private Node enter(int index) {
        Node node = party.node("player" + index);
        node.settings = SessionSettings.defaults().withMembersMax(PLAYERS);
        Node entered = index == 0 ? node.host() : node.join(party.nodes.get(0));
        return entered;
    }

    private void embody(int index) {
        Node node = party.nodes.get(index);
        bodies.put(index, node.world.spawn(null, new Position(index, 10)));
    }

    /** All are in, and all stand in the first sector. */
    private void crowd() {
        party.net.latencyMillis = LATENCY_MILLIS;
        for (int i = 0; i < PLAYERS - 1; i++) {
            enter(i);
        }
        party.run(3_000);
        for (int i = 0; i < PLAYERS - 1; i++) {
            embody(i);
        }
        party.run(BOUND_MILLIS);
        everybodyLists(List.of());
    }

    /** Every living player lists the truth about all that should be listed. */
    private void everybodyLists(List<Node> away) {
        Map<PeerId, String> truth = new TreeMap<>();
        for (int i = 0; i < party.nodes.size(); i++) {
            Node node = party.nodes.get(i);
            boolean isAway = away.contains(node);
            if (node.alive || isAway) {
                SectorId sector = node.world.sectorOf(bodies.get(i));
                PeerView.State state = isAway ? PeerView.State.AWAY : PeerView.State.CONNECTED;
                truth.put(node.signer.peer(), node.world.name() + " " + sector + " " + state);
            }
        }
        for (Node node : party.nodes) {
            if (node.alive) {
                Map<PeerId, String> listed = new TreeMap<>();
                for (PeerView peer : node.session.peers()) {
                    listed.put(peer.peer(), peer.name() + " " + peer.sector() + " " + peer.state());
                    assertEquals(peer.self() ? 0.0 : 2.0 * LATENCY_MILLIS, peer.rttMillis());
                }
                assertEquals(truth, listed, node.name);
            }
        }
    }

    @Test
    void everyRosterEqualsTheTruthInTimeWhateverHappensAndNoGhostStays() {
        crowd();
        enter(PLAYERS - 1);
        party.run(1_000);
        embody(PLAYERS - 1);
        party.run(BOUND_MILLIS - 1_000);
        assertEquals(PLAYERS, party.nodes.get(7).session.peers().size());
        everybodyLists(List.of());

        party.nodes.get(3).session.rename("somebody else");
        party.nodes.get(4).world.put(bodies.get(4), new Position(-10, 10));
        party.nodes.get(5).session.close();
        party.nodes.get(5).alive = false;
        Node crashed = party.nodes.get(6);
        crashed.kill();
        party.run(BOUND_MILLIS);
        everybodyLists(List.of(crashed));

        party.run(MemoryMesh.DEAD_MILLIS);
        everybodyLists(List.of());
        assertEquals(PLAYERS - 2, party.nodes.get(0).session.peers().size());
    }

    @Test
    void copiesOfMovingPlayersAreAtMostThePathAndOneIntervalOld() {
        crowd();
        List<Long> ages = new ArrayList<>();
        for (int step = 0; step < 200; step++) {
            for (Map.Entry<Integer, EntityId> body : bodies.entrySet()) {
                float x = body.getKey() + step * 0.02f;
                party.nodes.get(body.getKey()).world.put(body.getValue(), new Position(x, 10));
            }
            party.run(Party.STEP_MILLIS);
            if (step >= 50) {
                collect(ages);
            }
        }

        long[] sorted = ages.stream().mapToLong(Long::longValue).sorted().toArray();
        assertEquals(150 * (PLAYERS - 1) * (PLAYERS - 2), sorted.length);
        long p99 = sorted[(int) (sorted.length * 0.99)];
        assertTrue(
                p99 <= LATENCY_MILLIS + INTERVAL_MILLIS,
                () -> "p99 " + p99 + " ms of " + Arrays.toString(new long[] {sorted[0], sorted[sorted.length - 1]}));
        assertTrue(sorted[0] >= LATENCY_MILLIS, "nothing is known before it was sent");
    }

    private void collect(List<Long> ages) {
        for (int i = 0; i < party.nodes.size(); i++) {
            LocalWorld world = party.nodes.get(i).world;
            for (Map.Entry<Integer, EntityId> body : bodies.entrySet()) {
                OptionalLong heard = world.heardMillis(body.getValue(), Position.class);
                if (body.getKey() != i) {
                    ages.add(world.worldMillis() - heard.orElseThrow());
                }
            }
        }
    }
}

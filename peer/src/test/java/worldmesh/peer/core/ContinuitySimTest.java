package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import worldmesh.peer.core.TestGame.Block;
import worldmesh.peer.core.TestGame.Position;
import worldmesh.peer.event.MessageEvent;
import worldmesh.world.entity.EntityId;

/** What a party says goes on, in every class of messages, whoever dies and whichever link breaks. */
class ContinuitySimTest {
    private static final List<String> NAMES = List.of("ann", "bob", "eve", "dan");

    /** No class of messages may stop for longer between two who live. */
    private static final long STOP_MILLIS = 1_000;

    private static final long WARM_MILLIS = 1_000;

    /** Suspicion takes 550 ms, and a link is given up after four seconds. */
    private static final long AFTER_MILLIS = 5_000;

    private static final long BROKEN_MILLIS = 2_000;
    private static final long EDIT_MILLIS = 50;
    private static final long LINE_MILLIS = 250;

    private final Party party = new Party();
    private final CoreNet cores = new CoreNet(party.signatures, 11);
    private final Map<String, EntityId> walkers = new TreeMap<>();
    private final Map<String, EntityId> walls = new TreeMap<>();

    /** What was last heard, and when, by class, listener and speaker. */
    private final Map<String, Object> heard = new TreeMap<>();

    private final Map<String, Long> heardMillis = new TreeMap<>();
    private final Map<String, Long> longest = new TreeMap<>();
    private final Map<String, Integer> lines = new TreeMap<>();
    private int turns;

    @BeforeEach
    void fourPlayersWalkPaintAndTalk() {
        party.cores = cores;
        Node host = party.node(NAMES.get(0)).host();
        NAMES.stream().skip(1).forEach(name -> party.node(name).join(host));
        party.run(2_000);
        for (Node node : party.nodes) {
            walkers.put(node.name, node.world.spawn(null, new Position(10, 10)));
            walls.put(node.name, node.world.spawn(null, new Block(0)));
            node.session.subscribe(
                    MessageEvent.class,
                    line -> lines.merge(node.name + " of " + line.text().split(" ", 2)[0], 1, Integer::sum));
        }
        party.run(1_000);
        act(WARM_MILLIS);
    }

    private void act(long millis) {
        for (long at = 0; at < millis; at += Party.STEP_MILLIS) {
            turns++;
            for (Node node : party.nodes) {
                if (node.alive) {
                    act(node);
                }
            }
            party.run(Party.STEP_MILLIS);
            listen();
        }
    }

    private void act(Node node) {
        long millis = turns * Party.STEP_MILLIS;
        node.world.put(Objects.requireNonNull(walkers.get(node.name)), new Position(10 + turns * 0.014f, 10));
        if (millis % EDIT_MILLIS == 0) {
            node.world.put(Objects.requireNonNull(walls.get(node.name)), new Block(turns));
        }
        if (millis % LINE_MILLIS == 0) {
            node.session.say(node.name + " " + turns);
        }
    }

    private void listen() {
        for (Node listener : party.nodes) {
            for (Node speaker : party.nodes) {
                if (listener != speaker && listener.alive && speaker.alive) {
                    listen(listener, speaker);
                }
            }
        }
    }

    private void listen(Node listener, Node speaker) {
        String pair = listener.name + " of " + speaker.name;
        EntityId walker = Objects.requireNonNull(walkers.get(speaker.name));
        EntityId wall = Objects.requireNonNull(walls.get(speaker.name));
        note("steps heard by " + pair, listener.world.drawn(walker, Position.class));
        note("paint heard by " + pair, listener.world.confirmed(wall, Block.class));
        note("lines heard by " + pair, lines.get(pair));
    }

    private void note(String what, @Nullable Object now) {
        long millis = party.net.nowMillis;
        if (!Objects.equals(heard.put(what, Objects.requireNonNullElse(now, "nothing")), now)) {
            heardMillis.put(what, millis);
        }
        long stopped = millis - heardMillis.getOrDefault(what, millis);
        longest.merge(what, stopped, Math::max);
    }

    /** Forgets how long all stood so far. */
    private void watch() {
        longest.clear();
    }

    private List<String> stopped() {
        List<String> all = new ArrayList<>();
        longest.forEach((what, millis) -> {
            if (millis > STOP_MILLIS) {
                all.add(what + " stopped for " + millis + " ms");
            }
        });
        return all;
    }

    @Test
    void nothingStopsWhileNothingHappens() {
        watch();
        act(AFTER_MILLIS);

        assertEquals(List.of(), stopped());
        assertEquals(3 * 4 * 3, longest.size());
    }

    @Test
    void nothingStopsBetweenTheOthersWhenTheHostDies() {
        watch();
        party.nodes.get(0).kill();
        act(AFTER_MILLIS);

        assertEquals(List.of(), stopped());
    }

    @Test
    void nothingStopsBetweenTheOthersWhenAMemberDies() {
        watch();
        party.nodes.get(2).kill();
        act(AFTER_MILLIS);

        assertEquals(List.of(), stopped());
    }

    @Test
    void stepsPaintAndLinesTakeAnotherWayWhenALinkBreaks() {
        List<String> all = new ArrayList<>();
        for (int a = 0; a < NAMES.size(); a++) {
            for (int b = a + 1; b < NAMES.size(); b++) {
                watch();
                party.cut(party.nodes.get(a), party.nodes.get(b));
                act(BROKEN_MILLIS);
                all.addAll(stopped());
                assertEquals(2, relayedLinks());
                party.heal(party.nodes.get(a), party.nodes.get(b));
                act(BROKEN_MILLIS);
            }
        }

        assertEquals(List.of(), all);
    }

    @Test
    void relaysRestOnceABrokenLinkIsThereAgain() {
        party.cut(party.nodes.get(0), party.nodes.get(1));
        act(BROKEN_MILLIS);
        long carried = carried();
        party.heal(party.nodes.get(0), party.nodes.get(1));
        watch();
        act(BROKEN_MILLIS);
        long atRest = carried();
        act(BROKEN_MILLIS);

        assertTrue(carried > 100, carried + " datagrams");
        assertEquals(atRest, carried());
        assertEquals(0, relayedLinks());
        assertEquals(List.of(), stopped());
    }

    private int relayedLinks() {
        return party.nodes.stream()
                .mapToInt(node -> cores.relay(node.mesh.local()).relayedLinks())
                .sum();
    }

    private long carried() {
        return party.nodes.stream()
                .mapToLong(node -> cores.relay(node.mesh.local()).datagrams())
                .sum();
    }
}

package worldmesh.peer.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import worldmesh.peer.stream.DroneCodec.Drone;
import worldmesh.peer.stream.DroneCodec.Step;
import worldmesh.peer.wire.StateAck;
import worldmesh.world.entity.EntityId;
import worldmesh.world.entity.Trust;

/** One sender and one receiver over a way that loses, repeats and reorders. */
class StatesPropertyTest {
    private static final int COMPONENT = 7;
    private static final int DRONES = 12;

    private final DroneCodec codec = new DroneCodec();
    private SentStates<Drone, Step> sender = new SentStates<>(codec);
    private HeardStates<Drone, Step> receiver = new HeardStates<>(codec);
    private final Map<EntityId, Drone> truth = new TreeMap<>();
    private final Map<EntityId, Set<Drone>> written = new TreeMap<>();
    private final Map<EntityId, Drone> shown = new TreeMap<>();
    private int lostBaselines;

    private record Flying(long number, byte[] bits) {}

    private static EntityId drone(int index) {
        return EntityId.of(index % 3, 100L + (long) index * index, index % 2 == 0 ? Trust.OWNED : Trust.FIXED);
    }

    private void put(int index, double x) {
        truth.put(drone(index), new Drone(x));
        written.computeIfAbsent(drone(index), id -> new HashSet<>()).add(new Drone(x));
    }

    private @Nullable Flying send() {
        List<StateCell<Drone>> cells = new ArrayList<>();
        truth.forEach((id, value) -> cells.add(new StateCell<>(id, value)));
        List<StateCell<Drone>> news = sender.news(cells);
        if (news.isEmpty()) {
            return null;
        }
        Flying flying = new Flying(sender.nextNumber(), sender.encode(news));
        sender.sent(news);
        return flying;
    }

    private void take(Flying flying) {
        var heard = receiver.onUpdate(flying.number, flying.bits, id -> true);
        assertNotNull(heard);
        lostBaselines += heard.lost();
        heard.cells().forEach(cell -> {
            assertTrue(Objects.requireNonNull(written.get(cell.entity())).contains(cell.value()), cell.toString());
            shown.put(cell.entity(), cell.value());
        });
    }

    private void acknowledge() {
        StateAck ack = receiver.takeAck(COMPONENT);
        if (ack != null) {
            sender.onAck(ack);
        }
    }

    private void settle() {
        for (int i = 0; i < 10; i++) {
            Flying flying = send();
            if (flying != null) {
                take(flying);
            }
            acknowledge();
        }
    }

    @Test
    void onAnyWayOnlyWrittenValuesAreShownAndAtRestBothEndsAreEqualAndNothingIsSent() {
        for (long seed = 1; seed <= 200; seed++) {
            play(new Random(seed), 150);
            settle();

            assertEquals(truth, shown, "seed " + seed);
            assertNull(send(), "seed " + seed);
            sender = new SentStates<>(codec);
            receiver = new HeardStates<>(codec);
            shown.clear();
        }
    }

    @Test
    void afterABrokenLinkBothEndsAreEqualWhoeverKeptHisPart() {
        for (long seed = 1; seed <= 100; seed++) {
            Random random = new Random(seed);
            for (int link = 0; link < 6; link++) {
                play(random, random.nextBoolean() ? 150 : random.nextInt(6));
                // What was on its way is lost with the link; the next one begins with the numbers of who kept his.
                if (random.nextBoolean()) {
                    sender.resume();
                } else {
                    sender = new SentStates<>(codec);
                }
                if (random.nextBoolean()) {
                    receiver.resume();
                } else {
                    receiver = new HeardStates<>(codec);
                }
            }
            play(random, 150);
            settle();

            assertEquals(truth, shown, "seed " + seed);
            assertNull(send(), "seed " + seed);
        }
    }

    private void play(Random random, int beats) {
        List<Flying> net = new ArrayList<>();
        for (int beat = 0; beat < beats; beat++) {
            for (int i = 0; i < DRONES; i++) {
                double at = truth.getOrDefault(drone(i), new Drone(0)).x();
                int way = random.nextInt(10) == 0 ? random.nextInt(100_000) - 50_000 : random.nextInt(9) - 4;
                put(i, at + (random.nextInt(3) == 0 ? way : 0));
            }
            Flying flying = send();
            if (flying != null) {
                net.add(flying);
            }
            while (!net.isEmpty() && random.nextInt(3) > 0) {
                int at = random.nextInt(net.size());
                int fate = random.nextInt(10);
                if (fate > 1) {
                    take(net.get(at));
                }
                if (fate != 9) {
                    net.remove(at);
                }
            }
            if (random.nextInt(3) > 0) {
                acknowledge();
            } else {
                receiver.takeAck(COMPONENT);
            }
        }
    }

    @Test
    void theSameUpdateTwiceOrLateChangesNothing() {
        put(0, 10);
        settle();
        put(0, 15);
        Flying first = Objects.requireNonNull(send());
        put(0, 18);
        Flying second = Objects.requireNonNull(send());
        take(second);
        take(first);
        take(first);
        take(second);

        assertEquals(Map.of(drone(0), new Drone(18)), shown);
        assertEquals(0, lostBaselines);
    }

    @Test
    void aLostBaselineCostsOneCellNotTheOthers() {
        put(0, 10);
        put(1, 10);
        settle();
        // Nothing is acknowledged for so long that the receiver forgets what the sender still takes differences from.
        for (int i = 1; i <= HeardStates.VALUES_MAX; i++) {
            put(0, 10 + i);
            take(Objects.requireNonNull(send()));
        }
        assertEquals(0, lostBaselines);
        put(0, 50);
        put(1, 6);
        take(Objects.requireNonNull(send()));

        assertEquals(1, lostBaselines);
        assertEquals(new Drone(6), shown.get(drone(1)));
        acknowledge();
        take(Objects.requireNonNull(send()));
        assertEquals(new Drone(50), shown.get(drone(0)));
        assertEquals(1, lostBaselines);
    }

    @Test
    void cellsThatAreNotTheSendersAreRefusedAndAskedForAgain() {
        put(0, 10);
        Flying flying = Objects.requireNonNull(send());
        var heard = receiver.onUpdate(flying.number, flying.bits, id -> false);
        acknowledge();

        assertNotNull(heard);
        assertEquals(1, heard.refused());
        assertEquals(List.of(), heard.cells());
        take(Objects.requireNonNull(send()));
        assertEquals(new Drone(10), shown.get(drone(0)));
    }

    @Test
    void damagedUpdatesAreRefusedOrReadButNothingIsThrown() {
        Random random = new Random(5);
        for (int i = 0; i < DRONES; i++) {
            put(i, i * 7);
        }
        byte[] good = Objects.requireNonNull(send()).bits;
        for (int cut = 0; cut < good.length; cut++) {
            assertNull(new HeardStates<>(codec).onUpdate(1, Arrays.copyOf(good, cut), id -> true), "cut to " + cut);
        }
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = i % 2 == 0 ? good.clone() : new byte[random.nextInt(60)];
            if (i % 2 == 0) {
                bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            } else {
                random.nextBytes(bad);
            }
            var heard = receiver.onUpdate(i + 1L, bad, id -> true);
            assertTrue(heard == null || heard.cells().size() <= CellBits.CELLS_MAX);
        }
    }
}

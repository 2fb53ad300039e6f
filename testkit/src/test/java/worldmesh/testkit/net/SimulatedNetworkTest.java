package worldmesh.testkit.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.net.DatagramPort;
import worldmesh.testkit.sim.Scheduler;

class SimulatedNetworkTest {
    private static final InetSocketAddress A = new InetSocketAddress("10.0.0.1", 1);
    private static final InetSocketAddress B = new InetSocketAddress("10.0.0.2", 1);

    private final Scheduler scheduler = new Scheduler();
    private final SimulatedNetwork network = new SimulatedNetwork(scheduler, new SplittableRandom(3));
    private final DatagramPort a = network.open(A);
    private final DatagramPort b = network.open(B);
    private final List<Integer> received = new ArrayList<>();

    SimulatedNetworkTest() {
        b.start((from, data, length) -> received.add((int) data[0]));
    }

    @Test
    void carriesEveryDatagramWhenQuiet() {
        sendMany();

        assertEquals(100, received.size());
        assertEquals(100, network.delivered());
    }

    @Test
    void losesRepeatsAndReordersByTheShareAsked() {
        network.setFaults(new NetworkFaults(1_000_000, 100_000, 0.2, 0.3, 0.1));

        sendMany();

        assertTrue(network.dropped() > 5 && network.dropped() < 40, "lost " + network.dropped());
        assertTrue(received.size() > 100 - network.dropped(), "repeated some of " + received.size());
        assertNotEquals(received.stream().sorted().toList(), received);
    }

    @Test
    void carriesNothingBetweenTwoSides() {
        network.assignSide(B, 1);
        sendMany();
        assertEquals(0, received.size());

        network.heal();
        sendMany();

        assertEquals(100, received.size());
    }

    @Test
    void losesEverythingBetweenTwoThatAreMuteForAWhileThoughBothAreInReach() {
        network.mute(A, B, 50_000_000);
        sendMany();
        assertEquals(0, received.size());
        assertTrue(network.reaches(A, B));

        scheduler.runUntil(scheduler.nowNanos() + 50_000_000);
        sendMany();

        assertEquals(100, received.size());
    }

    @Test
    void repeatsItselfForASeed() {
        assertEquals(traceOf(5), traceOf(5));
        assertNotEquals(traceOf(5), traceOf(6));
    }

    private static String traceOf(long seed) {
        var scheduler = new Scheduler();
        var network = new SimulatedNetwork(scheduler, new SplittableRandom(seed));
        network.setFaults(new NetworkFaults(1_000_000, 1_000_000, 0.2, 0.3, 0.1));
        DatagramPort from = network.open(A);
        network.open(B).start((sender, data, length) -> {});
        for (int i = 0; i < 50; i++) {
            from.send(B, new byte[] {(byte) i}, 0, 1);
        }
        scheduler.runUntil(1_000_000_000);
        return scheduler.trace().hex();
    }

    @Test
    void deliversNothingToAClosedPort() {
        b.close();
        sendMany();

        assertEquals(100, network.dropped());
        assertEquals(B, network.open(B).local());
    }

    @Test
    void refusesAnAddressInUseAndImpossibleFaults() {
        assertThrows(IllegalStateException.class, () -> network.open(A));
        assertThrows(IllegalArgumentException.class, () -> new NetworkFaults(0, 0, 1.5, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new NetworkFaults(-1, 0, 0, 0, 0));
    }

    private void sendMany() {
        for (int i = 0; i < 100; i++) {
            int number = i;
            scheduler.after(i * 200_000L, () -> a.send(B, new byte[] {9, (byte) number}, 1, 1));
        }
        scheduler.runUntil(scheduler.nowNanos() + 1_000_000_000);
    }
}

package worldmesh.testkit.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.net.DatagramPort;
import worldmesh.testkit.sim.Scheduler;

class LineCourseTest {
    private static final InetSocketAddress PLAYER = new InetSocketAddress("10.0.0.1", 7);
    private static final InetSocketAddress FIRST = new InetSocketAddress("10.9.0.1", 1);
    private static final InetSocketAddress SECOND = new InetSocketAddress("10.9.0.1", 2);
    private static final InetSocketAddress SERVER = new InetSocketAddress("10.0.0.2", 7);

    @Test
    void beginsAgainAfterItsLastPhase() {
        LineCourse course = MobileProfile.FIVE_G.course();

        assertEquals(course.phase(0), course.phase(course.phases().size()));
        assertTrue(course.phases().stream().noneMatch(LineCourse.Phase::moves));
    }

    @Test
    void refusesACourseWithoutPhasesAndAPhaseWithoutTime() {
        assertThrows(IllegalArgumentException.class, () -> new LineCourse(List.of()));
        assertThrows(IllegalArgumentException.class, () -> new LineCourse.Phase(0, LinkShape.clear(), false));
    }

    @Test
    void whoMovesIsHeardFromItsNewAddressAndReachedOnlyThere() {
        Scheduler scheduler = new Scheduler();
        SimulatedNetwork network = new SimulatedNetwork(scheduler, new SplittableRandom(1));
        DatagramPort player = network.open(PLAYER);
        DatagramPort server = network.open(SERVER);
        List<InetSocketAddress> heard = new ArrayList<>();
        List<Byte> got = new ArrayList<>();
        server.start((from, data, length) -> heard.add(from));
        player.start((from, data, length) -> got.add(data[0]));

        network.translate(PLAYER, FIRST);
        player.send(SERVER, new byte[] {1}, 0, 1);
        scheduler.runUntil(1_000_000);
        server.send(FIRST, new byte[] {2}, 0, 1);
        scheduler.runUntil(2_000_000);
        network.translate(PLAYER, SECOND);
        player.send(SERVER, new byte[] {3}, 0, 1);
        server.send(FIRST, new byte[] {4}, 0, 1);
        server.send(PLAYER, new byte[] {5}, 0, 1);
        server.send(SECOND, new byte[] {6}, 0, 1);
        scheduler.runUntil(3_000_000);

        assertEquals(List.of(FIRST, SECOND), heard);
        assertEquals(List.of((byte) 2, (byte) 6), got);
    }
}

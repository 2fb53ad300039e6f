package worldmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.ConnectFailure;
import worldmesh.mesh.link.MeshSignal;

/** Handshakes that take long, as on a busy machine: nobody begins a second one while the first goes on. */
class YoungHandshakeTest {
    private static final long WAY_MILLIS = 200;

    /** Hello, cookie, hello again: now the host answers. */
    private static final long ANSWERED_MILLIS = 3 * WAY_MILLIS + 50;

    private final Net net = new Net(11);
    private final Net.Node host = net.node("10.0.0.1", 7001);
    private final Net.Node guest = net.node("10.0.0.2", 7002);

    YoungHandshakeTest() {
        net.delayNanos = WAY_MILLIS * 1_000_000L;
    }

    private boolean shakes(Net.Node node, Net.Node other) {
        return node.core.shakesHands(other.address, net.now);
    }

    private static List<ConnectFailure> failures(Net.Node node) {
        return node.all(MeshSignal.ConnectFailed.class).stream()
                .map(MeshSignal.ConnectFailed::reason)
                .toList();
    }

    @Test
    void whoAnswersAHandshakeBeginsNoneToTheSamePlace() {
        guest.connect(host);
        net.run(ANSWERED_MILLIS);

        host.connect(guest);
        assertEquals(List.of(ConnectFailure.SUPERSEDED), failures(host));

        net.run(3_000);
        assertEquals(1, host.all(MeshSignal.LinkUp.class).size());
        assertEquals(1, guest.all(MeshSignal.LinkUp.class).size());
    }

    @Test
    void handshakeIsSeenByBothSidesFromTheFirstAnswer() {
        guest.connect(host);
        assertFalse(shakes(guest, host), "nothing was heard yet");
        net.run(2 * WAY_MILLIS + 50);
        assertTrue(shakes(guest, host), "the cookie came");
        assertFalse(shakes(host, guest), "nothing is kept for who has returned no cookie");
        net.run(WAY_MILLIS);
        assertTrue(shakes(host, guest));
    }

    @Test
    void whoFallsSilentInTheMiddleIsSoughtAfterAWhile() {
        guest.connect(host);
        net.run(ANSWERED_MILLIS);
        net.filter = flight -> !flight.from().equals(guest.address);
        net.run(2_900);
        assertFalse(shakes(guest, host), "the handshake is old");
        net.run(200);
        assertFalse(shakes(host, guest), "and on the other side too");

        host.connect(guest);
        assertEquals(List.of(), failures(host));
    }
}

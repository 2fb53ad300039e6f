package worldmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;

/**
 * How much later than usual a reliable message is there whose datagram was lost, on a line of 100 ms and at 60 messages
 * a second: in the middle of a stream, and at its end, where nothing follows that would tell.
 */
class LossRecoveryTest {
    private static final long RTT_NANOS = 100_000_000L;
    private static final int TURN_MILLIS = 16;

    /** Too long to be sent twice in any case. */
    private static final int MESSAGE_BYTES = 400;

    private static final int TRIALS = 40;

    private final List<Long> late = new ArrayList<>();
    private Net net = new Net(1);

    private static int number(byte[] message) {
        return ByteBuffer.wrap(message).getInt();
    }

    /** The delay that this share of all stays below, in round trips. */
    private double late(double share) {
        List<Long> sorted = late.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1, (long) (share * sorted.size()))) / (double) RTT_NANOS;
    }

    /** A link that knows its round trip. */
    private void link(long seed) {
        net = new Net(seed);
        net.delayNanos = RTT_NANOS / 2;
        Net.Node a = net.node("10.0.0.1", 1_000);
        Net.Node b = net.node("10.0.0.2", 1_000);
        a.connect(b);
        assertTrue(net.run(4_000, () -> a.core.linkCount() == 1 && b.core.linkCount() == 1));
        for (int i = 0; i < 40; i++) {
            a.send(b, Lane.RELIABLE, 1, new byte[MESSAGE_BYTES]);
            net.run(TURN_MILLIS + i % 3);
        }
        net.run(500);
    }

    /** Sends one message in a datagram of its own, which is lost if so wished. */
    private void send(int number, boolean loses) {
        Net.Node a = net.nodes.get(0);
        double loss = net.loss;
        net.loss = 0;
        net.filter = flight -> !loses || flight.data().length <= MESSAGE_BYTES;
        byte[] message = new byte[MESSAGE_BYTES];
        ByteBuffer.wrap(message).putInt(number);
        a.send(net.nodes.get(1), Lane.RELIABLE, 0, message);
        a.core.flush(net.now, a);
        net.filter = flight -> true;
        net.loss = loss;
    }

    private boolean hasArrived(int number) {
        return net.nodes.get(1).all(MeshSignal.Received.class).stream()
                .anyMatch(received -> received.stream() == 0 && number(received.message()) == number);
    }

    private void loseInTheMiddle() {
        send(0, false);
        net.run(TURN_MILLIS);
        long start = net.now;
        send(1, true);
        for (int next = 2; next < 60 && !hasArrived(1); next++) {
            if (!net.run(TURN_MILLIS, () -> hasArrived(1))) {
                send(next, false);
            }
        }
        late.add(net.now - start - RTT_NANOS / 2);
    }

    private void loseAtTheEnd() {
        long start = net.now;
        send(0, true);
        assertTrue(net.run(10_000, () -> hasArrived(0)));
        late.add(net.now - start - RTT_NANOS / 2);
    }

    @Test
    void datagramThatAloneIsLostIsMadeGoodInOneAndAQuarterRoundTrips() {
        for (int seed = 1; seed <= TRIALS; seed++) {
            link(seed);
            loseInTheMiddle();
        }

        assertTrue(late(0.95) <= 1.25, "p95 " + late(0.95));
    }

    @Test
    void lastDatagramThatAloneIsLostIsMadeGoodInTwoRoundTrips() {
        for (int seed = 1; seed <= TRIALS; seed++) {
            link(seed);
            loseAtTheEnd();
        }

        assertTrue(late(1) <= 2, "longest " + late(1));
    }

    /** Where more is lost than that one, its second copy may be too, or what would tell that it is needed. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 10})
    void halfOfTheLostAreThereInTimeWhateverElseIsLost(int percent) {
        for (int seed = 1; seed <= TRIALS; seed++) {
            link(seed);
            net.loss = percent / 100.0;
            loseInTheMiddle();
        }

        assertTrue(late(0.5) <= 1.25, "p50 " + late(0.5));
        assertTrue(late(0.95) <= (percent <= 2 ? 1.25 : 2.75), "p95 " + late(0.95));
    }
}

package worldmesh.benchmarks.badlinks;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.testkit.mesh.SimulatedPair;
import worldmesh.testkit.net.LinkShape;

/**
 * How much later than usual a reliable message is there whose datagram was lost, in virtual time between two real
 * cores: 60 messages a second, too long to be sent twice in any case, on a line that loses the same share both ways.
 * After every 200 there is silence; the last before it is always lost, the others by chance. One thread.
 */
final class RecoveryTrial {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    private static final long CONNECT_NANOS = 60 * SECOND;
    private static final long TURN_NANOS = SECOND / 60;

    /** Arrivals are looked for so often in a round trip. */
    private static final int LOOKS = 100;

    private static final long LINGER_NANOS = 30 * SECOND;
    private static final int STREAM = 3;
    private static final int MESSAGE_BYTES = 400;
    private static final int BURST = 200;

    /** So many messages before a silence count neither as the middle of a stream nor as its end. */
    private static final int NEAR_END = 10;

    /** Of the first bursts the link learns how much the line loses. */
    private static final int WARM_BURSTS = 5;

    private final SimulatedPair pair;
    private final LinkShape shape;
    private final LinkShape broken;
    private final Map<Integer, Long> lostMiddles = new HashMap<>();
    private final List<Long> middles = new ArrayList<>();
    private final List<Long> ends = new ArrayList<>();
    private long lastLostAt = Long.MIN_VALUE;
    private int sent;
    private int arrived;

    private RecoveryTrial(int lossPercent, int rttMillis, long seed) {
        this.shape = LinkShape.clear().withDelay(rttMillis * MILLI / 2, 0).withLoss(lossPercent / 100.0, 1);
        this.broken = shape.withLoss(1, 1);
        this.pair = new SimulatedPair(shape, shape, seed);
    }

    /**
     * What came of it; delays are those above the usual, in round trips.
     *
     * @param middles messages lost in the middle of a stream
     * @param ends messages lost at its end
     * @param sentTimes bytes of datagrams that the sender sent, of those of the messages
     */
    record Result(
            int lossPercent,
            int rttMillis,
            int middles,
            double middleP50,
            double middleP95,
            double middleP99,
            int ends,
            double endP95,
            double endP99,
            double sentTimes) {
        /** A loss in the middle is to be made good within a round trip and a quarter, one at the end within two. */
        boolean passed() {
            return middleP95 <= 1.25 && endP95 <= 2;
        }

        String toJson() {
            return String.format(
                    Locale.ROOT,
                    "{\"lossPercent\":%d,\"rttMillis\":%d,\"middles\":%d,\"middleP50\":%.2f,\"middleP95\":%.2f,"
                            + "\"middleP99\":%.2f,\"ends\":%d,\"endP95\":%.2f,\"endP99\":%.2f,\"sentTimes\":%.2f,"
                            + "\"passed\":%b}",
                    lossPercent,
                    rttMillis,
                    middles,
                    middleP50,
                    middleP95,
                    middleP99,
                    ends,
                    endP95,
                    endP99,
                    sentTimes,
                    passed());
        }
    }

    /** Plays so many bursts of 200 messages on a line that loses {@code lossPercent} both ways. */
    static Result run(int lossPercent, int rttMillis, int bursts, long seed) {
        return new RecoveryTrial(lossPercent, rttMillis, seed).run(lossPercent, rttMillis, bursts);
    }

    private Result run(int lossPercent, int rttMillis, int bursts) {
        if (!pair.connect(CONNECT_NANOS)) {
            throw new IllegalStateException("not linked on a line that loses " + lossPercent + " %");
        }
        for (int i = 0; i < WARM_BURSTS; i++) {
            burst();
        }
        middles.clear();
        ends.clear();
        long before = pair.there().counts().offeredBytes();
        for (int i = 0; i < bursts; i++) {
            burst();
        }
        double messageBytes = (double) bursts * BURST * MESSAGE_BYTES;
        double rttNanos = (double) rttMillis * MILLI;
        return new Result(
                lossPercent,
                rttMillis,
                middles.size(),
                late(middles, 0.5) / rttNanos,
                late(middles, 0.95) / rttNanos,
                late(middles, 0.99) / rttNanos,
                ends.size(),
                late(ends, 0.95) / rttNanos,
                late(ends, 0.99) / rttNanos,
                (pair.there().counts().offeredBytes() - before) / messageBytes);
    }

    private static long late(List<Long> delays, double share) {
        Collections.sort(delays);
        return delays.isEmpty() ? 0 : delays.get((int) Math.min(delays.size() - 1L, (long) (delays.size() * share)));
    }

    private void burst() {
        for (int i = BURST; i > 1; i--) {
            long end = pair.scheduler().nowNanos() + TURN_NANOS;
            send(i > NEAR_END);
            while (pair.scheduler().nowNanos() < end) {
                look();
            }
        }
        pair.there().reshape(broken);
        lastLostAt = pair.scheduler().nowNanos();
        send(false);
        pair.there().reshape(shape);
        long limit = pair.scheduler().nowNanos() + LINGER_NANOS;
        while (arrived < sent && pair.scheduler().nowNanos() < limit) {
            look();
        }
        if (arrived < sent) {
            throw new IllegalStateException(sent - arrived + " reliable messages never arrived");
        }
    }

    /** Sends a message in a datagram of its own, and notes if the line has lost it. */
    private void send(boolean counts) {
        long lostBefore = pair.there().counts().lost();
        byte[] message = ByteBuffer.allocate(MESSAGE_BYTES).putInt(sent).array();
        if (!pair.near().send(pair.far().self(), Lane.RELIABLE, STREAM, message)) {
            throw new IllegalStateException("no room for a message of " + MESSAGE_BYTES + " bytes");
        }
        pair.near().flush();
        if (counts && pair.there().counts().lost() > lostBefore) {
            lostMiddles.put(sent, pair.scheduler().nowNanos());
        }
        sent++;
    }

    private void look() {
        pair.run(2 * shape.delayNanos() / LOOKS);
        pair.far().drain(this::onSignal, Integer.MAX_VALUE);
    }

    private void onSignal(MeshSignal signal) {
        if (!(signal instanceof MeshSignal.Received received) || received.lane() != Lane.RELIABLE) {
            return;
        }
        int number = ByteBuffer.wrap(received.message()).getInt();
        arrived++;
        Long lostAt = lostMiddles.remove(number);
        long now = pair.scheduler().nowNanos();
        if (lostAt != null) {
            middles.add(now - lostAt - shape.delayNanos());
        } else if (number % BURST == BURST - 1) {
            ends.add(now - lastLostAt - shape.delayNanos());
        }
    }
}

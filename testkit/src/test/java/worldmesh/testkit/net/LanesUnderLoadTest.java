package worldmesh.testkit.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.testkit.mesh.SimulatedPair;

/** Whole cores at the ends of lines of every kind: what of a line they use, and what waits for what. */
class LanesUnderLoadTest {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    private static final int PART_BYTES = 8 << 10;

    private long received;
    private final List<Long> took = new ArrayList<>();

    private static LinkShape line(long kilobytes, long rttMillis, double loss, double reorder) {
        LinkShape shape = LinkShape.clear()
                .withDelay(rttMillis / 2 * MILLI, 0)
                .withLoss(loss, 1)
                .withRate(kilobytes * 8_000, LinkShape.DEFAULT_QUEUE_NANOS);
        return shape.withReorder(reorder, Math.max(10, rttMillis / 4) * MILLI);
    }

    private static SimulatedPair pair(LinkShape shape, long seed) {
        var pair = new SimulatedPair(shape, shape, seed);
        assertTrue(pair.connect(20 * SECOND));
        return pair;
    }

    /** Keeps a lane full for so long; answers bytes a second that arrive. */
    private double saturate(SimulatedPair pair, Lane lane, long nanos) {
        long end = pair.scheduler().nowNanos() + nanos;
        long before = received;
        byte[] part = new byte[PART_BYTES];
        while (pair.scheduler().nowNanos() < end) {
            fill(pair, lane, 7, part);
            pair.run(2 * MILLI);
            drain(pair);
        }
        return (received - before) * 1e9 / nanos;
    }

    private void drain(SimulatedPair pair) {
        pair.far()
                .drain(
                        signal -> {
                            if (signal instanceof MeshSignal.Received message) {
                                received += message.message().length;
                            }
                        },
                        Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource({
        "2000, 50, 0, 0, 0.85",
        "2000, 50, 0.02, 0, 0.8",
        "2000, 200, 0.02, 0, 0.7",
        "2000, 50, 0.1, 0, 0.6",
        "2000, 50, 0, 0.3, 0.7",
        "500, 20, 0.05, 0.1, 0.7",
        "64, 0, 0, 0, 0.8",
        "64, 200, 0.2, 0.3, 0.4",
        "256, 100, 0.02, 0.1, 0.7"
    })
    void usesWhatTheLineCarries(long kilobytes, long rttMillis, double loss, double reorder, double share) {
        SimulatedPair pair = pair(line(kilobytes, rttMillis, loss, reorder), 1);
        saturate(pair, Lane.BULK, 5 * SECOND);

        double bytesPerSecond = saturate(pair, Lane.BULK, 20 * SECOND);

        assertTrue(
                bytesPerSecond > share * kilobytes * 1_000, "carried " + bytesPerSecond + " of " + kilobytes + "000");
    }

    @ParameterizedTest
    @CsvSource({"2000, 50, 100", "2000, 50, 1000", "500, 20, 1000", "64, 50, 2000", "6000, 16, 300"})
    void keepsQueuesShort(long kilobytes, long rttMillis, long queueMillis) {
        LinkShape shape = line(kilobytes, rttMillis, 0, 0).withRate(kilobytes * 8_000, queueMillis * MILLI);
        SimulatedPair pair = pair(shape, 2);
        saturate(pair, Lane.BULK, 5 * SECOND);
        LinkCounts before = pair.there().counts();

        saturate(pair, Lane.BULK, 20 * SECOND);

        LinkCounts after = pair.there().counts();
        double mean = (after.queueNanosSum() - before.queueNanosSum()) / 1e6 / (after.offered() - before.offered());
        double datagramMillis = 1.228 * 1_000 / kilobytes;
        assertTrue(mean < 10 + 4 * datagramMillis, "a datagram waits " + mean + " ms");
        assertEquals(before.queueDrops(), after.queueDrops());
    }

    @ParameterizedTest
    @CsvSource({"50, 50", "50, 100", "50, 200", "20, 100", "100, 100"})
    void sharesAFullQueueWithTcp(long rttMillis, long queueMillis) {
        LinkShape shape = line(2_000, rttMillis, 0, 0).withRate(16_000_000, queueMillis * MILLI);
        SimulatedPair pair = pair(shape, 3);
        var from = new InetSocketAddress("10.0.0.1", 80);
        var to = new InetSocketAddress("10.0.0.2", 80);
        var tcp = new CubicFlow(pair.scheduler(), pair.network(), from, to);
        pair.network().lay(from, to, pair.there());
        pair.network().lay(to, from, pair.back());
        tcp.start();
        pair.run(5 * SECOND);
        saturate(pair, Lane.BULK, 10 * SECOND);
        long tcpBefore = tcp.deliveredBytes();

        double own = saturate(pair, Lane.BULK, 60 * SECOND);

        double other = (tcp.deliveredBytes() - tcpBefore) / 60.0;
        double share = own / ((own + other) / 2);
        assertTrue(share > 0.5 && share < 1.5, "share " + share + " of " + own + " and " + other);
    }

    @ParameterizedTest
    @EnumSource(names = {"VOICE", "INPUT", "STATE"})
    void promptLanesNeverWaitBehindOthers(Lane lane) {
        SimulatedPair pair = pair(line(2_000, 50, 0, 0), 4);
        saturate(pair, Lane.BULK, 3 * SECOND);
        byte[] part = new byte[PART_BYTES];

        for (int i = 0; i < 300; i++) {
            fill(pair, Lane.BULK, 7, part);
            fill(pair, Lane.RELIABLE, 8, part);
            long sent = pair.scheduler().nowNanos();
            pair.near().send(pair.far().self(), lane, 9, new byte[100]);
            for (boolean[] here = {false}; !here[0]; ) {
                pair.run(MILLI / 4);
                pair.far().drain(signal -> here[0] |= isOf(lane, signal), Integer.MAX_VALUE);
            }
            took.add(pair.scheduler().nowNanos() - sent);
            pair.run(10 * MILLI);
        }

        double p95 = took.stream().sorted().toList().get(285) / 1e6;
        assertTrue(p95 < 25 + 20, "p95 of " + lane + " " + p95 + " ms on a way of 25 ms");
    }

    private static boolean isOf(Lane lane, MeshSignal signal) {
        return signal instanceof MeshSignal.Received message && message.lane() == lane;
    }

    @ParameterizedTest
    @EnumSource(Lane.class)
    void lossInOneLaneDelaysNoOther(Lane lost) {
        for (long seed = 1; seed <= 10; seed++) {
            SimulatedPair pair = pair(line(2_000, 50, 0, 0), seed);
            pair.run(2 * SECOND);
            pair.there().reshape(line(2_000, 50, 1, 0));
            pair.near().send(pair.far().self(), lost, 0, new byte[300]);
            pair.near().flush();
            pair.run(MILLI);
            pair.there().reshape(line(2_000, 50, 0, 0));
            Set<Lane> got = EnumSet.noneOf(Lane.class);

            for (Lane lane : Lane.values()) {
                if (lane != lost) {
                    pair.near().send(pair.far().self(), lane, 0, new byte[300]);
                }
            }
            pair.run(35 * MILLI);
            pair.far().drain(signal -> noteLane(signal, got), Integer.MAX_VALUE);
            assertEquals(EnumSet.complementOf(EnumSet.of(lost)), got, "seed " + seed);
            pair.run(SECOND);
            pair.far().drain(signal -> noteLane(signal, got), Integer.MAX_VALUE);
            assertEquals(lost.reliable(), got.contains(lost), "seed " + seed);
        }
    }

    private static void noteLane(MeshSignal signal, Set<Lane> got) {
        if (signal instanceof MeshSignal.Received message) {
            got.add(message.lane());
        }
    }

    @Test
    void lossInOneStreamDelaysNoOther() {
        for (long seed = 1; seed <= 20; seed++) {
            SimulatedPair pair = pair(line(2_000, 50, 0, 0), seed);
            pair.run(2 * SECOND);
            var random = new SplittableRandom(seed);
            int streams = 2 + random.nextInt(6);
            long lostAt = pair.scheduler().nowNanos();
            pair.there().reshape(line(2_000, 50, 1, 0));
            pair.near().send(pair.far().self(), Lane.RELIABLE, 0, new byte[1 + random.nextInt(1_000)]);
            pair.near().flush();
            pair.run(MILLI);
            pair.there().reshape(line(2_000, 50, 0, 0));

            for (int stream = 1; stream <= streams; stream++) {
                pair.near().send(pair.far().self(), Lane.RELIABLE, stream, new byte[1 + random.nextInt(1_000)]);
            }
            boolean[] got = new boolean[streams + 1];
            pair.run(35 * MILLI);
            pair.far().drain(signal -> note(signal, got), Integer.MAX_VALUE);

            boolean[] others = new boolean[streams + 1];
            Arrays.fill(others, 1, streams + 1, true);
            assertTrue(Arrays.equals(others, got), "seed " + seed + ": " + Arrays.toString(got));
            assertTrue(pair.run(SECOND, () -> {
                pair.far().drain(signal -> note(signal, got), Integer.MAX_VALUE);
                return got[0];
            }));
            assertTrue(pair.scheduler().nowNanos() - lostAt < 200 * MILLI);
        }
    }

    private static void note(MeshSignal signal, boolean[] got) {
        if (signal instanceof MeshSignal.Received message) {
            got[message.stream()] = true;
        }
    }

    @Test
    void reliableFindsRoomBesideAFullBulkLane() {
        SimulatedPair pair = pair(line(500, 50, 0.01, 0), 5);
        saturate(pair, Lane.BULK, 5 * SECOND);
        byte[] part = new byte[PART_BYTES];

        for (int i = 0; i < 300; i++) {
            fill(pair, Lane.BULK, 7, part);
            long sent = pair.scheduler().nowNanos();
            pair.near().send(pair.far().self(), Lane.RELIABLE, 1, new byte[200]);
            for (boolean[] here = {false}; !here[0]; ) {
                pair.run(MILLI / 2);
                pair.far().drain(signal -> here[0] |= isOf(Lane.RELIABLE, signal), Integer.MAX_VALUE);
            }
            took.add(pair.scheduler().nowNanos() - sent);
            pair.run(10 * MILLI);
        }

        double p95 = took.stream().sorted().toList().get(285) / 1e6;
        assertTrue(p95 < 25 + 30, "p95 of reliable messages " + p95 + " ms on a way of 25 ms");
    }

    @Test
    void lossOfASmallMessageCostsNoRoundTripOnALineWithRoom() {
        SimulatedPair pair = pair(line(2_000, 50, 0.02, 0), 8);
        for (int i = 0; i < 4_000; i++) {
            byte[] message = new byte[100];
            ByteBuffer.wrap(message).putLong(pair.scheduler().nowNanos());
            pair.near().send(pair.far().self(), Lane.RELIABLE, 1, message);
            pair.run(10 * MILLI);
            pair.far().drain(signal -> took(signal, pair.scheduler().nowNanos()), Integer.MAX_VALUE);
        }

        List<Long> sorted = took.stream().skip(1_000).sorted().toList();
        double p99 = sorted.get(sorted.size() * 99 / 100) / 1e6;
        assertTrue(p99 < 25 + 25, "p99 " + p99 + " ms on a way of 25 ms");
    }

    private void took(MeshSignal signal, long now) {
        if (signal instanceof MeshSignal.Received message) {
            took.add(now - ByteBuffer.wrap(message.message()).getLong());
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0.0", "20, 0.02", "100, 0.05", "200, 0.1"})
    void estimatesTheLineWithinATenth(long rttMillis, double loss) {
        SimulatedPair pair = pair(line(2_000, rttMillis, loss, 0), 6);
        for (int i = 0; i < 4_000; i++) {
            pair.near().send(pair.far().self(), Lane.STATE, 1, new byte[60]);
            if (i % 10 == 0) {
                pair.near().send(pair.far().self(), Lane.RELIABLE, 2, new byte[60]);
            }
            pair.run(10 * MILLI);
        }

        double rtt = pair.near().stats(pair.far().self()).rttNanos() / 1e6;
        double lossSeen = pair.far().networkStats(pair.near().self()).packetLossPercent();
        assertEquals((double) rttMillis, rtt, Math.max(1, rttMillis * 0.1));
        assertEquals(loss * 100, lossSeen, Math.max(0.5, loss * 10));
    }

    /** Gives the link as much as it takes. */
    private static void fill(SimulatedPair pair, Lane lane, int stream, byte[] part) {
        boolean room = true;
        while (room) {
            room = pair.near().send(pair.far().self(), lane, stream, part);
        }
    }
}

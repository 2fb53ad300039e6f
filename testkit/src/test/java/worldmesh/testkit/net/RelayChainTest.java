package worldmesh.testkit.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import worldmesh.mesh.MeshCore;
import worldmesh.mesh.MeshSettings;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.LinkState;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.topic.MeshTopics;
import worldmesh.mesh.topic.TopicId;
import worldmesh.mesh.topic.TopicMessage;
import worldmesh.testkit.crypto.SimulatedMeshCrypto;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.testkit.mesh.SimMesh;
import worldmesh.testkit.sim.Scheduler;

/** Five members in a row, of which each knows its neighbours alone: events pass through three while BULK fills all. */
class RelayChainTest {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;

    /** A tick of a game that runs at 20 Hz. */
    private static final double TICK_MILLIS = 50;

    private static final int MEMBERS = 5;
    private static final int TOPIC_STREAM = 4;
    private static final int BULK_STREAM = 7;
    private static final int PART_BYTES = 8 << 10;

    /** As long as a combat event with its key and signature. */
    private static final int EVENT_BYTES = 160;

    private static final int EVENTS = 50;
    private static final long EVENT_EVERY_NANOS = 50 * MILLI;
    private static final TopicId EVENTS_TOPIC = TopicId.of("messages/combat");

    private final Scheduler scheduler = new Scheduler();
    private final List<SimMesh> members = new ArrayList<>();
    private final List<MeshTopics> topics = new ArrayList<>();
    private final List<Double> took = new ArrayList<>();
    private final long[] bulk = new long[MEMBERS];
    private boolean bothWays;

    private static InetSocketAddress address(int index) {
        return new InetSocketAddress("10.0.0." + (index + 1), 7_000);
    }

    private void begin(LinkShape shape, long seed) {
        var random = new SplittableRandom(seed);
        var network = new SimulatedNetwork(scheduler, random.split());
        var signatures = new SimulatedSignatures();
        for (int i = 0; i < MEMBERS; i++) {
            var signer = signatures.signer(i + 1);
            var crypto = new SimulatedMeshCrypto(signer, signatures, random.split());
            var core = new MeshCore(MeshSettings.defaults(), signer, crypto, random.split());
            members.add(new SimMesh(scheduler, network.open(address(i)), core));
            topics.add(new MeshTopics(members.get(i), TOPIC_STREAM, 0, i == MEMBERS - 1 ? this::heard : event -> {}));
        }
        for (int i = 1; i < MEMBERS; i++) {
            network.lay(address(i - 1), address(i), new EmulatedLine(shape, random.split()));
            network.lay(address(i), address(i - 1), new EmulatedLine(shape, random.split()));
            members.get(i).connect(address(i - 1), members.get(i - 1).self());
        }
        run(2 * SECOND, false);
        for (int i = 1; i < MEMBERS; i++) {
            assertTrue(members.get(i).state(members.get(i - 1).self()) instanceof LinkState.Connected);
        }
        topics.forEach(each -> each.subscribe(EVENTS_TOPIC));
        run(SECOND, false);
    }

    private void heard(TopicMessage event) {
        long at = ByteBuffer.wrap(event.payload()).getLong();
        took.add((scheduler.nowNanos() - at) / (double) MILLI);
    }

    /** Each member looks at what came once a millisecond; {@code saturated}: and keeps BULK full. */
    private void run(long nanos, boolean saturated) {
        byte[] part = new byte[PART_BYTES];
        for (long end = scheduler.nowNanos() + nanos; scheduler.nowNanos() < end; ) {
            for (int i = 0; saturated && i < MEMBERS; i++) {
                fill(i, i + 1, part);
                fill(i, bothWays ? i - 1 : -1, part);
            }
            scheduler.runUntil(scheduler.nowNanos() + MILLI);
            for (int i = 0; i < MEMBERS; i++) {
                int member = i;
                members.get(i).drain(signal -> onSignal(member, signal), Integer.MAX_VALUE);
                topics.get(i).onTime();
                members.get(i).flush();
            }
        }
    }

    private void fill(int from, int to, byte[] part) {
        boolean room = to >= 0 && to < MEMBERS;
        while (room) {
            room = members.get(from).send(members.get(to).self(), Lane.BULK, BULK_STREAM, part);
        }
    }

    private void onSignal(int member, MeshSignal signal) {
        boolean event = topics.get(member).onSignal(signal);
        if (!event && signal instanceof MeshSignal.Received received && received.lane() == Lane.BULK) {
            bulk[member] += received.message().length;
        }
    }

    private double p99(boolean saturated) {
        took.clear();
        for (int i = 0; i < EVENTS; i++) {
            byte[] event = ByteBuffer.allocate(EVENT_BYTES)
                    .putLong(scheduler.nowNanos())
                    .array();
            topics.get(0).publish(EVENTS_TOPIC, event);
            run(EVENT_EVERY_NANOS, saturated);
        }
        run(SECOND, saturated);
        assertEquals(EVENTS, took.size());
        return took.stream().sorted().toList().get(EVENTS * 99 / 100);
    }

    /** The last is where neither side sees its own queue in a round trip alone. */
    static Stream<Arguments> chains() {
        return Stream.of(Arguments.of(1_000, 15, false), Arguments.of(1_000, 40, false), Arguments.of(1_000, 15, true));
    }

    @ParameterizedTest
    @MethodSource("chains")
    void eventsPassThroughThreeBesideFullBulkWithinATickMoreThanTheWay(
            int kilobytes, int delayMillis, boolean full, TestReporter reporter) {
        LinkShape clear = LinkShape.clear().withDelay(delayMillis * MILLI, 0);
        begin(clear.withRate(kilobytes * 8_000L, LinkShape.DEFAULT_QUEUE_NANOS), delayMillis);
        double way = p99(false);
        bothWays = full;
        run(2 * SECOND, true);
        p99(true); // the first after a lull finds the queue of a BULK that knew of nothing urgent
        long before = bulk[MEMBERS - 1];

        double beside = p99(true);

        double carried = (bulk[MEMBERS - 1] - before) / (EVENTS * EVENT_EVERY_NANOS / 1e9 + 1);
        reporter.publishEntry(
                kilobytes + " kB/s, " + delayMillis + " ms each, full " + (full ? "both ways" : "one way"),
                "p99 " + way + " ms alone, " + beside + " ms beside " + Math.round(carried) + " bytes/s of BULK");
        assertTrue(carried > kilobytes * 750.0, "BULK carried " + carried);
        assertTrue(beside <= way + TICK_MILLIS, "p99 " + beside + " ms, the way alone " + way);
    }
}

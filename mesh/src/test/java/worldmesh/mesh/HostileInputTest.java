package worldmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import worldmesh.mesh.link.ConnectFailure;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.LinkStats;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.link.Rejection;
import worldmesh.mesh.wire.CookieReply;
import worldmesh.mesh.wire.Hello;
import worldmesh.mesh.wire.Wire;

/** What strangers and liars send must change nothing, cost little and throw never. */
@ParameterizedClass
@EnumSource(Family.class)
class HostileInputTest {
    private final Family family;
    private final Net net = new Net(21);
    private final Net.Node a;
    private final Net.Node b;
    private final InetSocketAddress stranger;

    HostileInputTest(Family family) {
        this.family = family;
        this.a = net.node(family.host(1), 1000);
        this.b = net.node(family.host(2), 1000);
        this.stranger = family.address(66, 666);
    }

    private void link() {
        a.connect(b);
        assertTrue(net.run(2_000, () -> a.core.linkCount() == 1 && b.core.linkCount() == 1));
        net.run(100);
    }

    private long rejectedByB() {
        return Arrays.stream(Rejection.values())
                .mapToLong(r -> b.core.rejections().of(r))
                .sum();
    }

    private void toB(InetSocketAddress from, byte[] data) {
        b.core.onDatagram(from, data, data.length, net.now, b);
    }

    /** The next record that a sends to b, kept from arriving. */
    private byte[] captureRecord(byte[] message) {
        List<byte[]> captured = new ArrayList<>();
        net.filter = flight -> {
            if (flight.to().equals(b.address)) {
                captured.add(flight.data());
                return false;
            }
            return true;
        };
        assertTrue(a.send(b, Lane.STATE, 0, message));
        net.run(1, () -> !captured.isEmpty());
        net.filter = flight -> true;
        return captured.get(0);
    }

    @Test
    void everyBitFlipOfARecordIsRefused() {
        link();
        byte[] record = captureRecord(new byte[] {1, 2, 3});
        long before = rejectedByB();

        for (int bit = 0; bit < record.length * 8; bit++) {
            byte[] flipped = record.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            toB(a.address, flipped);
        }

        assertEquals(before + record.length * 8L, rejectedByB());
        assertEquals(0, b.messages().size());
        toB(a.address, record);
        assertEquals(1, b.messages().size());
    }

    @Test
    void everyTruncationOfARecordIsRefused() {
        link();
        byte[] record = captureRecord(new byte[100]);

        for (int length = 0; length < record.length; length++) {
            toB(a.address, Arrays.copyOf(record, length));
        }

        assertEquals(0, b.messages().size());
        assertEquals(1, b.core.linkCount());
    }

    @Test
    void replayedRecordIsDeliveredOnce() {
        link();
        byte[] record = captureRecord(new byte[] {5});

        for (int i = 0; i < 10; i++) {
            toB(a.address, record);
            toB(stranger, record);
        }

        assertEquals(1, b.messages().size());
        assertEquals(19, b.core.rejections().of(Rejection.REPLAYED));
    }

    @Test
    void randomDatagramsNeverThrowAndNeverHarmALink() {
        link();
        SplittableRandom random = new SplittableRandom(99);
        byte[] template = net.log.get(0);
        for (int i = 0; i < 20_000; i++) {
            byte[] data = random.nextBoolean() ? new byte[random.nextInt(1_473)] : template.clone();
            if (i % 3 == 0) {
                template = net.log.get(random.nextInt(net.log.size()));
                data = template.clone();
                data[random.nextInt(data.length)] = (byte) random.nextInt();
            } else {
                random.nextBytes(data);
            }
            if (data.length > 0 && i % 2 == 0) {
                data[0] = (byte) (0xC0 | random.nextInt(64));
            }
            toB(i % 5 == 0 ? stranger : a.address, data);
        }

        assertEquals(1, b.core.linkCount());
        assertTrue(a.send(b, Lane.RELIABLE, 0, new byte[] {1}));
        net.run(1_000);
        assertEquals(1, b.messages().size());
    }

    @Test
    void floodOfHellosGetsStatelessAnswersNoLongerThanTheQuestion() {
        List<byte[]> answers = new ArrayList<>();
        net.filter = flight -> {
            answers.add(flight.data());
            return false;
        };
        for (int i = 0; i < 10_000; i++) {
            InetSocketAddress spoofed = Net.address("10.1." + (i >> 8) + "." + (i & 255), 7);
            toB(spoofed, new Hello(Wire.VERSION, i, i, new byte[0], new byte[200]).encode());
        }

        assertEquals(10_000, b.core.rejections().of(Rejection.NO_COOKIE));
        assertEquals(10_000, answers.size());
        assertTrue(answers.stream().allMatch(answer -> answer.length < 40));
        assertEquals(Long.MAX_VALUE, b.core.nextDeadlineNanos(), "no state, so nothing to wait for");
    }

    @Test
    void shortHelloIsNotAnsweredAtAll() {
        byte[] hello = new Hello(Wire.VERSION, 1, 1, new byte[0], new byte[200]).encode();

        toB(stranger, Arrays.copyOf(hello, 1_199));

        assertEquals(1, b.core.rejections().of(Rejection.MALFORMED));
        assertTrue(net.log.isEmpty());
    }

    @Test
    void cookieOfAnotherAddressOrHelloIsWorthNothing() {
        byte[] flight = new byte[200];
        toB(stranger, new Hello(Wire.VERSION, 1, 1, new byte[0], flight).encode());
        byte[] sent = net.log.get(0);
        CookieReply reply = Objects.requireNonNull(CookieReply.decode(sent, sent.length));

        toB(family.address(67, 666), new Hello(Wire.VERSION, 1, 1, reply.cookie(), flight).encode());
        toB(family.address(66, 667), new Hello(Wire.VERSION, 1, 1, reply.cookie(), flight).encode());
        toB(stranger, new Hello(Wire.VERSION, 1, 2, reply.cookie(), flight).encode());
        net.now += 17_000_000_000L;
        toB(stranger, new Hello(Wire.VERSION, 1, 1, reply.cookie(), flight).encode());

        assertEquals(5, b.core.rejections().of(Rejection.NO_COOKIE));
    }

    @Test
    void halfOpenHandshakesAreBoundedPerAddressAndForgotten() {
        MeshSettings settings = MeshSettings.defaults().withLimits(8, 6, 4, 100);
        Net.Node target = net.node(family.host(9), 9, settings);
        for (int i = 0; i < 20; i++) {
            halfOpen(target, family.address(66, 1_000 + i), i);
        }
        for (int i = 0; i < 20; i++) {
            halfOpen(target, family.address(77, 1_000 + i), i);
        }

        assertEquals(20 - 4 + 20 - 2, target.core.rejections().of(Rejection.HALF_OPEN_FULL));
        net.now += 9_000_000_000L;
        target.core.onTime(net.now, target);
        assertEquals(Long.MAX_VALUE, target.core.nextDeadlineNanos());
    }

    @Test
    void handshakesOfOneAddressAreRateLimitedAndOthersStillGetIn() {
        MeshSettings settings = MeshSettings.defaults().withLimits(64, 500, 500, 5);
        Net.Node target = net.node(family.host(9), 9, settings);
        for (int i = 0; i < 50; i++) {
            halfOpen(target, family.address(66, 1_000 + i), i);
        }

        assertEquals(40, target.core.rejections().of(Rejection.RATE_LIMITED));
        a.connect(target);
        assertTrue(net.run(500, () -> a.core.linkCount() == 1));
    }

    /** Goes through the cookie honestly and then says no more. */
    private void halfOpen(Net.Node target, InetSocketAddress from, long nonce) {
        byte[] flight = new byte[200];
        int before = net.log.size();
        byte[] first = new Hello(Wire.VERSION, 7, nonce, new byte[0], flight).encode();
        target.core.onDatagram(from, first, first.length, net.now, target);
        byte[] sent = net.log.get(before);
        byte[] cookie =
                Objects.requireNonNull(CookieReply.decode(sent, sent.length)).cookie();
        byte[] second = new Hello(Wire.VERSION, 7, nonce, cookie, flight).encode();
        target.core.onDatagram(from, second, second.length, net.now, target);
    }

    @Test
    void otherVersionIsRefusedClearly() {
        net.filter = flight -> {
            if ((flight.data()[0] & 0xFF) == 0xC0) {
                flight.data()[1] = 9;
            }
            return true;
        };
        a.connect(b);
        net.run(2_000);

        assertEquals(
                ConnectFailure.VERSION_MISMATCH,
                a.all(MeshSignal.ConnectFailed.class).get(0).reason());
        assertEquals(1, b.core.rejections().of(Rejection.WRONG_VERSION));
    }

    @Test
    void linksAreBounded() {
        Net.Node small = net.node(family.host(9), 9, MeshSettings.defaults().withLimits(1, 10, 10, 100));
        a.connect(small);
        assertTrue(net.run(1_000, () -> a.core.linkCount() == 1));
        b.connect(small);
        net.run(1_000);

        assertEquals(1, small.core.linkCount());
        assertEquals(
                ConnectFailure.OVERLOADED,
                b.all(MeshSignal.ConnectFailed.class).get(0).reason());
    }

    @Test
    void oversizeMessageIsRefusedBeforeItIsQueued() {
        link();
        boolean refused = false;
        try {
            a.send(b, Lane.RELIABLE, 0, new byte[MeshPort.MAX_MESSAGE_BYTES + 1]);
        } catch (IllegalArgumentException e) {
            refused = String.valueOf(e.getMessage()).contains("at most 65536 bytes");
        }

        assertTrue(refused);
    }

    @Test
    void messageToAStrangerIsNotQueued() {
        assertFalse(a.send(b, Lane.RELIABLE, 0, new byte[1]));
        assertEquals(LinkStats.NONE, a.core.stats(b.id()));
    }

    @Test
    void responderSendsNothingButTheHandshakeUntilTheInitiatorIsProven() {
        List<Integer> kinds = new ArrayList<>();
        net.filter = flight -> {
            int kind = flight.data()[0] & 0xFF;
            if (flight.from().equals(b.address)) {
                kinds.add(kind);
            }
            return flight.from().equals(b.address) || kind != 0xC2; // the initiator's proof never arrives
        };
        a.connect(b);
        net.run(9_000);

        assertEquals(List.of(0xC1, 0xC2), kinds.stream().distinct().toList());
        assertEquals(0, b.core.linkCount());
        assertEquals(0, a.core.linkCount());
        assertEquals(
                ConnectFailure.TIMED_OUT,
                a.all(MeshSignal.ConnectFailed.class).get(0).reason());
    }
}

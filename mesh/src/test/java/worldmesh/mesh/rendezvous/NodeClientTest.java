package worldmesh.mesh.rendezvous;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.mesh.path.NodeAddress;
import worldmesh.mesh.rendezvous.NodeClient.State;
import worldmesh.mesh.retry.RetryPolicy;
import worldmesh.runtime.identity.PeerId;

class NodeClientTest {
    private static final long SECOND = 1_000_000_000L;
    private static final byte[] NODE_KEY = new byte[32];
    private static final byte[] WORLD = new byte[32];

    private final Ed25519Signer signer = Ed25519Signer.ofSeed(new byte[32]);
    private final Recorded out = new Recorded();
    private final NodeClient client = new NodeClient(signer, new SplittableRandom(3), out);
    private long now;

    private static final class Recorded implements NodeOutbox {
        int opened;
        int closed;
        final List<byte[]> sent = new ArrayList<>();

        @Override
        public void open() {
            opened++;
        }

        @Override
        public void send(byte[] frame) {
            sent.add(frame);
        }

        @Override
        public void close() {
            closed++;
        }

        long of(int kind) {
            return sent.stream().filter(frame -> frame[0] == kind).count();
        }
    }

    private void ready() {
        client.meet(WORLD, now);
        client.onOpen(NODE_KEY);
        client.onFrame(NodeFrame.challenge(new byte[32], 3478), now);
        client.onFrame(NodeFrame.registered(60), now);
    }

    private static Registration read(byte[] frame) {
        return Objects.requireNonNull(Registration.decode(frame));
    }

    private void pass(long nanos) {
        long end = now + nanos;
        while (now < end) {
            now += SECOND / 4;
            client.onTime(now);
        }
    }

    @Test
    void saysWhoItIsOnceTheNodeHasAsked() {
        client.meet(WORLD, now);
        assertEquals(1, out.opened);
        assertTrue(out.sent.isEmpty());
        client.onOpen(NODE_KEY);

        byte[] nonce = new byte[32];
        Arrays.fill(nonce, (byte) 9);
        client.onFrame(NodeFrame.challenge(nonce, 3478), now);

        byte[] frame = out.sent.get(0);
        Registration said = read(frame);
        assertEquals(signer.peer(), said.key().peer());
        assertTrue(said.isGenuine(frame, NODE_KEY, nonce, Ed25519Verifier.INSTANCE));
        NodeClient.Told told = client.onFrame(NodeFrame.registered(60), now);
        assertEquals(new NodeClient.Told.Ready(3478), told);
        assertEquals(State.READY, client.state());
    }

    @Test
    void renewsEveryTwentySecondsUnderANewNumber() {
        ready();
        for (int i = 0; i < 6; i++) {
            pass(20 * SECOND);
            client.onFrame(NodeFrame.registered(60), now);
        }

        assertEquals(State.READY, client.state());
        List<Long> numbers = out.sent.stream()
                .filter(frame -> frame[0] == NodeFrame.REGISTER)
                .map(frame -> read(frame).number())
                .toList();
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L), numbers);
    }

    @Test
    void nodeThatFallsSilentIsLeftAndTriedAgain() {
        ready();

        pass(39 * SECOND);
        assertEquals(State.READY, client.state());
        pass(SECOND);

        assertEquals(1, out.closed);
        assertEquals(State.WAITING, client.state());
        pass(SECOND);
        assertEquals(2, out.opened);
    }

    @Test
    void triesOfADeadNodeBecomeSeldomWithinBounds() {
        client.meet(WORLD, now);
        long last = now;
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int before = out.opened;
            client.onClosed(now);
            while (out.opened == before) {
                now += SECOND / 100;
                client.onTime(now);
            }
            pauses.add(now - last);
            last = now;
        }

        long longest = RetryPolicy.RENDEZVOUS.lastMillis() * SECOND / 1_000;
        assertTrue(pauses.get(0) <= SECOND / 2 + SECOND / 100);
        assertTrue(pauses.stream().allMatch(pause -> pause <= longest + SECOND / 100));
        assertTrue(pauses.subList(10, 200).stream().allMatch(pause -> pause >= longest / 2));
    }

    @Test
    void afterAGoodConnectionTheFirstTryIsMadeAtOnce() {
        ready();
        pass(NodeClient.GOOD_NANOS);

        client.onClosed(now);
        client.onTime(now);
        assertEquals(2, out.opened);

        client.onClosed(now);
        client.onTime(now);
        assertEquals(2, out.opened);
        pass(SECOND);
        assertEquals(3, out.opened);
    }

    @Test
    void allOfACrowdAreBackWithinTenSecondsOfANodesReturnAndNotInStep() {
        SplittableRandom chances = new SplittableRandom(9);
        Map<Long, Integer> perTenth = new HashMap<>();
        long downNanos = 100 * SECOND;
        for (int i = 0; i < 500; i++) {
            NodeClient one = new NodeClient(signer, chances.split(), new Recorded());
            one.meet(WORLD, 0);
            one.onClosed(0);
            long time = 0;
            while (one.state() != State.CONNECTING || time < downNanos) {
                if (one.state() == State.CONNECTING) {
                    one.onClosed(time);
                }
                time = Math.max(time, one.dueNanos());
                one.onTime(time);
            }
            perTenth.merge((time - downNanos) * 10 / SECOND, 1, Integer::sum);
        }

        assertTrue(perTenth.keySet().stream().allMatch(tenth -> tenth < 100), perTenth.toString());
        assertTrue(perTenth.values().stream().allMatch(count -> count < 30), perTenth.toString());
    }

    @Test
    void letsInAgainAfterABreak() {
        PeerId friend = PeerId.ofBytes(NODE_KEY);
        ready();
        client.letIn(friend);
        client.onClosed(now);
        out.sent.clear();
        pass(2 * SECOND);
        client.onOpen(NODE_KEY);
        client.onFrame(NodeFrame.challenge(new byte[32], 0), now);
        client.onFrame(NodeFrame.registered(60), now);

        assertEquals(1, out.of(NodeFrame.LET_IN));
    }

    @Test
    void carriedDatagramsHaveTheAddressOfWhoSentThem() {
        ready();
        byte[] carry = NodeClient.carry(NodeAddress.of(PeerId.ofBytes(NODE_KEY).bytes(), 0), new byte[20], 0, 20);
        byte[] carried = NodeFrame.carried(carry, signer.peer());

        NodeClient.Told told = client.onFrame(carried, now);

        var datagram = assertInstanceOf(NodeClient.Told.Datagram.class, told);
        assertEquals(NodeAddress.of(signer.peer().bytes(), 0), datagram.from());
        assertTrue(NodeAddress.is(datagram.from()));
    }

    @Test
    void whatIsMalformedOrTooEarlyIsCountedAndNothingElse() {
        client.meet(WORLD, now);
        assertNull(client.onFrame(NodeFrame.registered(60), now));
        assertNull(client.onFrame(NodeFrame.challenge(new byte[32], 1), now)); // whose key is not known yet
        client.onOpen(NODE_KEY);
        byte[] whole = NodeFrame.challenge(new byte[32], 1);
        for (int length = 0; length < whole.length; length++) {
            assertNull(client.onFrame(Arrays.copyOf(whole, length), now));
        }
        assertTrue(out.sent.isEmpty());
        assertEquals(2 + whole.length, client.refused());

        ready();
        long before = client.refused();
        byte[] present = NodeFrame.present(List.of(signer.peer()));
        assertNull(client.onFrame(Arrays.copyOf(present, present.length - 1), now));
        assertNull(client.onFrame(new byte[] {(byte) NodeFrame.PRESENT, 33}, now));
        assertNull(client.onFrame(new byte[NodeFrame.HEAD_BYTES + NodeFrame.DATAGRAM_MIN - 1], now));
        assertNull(client.onFrame(new byte[] {(byte) NodeFrame.REFUSED, 0, 0, 0, 0, 0, 0, 0, 99}, now));
        assertNull(client.onFrame(NodeFrame.challenge(new byte[32], 1), now));
        assertEquals(before + 5, client.refused());
        assertEquals(State.READY, client.state());
    }

    @Test
    void anotherWorldIsSaidOverTheSameConnection() {
        ready();
        byte[] other = new byte[32];
        other[3] = 5;

        client.meet(other, now);

        byte[] frame = out.sent.get(out.sent.size() - 1);
        assertArrayEquals(other, read(frame).world());
        assertEquals(1, out.opened);
    }
}

package worldmesh.mesh.turn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client against a server in memory that does right, wrong or nothing; time is a number. */
class TurnClientTest {
    private static final long SECOND = 1_000_000_000L;
    private static final InetSocketAddress BOB = new InetSocketAddress("198.51.100.20", 4_000);
    private static final InetSocketAddress EVE = new InetSocketAddress("198.51.100.66", 4_000);
    private static final byte[] RECORD = {(byte) 0xE0, 1, 2, 3, 4};

    private final TurnTwin server = new TurnTwin();
    private final TurnClient client = new TurnClient("ann", "secret", false, new SplittableRandom(1));
    private final Deque<byte[]> onTheWay = new ArrayDeque<>();
    private long now;

    private void toServer(byte[] data, int offset, int length) {
        onTheWay.add(Arrays.copyOfRange(data, offset, offset + length));
    }

    private void deliver() {
        while (!onTheWay.isEmpty()) {
            byte[] answer = server.answer(onTheWay.remove());
            if (answer != null) {
                client.take(answer, answer.length, now, this::toServer);
            }
        }
    }

    private void runUntil(long end) {
        while (client.deadlineNanos() - end < 0) {
            now = Math.max(now, client.deadlineNanos());
            client.onTime(now, this::toServer);
            deliver();
        }
        now = end;
    }

    private void allocate() {
        client.start(now, this::toServer);
        deliver();
        assertEquals(TurnClient.State.READY, client.state());
    }

    private boolean sends(InetSocketAddress peer, byte[] data) {
        boolean sent = client.send(peer, data, 0, data.length, now, this::toServer);
        deliver();
        return sent;
    }

    private TurnArrival take(byte[] data) {
        TurnArrival arrival = client.take(data, data.length, now, this::toServer);
        assertNotNull(arrival);
        return arrival;
    }

    @Test
    void allocationIsAskedForWithoutAndThenWithAProof() {
        allocate();

        assertEquals(List.of(TurnTwin.RELAYED), client.places());
        assertEquals(TurnTwin.MAPPED, client.mapped());
        assertEquals(2, server.count(TurnMethod.ALLOCATE));
        assertEquals(1, client.counts().challenges());
    }

    @Test
    void firstRecordToAPeerGoesInAMessageAndLaterOnesInItsChannel() {
        allocate();
        assertTrue(sends(BOB, RECORD));
        TurnMessage first = TurnMessage.read(server.passed.get(0), server.passed.get(0).length);
        assertNotNull(first);
        assertEquals(TurnMethod.SEND, first.method());
        assertEquals(BOB, first.attributes().peer);

        assertTrue(sends(BOB, RECORD));
        assertArrayEquals(TurnTwin.channelData(0x4000, RECORD), server.passed.get(1));
        assertEquals(1, server.count(TurnMethod.CREATE_PERMISSION));
        assertEquals(1, server.count(TurnMethod.CHANNEL_BIND));
    }

    @Test
    void checksHaveNoChannel() {
        allocate();
        byte[] check = new byte[20];

        sends(BOB, check);
        assertEquals(0, server.count(TurnMethod.CHANNEL_BIND));
    }

    @Test
    void datagramsOfPeersArriveByMessageAndByChannel() {
        allocate();
        sends(BOB, RECORD);
        byte[] message = TurnTwin.indication(BOB, RECORD);
        TurnArrival one = take(message);
        byte[] channel = TurnTwin.channelData(0x4000, RECORD);
        TurnArrival other = take(channel);

        assertEquals(BOB, one.peer());
        assertArrayEquals(RECORD, Arrays.copyOfRange(message, one.offset(), one.offset() + one.length()));
        assertEquals(new TurnArrival(BOB, 4, RECORD.length), other);
        assertEquals(2, client.counts().carriedIn());
    }

    @Test
    void nobodyIsHeardWhoWasNotLetIn() {
        allocate();
        sends(BOB, RECORD);
        byte[] forged = TurnTwin.indication(EVE, RECORD);
        byte[] unknown = TurnTwin.channelData(0x4001, RECORD);

        assertNull(client.take(forged, forged.length, now, this::toServer));
        assertNull(client.take(unknown, unknown.length, now, this::toServer));
        assertEquals(2, client.counts().unasked());
    }

    @Test
    void shortAndOverlongChannelDataIsMalformed() {
        allocate();
        sends(BOB, RECORD);
        for (byte[] bad : new byte[][] {{0x40, 0, 0}, {0x40, 0, 0, 0}, {0x40, 0, 0, 9, 1}, {0x4F}}) {
            assertNull(client.take(bad, bad.length, now, this::toServer));
        }

        assertEquals(4, client.counts().malformed());
    }

    @Test
    void silentServerIsAskedFourTimesInThreeSecondsAndThenLeftAlone() {
        server.silent = true;
        client.start(now, this::toServer);
        deliver();
        runUntil(10 * SECOND);

        assertEquals(4, server.count(TurnMethod.ALLOCATE));
        assertEquals(TurnFailure.SILENT, client.failure());
        assertFalse(client.isAnswering());
        client.start(now, this::toServer);
        assertTrue(onTheWay.isEmpty());
        now = 40 * SECOND;
        client.start(now, this::toServer);
        assertEquals(1, onTheWay.size());
    }

    @Test
    void wrongPasswordIsTriedOnce() {
        TurnClient wrong = new TurnClient("ann", "guess", false, new SplittableRandom(2));
        wrong.start(now, this::toServer);
        while (!onTheWay.isEmpty()) {
            byte[] answer = server.answer(onTheWay.remove());
            assertNotNull(answer);
            wrong.take(answer, answer.length, now, this::toServer);
        }

        assertEquals(TurnFailure.UNAUTHORIZED, wrong.failure());
        assertEquals(2, server.count(TurnMethod.ALLOCATE));
    }

    @Test
    void serverThatCallsEveryNonceStaleIsGivenUp() {
        server.alwaysStale = true;
        client.start(now, this::toServer);
        deliver();

        assertEquals(TurnFailure.UNSTEADY, client.failure());
        assertEquals(1 + TurnClient.CHALLENGES_MAX, server.count(TurnMethod.ALLOCATE));
    }

    @Test
    void staleNonceOfALaterRequestIsAnsweredWithTheNewOne() {
        allocate();
        server.errors.add(438);
        sends(BOB, RECORD);

        assertEquals(2, server.count(TurnMethod.CREATE_PERMISSION));
        assertEquals(1, client.permitted());
    }

    @Test
    void allocationOfAnEarlierProcessIsGivenBackOnce() {
        server.errors.addAll(Arrays.asList(437));
        client.start(now, this::toServer);
        deliver();
        assertEquals(TurnClient.State.READY, client.state());
        assertEquals(1, server.count(TurnMethod.REFRESH));

        TurnClient again = new TurnClient("ann", "secret", false, new SplittableRandom(3));
        server.errors.addAll(Arrays.asList(437, 437, 437, 437));
        again.start(now, this::toServer);
        while (!onTheWay.isEmpty()) {
            byte[] answer = server.answer(onTheWay.remove());
            assertNotNull(answer);
            again.take(answer, answer.length, now, this::toServer);
        }
        assertEquals(TurnFailure.UNSTEADY, again.failure());
    }

    @Test
    void lostAllocationIsAskedForAgainAtOnceAndNotInACircle() {
        allocate();
        now += 60 * SECOND;
        server.errors.add(437);
        sends(BOB, RECORD);
        assertEquals(TurnClient.State.READY, client.state());
        assertEquals(1, client.permitted(), "who was wanted is let in by the new one");

        server.errors.add(437);
        sends(EVE, RECORD);
        assertEquals(TurnFailure.UNSTEADY, client.failure());
        assertFalse(sends(BOB, RECORD));
    }

    @Test
    void allocationThatTheServerForgotIsFoundOutByTheNextSearch() {
        allocate();
        now += 60 * SECOND;
        server.errors.add(437);
        client.start(now, this::toServer);
        deliver();

        assertEquals(TurnClient.State.READY, client.state());
        assertEquals(1, server.count(TurnMethod.REFRESH));
        assertEquals(3, server.count(TurnMethod.ALLOCATE));
        client.start(now, this::toServer);
        assertTrue(onTheWay.isEmpty(), "who was heard just now is not asked");
    }

    @ParameterizedTest
    @ValueSource(ints = {486, 508})
    void fullServerIsLeftAloneForAMinute(int code) {
        server.errors.add(code);
        client.start(now, this::toServer);
        deliver();

        assertEquals(TurnFailure.FULL, client.failure());
        assertFalse(client.mayStart(now + 59 * SECOND));
        assertTrue(client.mayStart(now + 60 * SECOND));
    }

    @Test
    void answersWithoutOrWithAnotherProofAreNotBelieved() {
        server.seals = null;
        client.start(now, this::toServer);
        deliver();
        assertEquals(TurnClient.State.ASKING, client.state());

        server.seals = TurnKey.of("ann", TurnTwin.REALM, "another");
        runUntil(SECOND);
        assertEquals(TurnClient.State.ASKING, client.state());
        assertTrue(client.counts().unproved() >= 2);
        assertEquals(List.of(), client.places());
    }

    @Test
    void refusalWithoutAProofIsNotBelievedEither() {
        allocate();
        server.seals = null;
        server.errors.add(403);
        sends(BOB, RECORD);

        assertEquals(2, client.counts().unproved(), "the permission's and the channel's answers");
        server.seals = TurnKey.of("ann", TurnTwin.REALM, "secret");
        runUntil(now + SECOND);
        assertEquals(1, client.permitted());
    }

    @Test
    void answersToWhatWasNotAskedChangeNothing() {
        TurnMessage.Id nobodys = new TurnMessage.Id(5, 6);
        for (int method : new int[] {TurnMethod.ALLOCATE, TurnMethod.REFRESH, TurnMethod.CHANNEL_BIND}) {
            byte[] forged = new TurnWriter(new byte[100], method, TurnMessage.Kind.SUCCESS, nobodys)
                    .put(TurnMessage.XOR_RELAYED_ADDRESS, EVE)
                    .toBytes();
            assertNull(client.take(forged, forged.length, now, this::toServer));
        }

        assertEquals(3, client.counts().unasked());
        assertEquals(TurnClient.State.IDLE, client.state());
        assertTrue(onTheWay.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"224.0.0.1", "ff02::7", "0.0.0.0", "::"})
    void relayedAddressThatNobodyCouldSendToIsRefused(String host) {
        server.relayed = new InetSocketAddress(host, 5_000);
        client.start(now, this::toServer);
        deliver();

        assertEquals(TurnFailure.UNFIT, client.failure());
    }

    @Test
    void usedAllocationIsKeptAndAnUnusedOneGivenBack() {
        allocate();
        for (int i = 0; i < 40; i++) {
            runUntil(now + 30 * SECOND);
            sends(BOB, RECORD);
        }
        assertTrue(server.count(TurnMethod.REFRESH) >= 2, "20 minutes, of which one allocation lasts ten");
        assertTrue(server.count(TurnMethod.CREATE_PERMISSION) >= 5);
        assertTrue(server.count(TurnMethod.CHANNEL_BIND) >= 5);
        assertEquals(TurnClient.State.READY, client.state());

        runUntil(now + 130 * SECOND);
        assertEquals(TurnClient.State.IDLE, client.state());
        assertEquals(Long.MAX_VALUE, client.deadlineNanos());
    }

    @Test
    void hostsAndRequestsAreBounded() {
        allocate();
        server.silent = true;
        for (int i = 0; i < 1_000; i++) {
            client.send(
                    new InetSocketAddress("198.51." + i / 250 + "." + i % 250, 9), RECORD, 0, 5, now, this::toServer);
        }

        assertTrue(client.waiting() <= TurnClient.PENDING_MAX, "" + client.waiting());
    }

    @Test
    void nothingIsSentWithoutAnAllocationAndNothingToIpv6() {
        assertFalse(sends(BOB, RECORD));
        allocate();

        assertFalse(sends(new InetSocketAddress("2001:db8::1", 7), RECORD));
        assertFalse(sends(BOB, new byte[TurnWriter.MAX_BYTES]));
    }

    @Test
    void overAStreamNothingIsSentTwiceAndChannelDataIsPadded() {
        TurnClient stream = new TurnClient("ann", "secret", true, new SplittableRandom(4));
        server.silent = true;
        stream.start(now, this::toServer);
        stream.onTime(now + SECOND, this::toServer);
        assertEquals(1, onTheWay.size());
        stream.onTime(now + 3 * SECOND, this::toServer);
        assertEquals(TurnFailure.SILENT, stream.failure());
    }

    @Test
    void everyDamagedAnswerIsRefusedOrChangesNothingUnproved() {
        client.start(now, this::toServer);
        byte[] challenge = server.answer(onTheWay.remove());
        assertNotNull(challenge);
        client.take(challenge, challenge.length, now, this::toServer);
        byte[] answer = server.answer(onTheWay.remove());
        assertNotNull(answer);
        for (int bit = 0; bit < answer.length * 8; bit++) {
            byte[] damaged = answer.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            client.take(damaged, damaged.length, now, this::toServer);
        }
        for (int length = 0; length < answer.length; length++) {
            client.take(answer, length, now, this::toServer);
        }

        assertEquals(TurnClient.State.ASKING, client.state());
        client.take(answer, answer.length, now, this::toServer);
        assertEquals(TurnClient.State.READY, client.state());
    }
}

package worldmesh.mesh.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Addresses of both families at one server (RFC 8656 §7, §18.8); time stands still. */
class TurnFamilyTest {
    private static final InetSocketAddress FOUR = new InetSocketAddress("198.51.100.20", 4_000);
    private static final InetSocketAddress SIX = new InetSocketAddress("2001:db8::20", 4_000);
    private static final byte[] RECORD = {(byte) 0xE0, 1, 2, 3, 4};
    private static final int IPV6 = 0x02000000;

    private final TurnTwin server = new TurnTwin();
    private final TurnClient client = new TurnClient("ann", "secret", false, new SplittableRandom(1));
    private final Deque<byte[]> onTheWay = new ArrayDeque<>();

    private void toServer(byte[] data, int offset, int length) {
        onTheWay.add(Arrays.copyOfRange(data, offset, offset + length));
    }

    private void deliver() {
        while (!onTheWay.isEmpty()) {
            byte[] answer = server.answer(onTheWay.remove());
            if (answer != null) {
                client.take(answer, answer.length, 0, this::toServer);
            }
        }
    }

    private void allocate() {
        client.start(0, this::toServer);
        deliver();
        assertEquals(TurnClient.State.READY, client.state());
    }

    private boolean sends(InetSocketAddress peer) {
        boolean sent = client.send(peer, RECORD, 0, RECORD.length, 0, this::toServer);
        deliver();
        return sent;
    }

    /** The value of that attribute in the last request of an allocation; 0 if it has none. */
    private int lastWish(int type) {
        ByteBuffer request = ByteBuffer.wrap(server.requests.get(server.requests.size() - 1));
        for (int at = 20; at < request.limit(); at += 4 + (request.getShort(at + 2) + 3 & ~3)) {
            if ((request.getShort(at) & 0xFFFF) == type) {
                return request.getInt(at + 4);
            }
        }
        return 0;
    }

    @Test
    void addressOfTheOtherFamilyIsAskedForBesideAndBothAreUsed() {
        server.withSix();
        allocate();
        assertEquals(IPV6, lastWish(TurnMessage.ADDITIONAL_ADDRESS_FAMILY));

        assertEquals(List.of(TurnTwin.RELAYED, TurnTwin.RELAYED_SIX), client.places());
        assertTrue(sends(FOUR));
        assertTrue(sends(SIX));
        byte[] data = TurnTwin.indication(SIX, RECORD);
        TurnArrival arrival = client.take(data, data.length, 0, this::toServer);
        assertEquals(SIX, arrival == null ? null : arrival.peer());
    }

    @Test
    void serverThatHasNoneOfThatFamilyServesTheOther() {
        client.permit(SIX.getAddress(), 0, this::toServer);
        allocate();
        long permissions = server.count(TurnMethod.CREATE_PERMISSION);

        assertFalse(sends(SIX));
        client.permit(SIX.getAddress(), 0, this::toServer);
        deliver();
        assertEquals(permissions, server.count(TurnMethod.CREATE_PERMISSION));
        assertTrue(sends(FOUR));
    }

    @Test
    void serverWithoutIpv4IsAskedForIpv6Alone() {
        server.relayed = null;
        server.withSix();
        server.errors.add(440);
        allocate();

        assertEquals(IPV6, lastWish(TurnMessage.REQUESTED_ADDRESS_FAMILY));
        assertEquals(0, lastWish(TurnMessage.ADDITIONAL_ADDRESS_FAMILY), "the two exclude each other");
        assertEquals(List.of(TurnTwin.RELAYED_SIX), client.places());
        assertTrue(sends(SIX));
        assertFalse(sends(FOUR));
    }

    @Test
    void serverThatHasNoFamilyAtAllIsNotAskedForEver() {
        server.errors.add(440);
        server.errors.add(440);
        client.start(0, this::toServer);
        deliver();

        assertEquals(TurnClient.State.FAILED, client.state());
        assertEquals(TurnFailure.UNFIT, client.failure());
        assertEquals(3, server.count(TurnMethod.ALLOCATE));
    }

    @Test
    void hostThatTheServerCannotReachIsNotAskedForAgain() {
        server.withSix();
        allocate();
        server.errors.add(443);
        client.permit(SIX.getAddress(), 0, this::toServer);
        deliver();
        long second = 1_000_000_000L;
        for (long now = second; now < 60 * second; now += second) {
            client.onTime(now, this::toServer);
            deliver();
        }

        assertEquals(1, server.count(TurnMethod.CREATE_PERMISSION));
    }
}

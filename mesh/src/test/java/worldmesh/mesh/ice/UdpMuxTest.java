package worldmesh.mesh.ice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.net.DatagramPort;

class UdpMuxTest {
    private static final InetSocketAddress LOCAL = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1_000);
    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 2_000);

    /** The receiver's name in RFC 5769's request. */
    private static final String FRAGMENT = "evtj";

    private final Wire wire = new Wire();
    private final UdpMux mux = new UdpMux(wire);
    private final List<byte[]> links = new ArrayList<>();

    UdpMuxTest() {
        mux.start((from, data, length) -> links.add(Arrays.copyOf(data, length)));
    }

    private static final class Wire implements DatagramPort {
        final List<byte[]> sent = new ArrayList<>();
        private Receiver receiver = (from, data, length) -> {};

        @Override
        public InetSocketAddress local() {
            return LOCAL;
        }

        @Override
        public void send(InetSocketAddress to, byte[] data, int offset, int length) {
            sent.add(Arrays.copyOfRange(data, offset, offset + length));
        }

        @Override
        public void start(Receiver to) {
            receiver = to;
        }

        void arrive(byte[] data) {
            receiver.onDatagram(PEER, data, data.length);
        }

        @Override
        public void close() {}
    }

    private static byte[] next(StunSocket socket) throws IOException {
        socket.setSoTimeout(1);
        DatagramPacket packet = new DatagramPacket(new byte[1_500], 1_500);
        socket.receive(packet);
        assertEquals(PEER, packet.getSocketAddress());
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    private static byte[] answerTo(byte[] request) {
        byte[] answer = Arrays.copyOf(request, StunPacket.HEADER_BYTES);
        answer[0] = 1;
        return answer;
    }

    @Test
    void ourDatagramsGoToTheLinksAndRequestsToTheSearchTheyName() throws IOException {
        StunSocket search = mux.open(FRAGMENT, LOCAL);
        wire.arrive(new byte[] {(byte) 0xE0, 1, 2});
        wire.arrive(StunPacketTest.REQUEST);

        assertEquals(1, links.size());
        assertArrayEquals(StunPacketTest.REQUEST, next(search));
        assertEquals(0, mux.foreign() + mux.malformed());
    }

    @Test
    void malformedAndForeignMessagesAreCountedAndGoNowhere() {
        StunSocket search = mux.open("other", LOCAL);
        wire.arrive(StunPacketTest.REQUEST);
        wire.arrive(StunPacketTest.ANSWER);
        wire.arrive(new byte[] {0, 1, 2, 3});
        wire.arrive(Arrays.copyOf(StunPacketTest.REQUEST, 40));

        assertEquals(List.of(), links);
        assertEquals(2, mux.foreign());
        assertEquals(2, mux.malformed());
        assertThrows(SocketTimeoutException.class, () -> next(search));
    }

    @Test
    void requestWithoutIntegrityIsNobodysHoweverItNamesASearch() {
        StunSocket search = mux.open(FRAGMENT, LOCAL);
        byte[] unsigned = Arrays.copyOf(StunPacketTest.REQUEST, StunPacketTest.REQUEST.length - 32);
        unsigned[3] = (byte) (unsigned.length - StunPacket.HEADER_BYTES);
        assertEquals(
                FRAGMENT,
                Objects.requireNonNull(StunPacket.read(unsigned, unsigned.length))
                        .receiver());
        wire.arrive(unsigned);

        assertEquals(1, mux.foreign());
        assertThrows(SocketTimeoutException.class, () -> next(search));
    }

    @Test
    void answersFindTheSearchThatAskedOnceEach() throws IOException {
        StunSocket one = mux.open("one", LOCAL);
        StunSocket two = mux.open("two", LOCAL);
        byte[] request = StunPacket.bindingRequest(new StunPacket.Transaction(7, 7));
        two.send(new DatagramPacket(request, request.length, PEER));
        wire.arrive(answerTo(request));
        wire.arrive(answerTo(request));

        assertArrayEquals(answerTo(request), next(two));
        assertThrows(SocketTimeoutException.class, () -> next(one));
        assertEquals(1, mux.foreign());
        assertEquals(1, wire.sent.size());
    }

    @Test
    void requestsThatNobodyAnswersAreForgottenBeyondTheLimitAndWithTheirSearch() throws IOException {
        StunSocket search = mux.open("one", LOCAL);
        for (int i = 0; i < 2 * UdpMux.TRANSACTIONS_MAX; i++) {
            byte[] request = StunPacket.bindingRequest(new StunPacket.Transaction(i, i));
            search.send(new DatagramPacket(request, request.length, PEER));
        }
        assertEquals(UdpMux.TRANSACTIONS_MAX, mux.waiting());

        search.close();
        assertEquals(0, mux.waiting());
        assertEquals(0, mux.sockets());
        assertThrows(SocketException.class, () -> next(search));
    }
}

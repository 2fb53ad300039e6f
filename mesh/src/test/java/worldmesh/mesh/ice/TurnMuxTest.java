package worldmesh.mesh.ice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.path.TurnAddress;
import worldmesh.mesh.turn.TurnTwin;
import worldmesh.runtime.net.DatagramPort;

/** Links and searches that share one port with a TURN server. */
class TurnMuxTest {
    private static final InetSocketAddress LOCAL = new InetSocketAddress("192.0.2.1", 1_000);
    private static final InetSocketAddress SERVER = new InetSocketAddress("203.0.113.7", 3_478);
    private static final InetSocketAddress BOB = new InetSocketAddress("198.51.100.20", 4_000);
    private static final InetSocketAddress EVE = new InetSocketAddress("198.51.100.66", 4_000);
    private static final InetSocketAddress SIX = new InetSocketAddress("2001:db8::20", 4_000);
    private static final InetSocketAddress WAY = TurnAddress.of(0, BOB);
    private static final byte[] RECORD = {(byte) 0xE0, 1, 2, 3};
    private static final String FRAGMENT = "evtj";

    private final TurnTwin server = new TurnTwin().withSix();
    private final Wire wire = new Wire();
    private final UdpMux mux = new UdpMux(wire);
    private final List<InetSocketAddress> sources = new ArrayList<>();
    private final List<byte[]> links = new ArrayList<>();
    private final TurnRelay relay = new TurnRelay(
            0,
            TurnServer.parse("turn:203.0.113.7"),
            new TurnRelay.Terms(
                    new TurnSettings(TurnSettings.servers("turn:203.0.113.7"), "ann", "secret", ""),
                    new SplittableRandom(1),
                    () -> 0,
                    () -> {}));

    TurnMuxTest() {
        mux.start((from, data, length) -> {
            sources.add(from);
            links.add(Arrays.copyOf(data, length));
        });
        mux.attach(relay);
        mux.attach(relay, SERVER);
        relay.begin((data, offset, length) -> mux.sendToServer(SERVER, data, offset, length));
        assertEquals(List.of(TurnTwin.RELAYED, TurnTwin.RELAYED_SIX), relay.places());
    }

    private final class Wire implements DatagramPort {
        final List<InetSocketAddress> sent = new ArrayList<>();
        private Receiver receiver = (from, data, length) -> {};

        @Override
        public InetSocketAddress local() {
            return LOCAL;
        }

        @Override
        public void send(InetSocketAddress to, byte[] data, int offset, int length) {
            sent.add(to);
            byte[] answer = server.answer(Arrays.copyOfRange(data, offset, offset + length));
            if (answer != null) {
                arrive(to, answer);
            }
        }

        @Override
        public void start(Receiver to) {
            receiver = to;
        }

        void arrive(InetSocketAddress from, byte[] data) {
            receiver.onDatagram(from, data, data.length);
        }

        @Override
        public void close() {}
    }

    private static DatagramPacket next(StunSocket socket) throws IOException {
        socket.setSoTimeout(1);
        DatagramPacket packet = new DatagramPacket(new byte[1_500], 1_500);
        socket.receive(packet);
        return packet;
    }

    @Test
    void linkSendsAndHearsThroughTheServerUnderTheAddressOfTheWay() {
        mux.send(WAY, RECORD, 0, RECORD.length);
        mux.send(WAY, RECORD, 0, RECORD.length);
        assertArrayEquals(TurnTwin.channelData(0x4000, RECORD), server.passed.get(1));
        wire.arrive(SERVER, TurnTwin.channelData(0x4000, RECORD));
        wire.arrive(SERVER, TurnTwin.indication(BOB, RECORD));

        assertEquals(List.of(WAY, WAY), sources);
        assertArrayEquals(RECORD, links.get(0));
        assertArrayEquals(RECORD, links.get(1));
        assertEquals(4, mux.turnCounts().carriedIn() + mux.turnCounts().carriedOut());
    }

    @Test
    void hostOfTheOtherFamilyIsReachedFromTheOtherAddressOfTheServer() throws IOException {
        InetSocketAddress way = TurnAddress.of(0, SIX);
        mux.send(way, RECORD, 0, RECORD.length);
        wire.arrive(SERVER, TurnTwin.indication(SIX, RECORD));
        assertEquals(List.of(way), sources);

        StunSocket four = mux.open(FRAGMENT, TurnTwin.RELAYED, relay);
        StunSocket six = mux.open(FRAGMENT, TurnTwin.RELAYED_SIX, relay);
        wire.arrive(SERVER, TurnTwin.indication(SIX, StunPacketTest.REQUEST));
        assertEquals(SIX, next(six).getSocketAddress());
        assertThrows(SocketTimeoutException.class, () -> next(four));
        four.close();
        six.close();
        assertEquals(0, mux.sockets());
    }

    @Test
    void nobodyButTheServerSpeaksForIt() {
        mux.send(WAY, RECORD, 0, RECORD.length);
        wire.arrive(EVE, TurnTwin.channelData(0x4000, RECORD));
        wire.arrive(EVE, TurnTwin.indication(BOB, RECORD));
        wire.arrive(WAY, RECORD);

        assertEquals(List.of(), links);
        assertEquals(3, mux.foreign());
    }

    @Test
    void whatNoServerCarriesIsCounted() {
        mux.send(TurnAddress.of(7, BOB), RECORD, 0, RECORD.length);
        relay.close();
        mux.send(WAY, RECORD, 0, RECORD.length);

        assertEquals(2, mux.uncarried());
    }

    @Test
    void checksThroughTheServerReachTheSearchThatIsThereAndNoOther() throws IOException {
        StunSocket here = mux.open(FRAGMENT, LOCAL);
        StunSocket there = mux.open(FRAGMENT, TurnTwin.RELAYED, relay);
        relay.permit(BOB.getAddress());
        wire.arrive(SERVER, TurnTwin.indication(BOB, StunPacketTest.REQUEST));

        assertEquals(BOB, next(there).getSocketAddress());
        assertThrows(SocketTimeoutException.class, () -> next(here));
        wire.arrive(BOB, StunPacketTest.REQUEST);
        assertEquals(BOB, next(here).getSocketAddress());
        assertThrows(SocketTimeoutException.class, () -> next(there));
        there.close();
        here.close();
        assertEquals(0, mux.sockets());
    }

    @Test
    void answerThatTookAnotherWayThanItsCheckIsNotHeard() throws IOException {
        StunSocket there = mux.open(FRAGMENT, TurnTwin.RELAYED, relay);
        byte[] check = StunPacket.bindingRequest(new StunPacket.Transaction(7, 7));
        there.send(new DatagramPacket(check, check.length, BOB));
        byte[] answer = check.clone();
        answer[0] = 1;
        wire.arrive(BOB, answer);
        assertThrows(SocketTimeoutException.class, () -> next(there));

        there.send(new DatagramPacket(check, check.length, BOB));
        wire.arrive(SERVER, TurnTwin.indication(BOB, answer));
        assertNotNull(next(there));
    }

    @Test
    void privateNetworksAreNotAskedForAtAPublicServer() {
        relay.permit(new InetSocketAddress("192.168.1.1", 0).getAddress());
        relay.permit(InetAddress.getLoopbackAddress());
        relay.permit(new InetSocketAddress("fd00::1", 0).getAddress());
        mux.send(TurnAddress.of(0, new InetSocketAddress("10.0.0.1", 9)), RECORD, 0, RECORD.length);
        relay.permit(BOB.getAddress());

        assertEquals(1, mux.uncarried());
        assertEquals(List.of(new InetSocketAddress(BOB.getAddress(), 0)), server.wanted());
    }
}

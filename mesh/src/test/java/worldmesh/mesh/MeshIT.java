package worldmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import worldmesh.mesh.link.CloseReason;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.LinkState;
import worldmesh.mesh.link.MeshSignal;

/** Two meshes over real sockets. */
class MeshIT {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void carriesReliableMessagesInOrderAndSaysWhyItLeaves(String host) {
        try (SocketSide a = new SocketSide(host);
                SocketSide b = new SocketSide(host)) {
            a.mesh.connect(b.mesh.local(), b.mesh.self());
            SocketSide.await(() -> a.all(MeshSignal.LinkUp.class).size() == 1
                    && b.all(MeshSignal.LinkUp.class).size() == 1);

            for (int i = 0; i < 1_000; i++) {
                byte[] message = {(byte) i, (byte) (i >> 8)};
                SocketSide.await(() -> a.mesh.send(b.mesh.self(), Lane.RELIABLE, 1, message));
            }
            byte[] large = new byte[MeshPort.MAX_MESSAGE_BYTES];
            SocketSide.RANDOM.nextBytes(large);
            SocketSide.await(() -> a.mesh.send(b.mesh.self(), Lane.BULK, 1, large));
            SocketSide.await(() -> b.all(MeshSignal.Received.class).size() == 1_001);

            List<MeshSignal.Received> small = b.all(MeshSignal.Received.class).stream()
                    .filter(r -> r.lane() == Lane.RELIABLE)
                    .toList();
            for (int i = 0; i < 1_000; i++) {
                assertArrayEquals(
                        new byte[] {(byte) i, (byte) (i >> 8)}, small.get(i).message());
            }
            assertTrue(a.mesh.stats(b.mesh.self()).rttNanos() > 0);

            a.mesh.close(b.mesh.self(), CloseReason.LEFT);
            SocketSide.await(() -> !b.all(MeshSignal.LinkDown.class).isEmpty());
            assertEquals(
                    CloseReason.LEFT, b.all(MeshSignal.LinkDown.class).get(0).reason());
        }
    }

    @Test
    void soundIsHeardWhereNobodyDrainsAndWhatTheTapLeavesWaits() {
        try (SocketSide a = new SocketSide("127.0.0.1");
                SocketSide b = new SocketSide("127.0.0.1")) {
            a.mesh.connect(b.mesh.local(), b.mesh.self());
            SocketSide.await(() -> a.all(MeshSignal.LinkUp.class).size() == 1
                    && b.all(MeshSignal.LinkUp.class).size() == 1);
            List<String> heard = new CopyOnWriteArrayList<>();
            b.mesh.tapVoice((from, message, now) -> {
                heard.add(from + " " + message.length());
                return message.length() < 3;
            });
            a.mesh.send(b.mesh.self(), Lane.VOICE, 1, new byte[2]);
            a.mesh.send(b.mesh.self(), Lane.VOICE, 1, new byte[3]);
            a.mesh.send(b.mesh.self(), Lane.INPUT, 1, new byte[1]);
            SocketSide.await(() -> heard.size() == 2);
            SocketSide.await(() -> b.all(MeshSignal.Received.class).size() == 2);

            assertEquals(List.of(a.mesh.self() + " 2", a.mesh.self() + " 3"), heard);
            assertArrayEquals(
                    new byte[3], b.all(MeshSignal.Received.class).get(0).message());
        }
    }

    @Test
    void meshOnTheWildcardAddressTalksToBothFamiliesAtOnce() {
        try (SocketSide both = new SocketSide("0.0.0.0");
                SocketSide v4 = new SocketSide("127.0.0.1");
                SocketSide v6 = new SocketSide("::1")) {
            int port = both.mesh.local().getPort();
            v4.mesh.connect(Net.address("127.0.0.1", port), both.mesh.self());
            both.mesh.connect(v6.mesh.local(), v6.mesh.self());
            SocketSide.await(() -> both.all(MeshSignal.LinkUp.class).size() == 2
                    && v4.all(MeshSignal.LinkUp.class).size() == 1
                    && v6.all(MeshSignal.LinkUp.class).size() == 1);

            for (SocketSide side : List.of(v4, v6)) {
                SocketSide.await(() -> both.mesh.send(side.mesh.self(), Lane.RELIABLE, 0, new byte[] {1}));
                SocketSide.await(() -> side.mesh.send(both.mesh.self(), Lane.RELIABLE, 0, new byte[] {2}));
            }

            SocketSide.await(() -> both.all(MeshSignal.Received.class).size() == 2);
            SocketSide.await(() -> v4.all(MeshSignal.Received.class).size() == 1
                    && v6.all(MeshSignal.Received.class).size() == 1);
            assertEquals(LinkState.CONNECTED, both.mesh.state(v4.mesh.self()));
            assertEquals(LinkState.CONNECTED, both.mesh.state(v6.mesh.self()));
        }
    }

    @Test
    void meshOnTheWildcardAddressIsReachedByIpv6() {
        try (SocketSide both = new SocketSide("0.0.0.0");
                SocketSide v6 = new SocketSide("::1")) {
            v6.mesh.connect(Net.address("::1", both.mesh.local().getPort()), both.mesh.self());

            SocketSide.await(() -> v6.all(MeshSignal.LinkUp.class).size() == 1);
        }
    }
}

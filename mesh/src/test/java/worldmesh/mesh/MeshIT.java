package worldmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.link.CloseReason;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.LinkState;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.runtime.net.UdpDatagramPort;
import worldmesh.runtime.time.SystemClock;

/** Two meshes over real sockets. */
class MeshIT {
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final class Side implements AutoCloseable {
        final Mesh mesh;
        final List<MeshSignal> signals = new ArrayList<>();

        Side(String host) {
            UdpDatagramPort port = UdpDatagramPort.open(new InetSocketAddress(host, 0));
            mesh = Mesh.open(
                    MeshSettings.defaults(), Ed25519Signer.generate(RANDOM), port, SystemClock.INSTANCE, RANDOM);
        }

        <T extends MeshSignal> List<T> all(Class<T> type) {
            mesh.drain(signals::add, 10_000);
            return signals.stream().filter(type::isInstance).map(type::cast).toList();
        }

        @Override
        public void close() {
            mesh.close();
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = SystemClock.INSTANCE.nanoTime() + 10_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertTrue(SystemClock.INSTANCE.nanoTime() < end, "nothing happened for ten seconds");
            LockSupport.parkNanos(200_000L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void carriesReliableMessagesInOrderAndSaysWhyItLeaves(String host) {
        try (Side a = new Side(host);
                Side b = new Side(host)) {
            a.mesh.connect(b.mesh.local(), b.mesh.self());
            await(() -> a.all(MeshSignal.LinkUp.class).size() == 1
                    && b.all(MeshSignal.LinkUp.class).size() == 1);

            for (int i = 0; i < 1_000; i++) {
                byte[] message = {(byte) i, (byte) (i >> 8)};
                await(() -> a.mesh.send(b.mesh.self(), Lane.RELIABLE, 1, message));
            }
            byte[] large = new byte[MeshPort.MAX_MESSAGE_BYTES];
            RANDOM.nextBytes(large);
            await(() -> a.mesh.send(b.mesh.self(), Lane.BULK, 1, large));
            await(() -> b.all(MeshSignal.Received.class).size() == 1_001);

            List<MeshSignal.Received> small = b.all(MeshSignal.Received.class).stream()
                    .filter(r -> r.lane() == Lane.RELIABLE)
                    .toList();
            for (int i = 0; i < 1_000; i++) {
                assertArrayEquals(
                        new byte[] {(byte) i, (byte) (i >> 8)}, small.get(i).message());
            }
            assertTrue(a.mesh.stats(b.mesh.self()).rttNanos() > 0);

            a.mesh.close(b.mesh.self(), CloseReason.LEFT);
            await(() -> !b.all(MeshSignal.LinkDown.class).isEmpty());
            assertEquals(
                    CloseReason.LEFT, b.all(MeshSignal.LinkDown.class).get(0).reason());
        }
    }

    @Test
    void meshOnTheWildcardAddressTalksToBothFamiliesAtOnce() {
        try (Side both = new Side("0.0.0.0");
                Side v4 = new Side("127.0.0.1");
                Side v6 = new Side("::1")) {
            int port = both.mesh.local().getPort();
            v4.mesh.connect(Net.address("127.0.0.1", port), both.mesh.self());
            both.mesh.connect(v6.mesh.local(), v6.mesh.self());
            await(() -> both.all(MeshSignal.LinkUp.class).size() == 2
                    && v4.all(MeshSignal.LinkUp.class).size() == 1
                    && v6.all(MeshSignal.LinkUp.class).size() == 1);

            for (Side side : List.of(v4, v6)) {
                await(() -> both.mesh.send(side.mesh.self(), Lane.RELIABLE, 0, new byte[] {1}));
                await(() -> side.mesh.send(both.mesh.self(), Lane.RELIABLE, 0, new byte[] {2}));
            }

            await(() -> both.all(MeshSignal.Received.class).size() == 2);
            await(() -> v4.all(MeshSignal.Received.class).size() == 1
                    && v6.all(MeshSignal.Received.class).size() == 1);
            assertEquals(LinkState.CONNECTED, both.mesh.state(v4.mesh.self()));
            assertEquals(LinkState.CONNECTED, both.mesh.state(v6.mesh.self()));
        }
    }

    @Test
    void meshOnTheWildcardAddressIsReachedByIpv6() {
        try (Side both = new Side("0.0.0.0");
                Side v6 = new Side("::1")) {
            v6.mesh.connect(Net.address("::1", both.mesh.local().getPort()), both.mesh.self());

            await(() -> v6.all(MeshSignal.LinkUp.class).size() == 1);
        }
    }
}

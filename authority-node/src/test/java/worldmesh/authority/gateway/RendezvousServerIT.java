package worldmesh.authority.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.authority.rendezvous.DeskLimits;
import worldmesh.authority.rendezvous.NodeFace;
import worldmesh.authority.rendezvous.RendezvousDesk;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.mesh.identity.NodeKey;
import worldmesh.mesh.rendezvous.NodeLink;
import worldmesh.mesh.rendezvous.NodeRefusal;
import worldmesh.mesh.wss.NodeConnection;
import worldmesh.mesh.wss.NodeSettings;
import worldmesh.runtime.loop.EventLoop;
import worldmesh.runtime.time.SystemClock;

/** Peers, and what calls itself one, at a node over real TLS. */
@Timeout(60)
class RendezvousServerIT {
    private static final DeskLimits LIMITS = new DeskLimits(64, 4, 4_000_000, 2_000_000);
    private static final byte[] WORLD = new byte[32];

    @TempDir
    private Path directory;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private @Nullable RendezvousServer server;
    private @Nullable NodeKey drawn;

    @SuppressWarnings("ArrayRecordComponent") // tests only read it
    private record Arrival(InetSocketAddress from, byte[] data) {}

    private static final class Arrivals implements NodeConnection.Taker {
        final LinkedBlockingQueue<Arrival> got = new LinkedBlockingQueue<>();

        @Override
        public void onDatagram(InetSocketAddress from, byte[] data, int length) {
            got.add(new Arrival(from, Arrays.copyOf(data, length)));
        }

        @Override
        public void onReady(@Nullable String stunServer) {}
    }

    private record Peer(Ed25519Signer signer, NodeConnection node, Arrivals arrivals) {}

    @BeforeEach
    void open() {
        NodeKey key = NodeKey.loadOrCreate(directory.resolve("rendezvous.pem"), new SecureRandom());
        drawn = key;
        EventLoop loop = EventLoop.start("desk", failure -> {});
        var desk = new RendezvousDesk(
                new NodeFace(key.pin(), 0), LIMITS, Ed25519Verifier.INSTANCE, new SecureRandom(), loop.nanoTime());
        server = RendezvousServer.open(new RendezvousServer.Place("127.0.0.1", 0, key.keyStore()), LIMITS, loop, desk);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        server().close();
    }

    private RendezvousServer server() {
        RendezvousServer running = server;
        assertNotNull(running);
        return running;
    }

    private byte[] pin() {
        NodeKey key = drawn;
        assertNotNull(key);
        return key.pin();
    }

    private Peer peer(int seed, NodeSettings settings) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) seed;
        Ed25519Signer signer = Ed25519Signer.ofSeed(bytes);
        Arrivals arrivals = new Arrivals();
        NodeLink link = settings.node();
        assertNotNull(link);
        var node = new NodeConnection(settings, link, signer, new SplittableRandom(seed), arrivals);
        opened.add(node);
        node.meet(WORLD);
        return new Peer(signer, node, arrivals);
    }

    private NodeSettings pinned(byte[] pin) {
        return new NodeSettings(new NodeLink("127.0.0.1", server().port(), pin), "");
    }

    private static boolean await(BooleanSupplier condition, long millis) {
        long end = SystemClock.INSTANCE.nanoTime() + millis * 1_000_000;
        while (!condition.getAsBoolean() && SystemClock.INSTANCE.nanoTime() < end) {
            LockSupport.parkNanos(5_000_000);
        }
        return condition.getAsBoolean();
    }

    private static boolean isReady(Peer peer, Peer other) {
        return await(() -> peer.node.way(other.signer.peer()) != null, 15_000);
    }

    @Test
    void carriesDatagramsOfAllSizesBetweenTwoPeers() throws InterruptedException {
        Peer ann = peer(1, pinned(pin()));
        Peer ben = peer(2, pinned(pin()));
        assertTrue(isReady(ann, ben) && isReady(ben, ann));
        ben.node.letIn(ann.signer.peer());
        ann.node.letIn(ben.signer.peer());

        for (int size : new int[] {14, 100, 1_200, 1_232}) {
            byte[] data = new byte[size];
            Arrays.fill(data, (byte) 0xE1);
            InetSocketAddress to = ann.node.way(ben.signer.peer());
            assertNotNull(to);
            assertTrue(ann.node.carry(to, data, 0, size));

            Arrival arrival = ben.arrivals.got.poll(10, TimeUnit.SECONDS);
            assertNotNull(arrival, "size " + size);
            assertArrayEquals(data, arrival.data());
            assertEquals(ben.node.way(ann.signer.peer()), arrival.from());
        }
        InetSocketAddress to = ann.node.way(ben.signer.peer());
        assertNotNull(to);
        assertFalse(ann.node.carry(to, new byte[1_233], 0, 1_233));
        assertFalse(ann.node.carry(to, new byte[13], 0, 13));
    }

    @Test
    void nodeWithAnotherKeyThanThePinIsNotBelieved() {
        byte[] wrong = pin();
        wrong[31] ^= 1;
        Peer ann = peer(1, pinned(wrong));

        assertFalse(await(() -> ann.node.way(ann.signer.peer()) != null, 2_000));
        assertEquals(0, server().refused(NodeRefusal.FORGED));
    }

    @Test
    void nodeWithoutAPinNeedsAnAuthorityThatVouchesForItsName() {
        Peer system = peer(1, new NodeSettings(new NodeLink("127.0.0.1", server().port(), new byte[0]), ""));
        String own = directory.resolve("rendezvous.pem").toString();
        Peer named = peer(2, new NodeSettings(new NodeLink("127.0.0.1", server().port(), new byte[0]), own));

        // The certificate is in that file, but names no machine.
        assertFalse(await(() -> named.node.way(named.signer.peer()) != null, 2_000));
        assertFalse(system.node.way(system.signer.peer()) != null);
    }

    private static SSLSocket secured(Socket plain, String... protocols) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "127.0.0.1", 1, true);
        socket.setEnabledProtocols(protocols);
        return socket;
    }

    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private Socket plain() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server().port());
        socket.setSoTimeout(15_000);
        opened.add(socket);
        return socket;
    }

    @Test
    void speaksTls13AndNothingOlder() throws Exception {
        SSLSocket old = secured(plain(), "TLSv1.2");
        assertThrows(SSLException.class, old::startHandshake);

        SSLSocket today = secured(plain(), "TLSv1.3");
        today.startHandshake();
        assertEquals("TLSv1.3", today.getSession().getProtocol());
    }

    private static boolean isEnded(Socket socket) {
        try {
            InputStream in = socket.getInputStream();
            return in.read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void connectionsBeyondTheBoundAreEndedBeforeAByteIsRead() throws Exception {
        List<Socket> held = new ArrayList<>();
        for (int i = 0; i < LIMITS.perAddress() * 2; i++) {
            held.add(plain());
        }
        assertTrue(await(() -> server().connections() == held.size(), 5_000), () -> "" + server().connections());

        assertTrue(isEnded(plain()));
        assertEquals(1, server().refusedAtTheDoor());
        for (Socket each : held) {
            each.close();
        }
        assertTrue(await(() -> server().connections() == 0, 10_000), () -> "" + server().connections());
    }

    @Test
    void whoTricklesBytesIsEndedAfterEightSeconds() throws Exception {
        Socket slow = plain();
        long begun = SystemClock.INSTANCE.nanoTime();
        byte[] hello = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 252, 3, 3};
        boolean ended = false;
        for (int i = 0; i < 40 && !ended; i++) {
            try {
                slow.getOutputStream().write(hello[Math.min(i, hello.length - 1)]);
            } catch (SocketException e) {
                ended = true;
            }
            LockSupport.parkNanos(500_000_000L);
        }

        double seconds = (SystemClock.INSTANCE.nanoTime() - begun) * 1e-9;
        assertTrue(ended && seconds < 15, "ended " + ended + " after " + seconds);
        assertEquals(1, server().lateUpgrades());
        assertEquals(0, server().connections());
    }

    @Test
    void samePeerIsServedByOneConnectionAtATime() {
        Peer first = peer(1, pinned(pin()));
        assertTrue(isReady(first, first));
        Peer again = peer(1, pinned(pin()));
        assertTrue(isReady(again, again));

        assertTrue(await(() -> server().refused(NodeRefusal.REPLACED) >= 1, 5_000));
    }
}

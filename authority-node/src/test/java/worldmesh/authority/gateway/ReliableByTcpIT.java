package worldmesh.authority.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.authority.rendezvous.DeskLimits;
import worldmesh.authority.rendezvous.NodeFace;
import worldmesh.authority.rendezvous.RendezvousDesk;
import worldmesh.mesh.Mesh;
import worldmesh.mesh.MeshSettings;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.mesh.ice.UdpMux;
import worldmesh.mesh.identity.NodeKey;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.LinkListener;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.link.Payload;
import worldmesh.mesh.rendezvous.NodeLink;
import worldmesh.mesh.wss.NodeConnection;
import worldmesh.mesh.wss.NodeSettings;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.loop.EventLoop;
import worldmesh.runtime.net.DatagramPort;
import worldmesh.runtime.net.UdpDatagramPort;
import worldmesh.runtime.time.SystemClock;

/** RELIABLE over TLS and TCP while STATE stays on UDP, over real sockets: what went where is counted there. */
@Timeout(60)
class ReliableByTcpIT {
    private static final DeskLimits LIMITS = new DeskLimits(64, 4, 4_000_000, 2_000_000);
    private static final int RELIABLE_BYTES = 500;
    private static final int STATE_BYTES = 40;
    private static final int MESSAGES = 100;
    private static final long TURN_NANOS = 4_000_000L;

    @TempDir
    private Path directory;

    /** A socket that counts what is sent by it. */
    private static final class CountingPort implements DatagramPort {
        final DatagramPort port = UdpDatagramPort.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        final AtomicInteger large = new AtomicInteger();
        final AtomicInteger small = new AtomicInteger();

        @Override
        public InetSocketAddress local() {
            return port.local();
        }

        @Override
        public void send(InetSocketAddress to, byte[] data, int offset, int length) {
            (length >= RELIABLE_BYTES ? large : small).incrementAndGet();
            port.send(to, data, offset, length);
        }

        @Override
        public void start(Receiver receiver) {
            port.start(receiver);
        }

        @Override
        public void close() {
            port.close();
        }
    }

    /** One player: a link over UDP, and a connection to the node. */
    private static final class Peer implements LinkListener, NodeConnection.Taker, AutoCloseable {
        final CountingPort udp = new CountingPort();
        final UdpMux mux = new UdpMux(udp);
        final Mesh mesh;
        final NodeConnection node;
        final List<Integer> reliable = Collections.synchronizedList(new ArrayList<>());
        final AtomicInteger states = new AtomicInteger();
        volatile boolean linked;

        Peer(int seed, NodeSettings settings) {
            Ed25519Signer signer = Ed25519Signer.generate(new SecureRandom());
            NodeLink link = settings.node();
            assertNotNull(link);
            node = new NodeConnection(settings, link, signer, new SplittableRandom(seed), this);
            mux.attach(node::carry);
            mesh = Mesh.open(MeshSettings.defaults(), signer, mux, SystemClock.INSTANCE, new SecureRandom());
            mesh.deliverTo(this);
            node.meet(new byte[32]);
        }

        @Override
        public void onSignal(MeshSignal signal) {
            linked |= signal instanceof MeshSignal.LinkUp;
        }

        @Override
        public void onMessage(PeerId from, Lane lane, int stream, Payload payload) {
            if (lane == Lane.RELIABLE) {
                reliable.add(
                        ByteBuffer.wrap(payload.data(), payload.offset(), 4).getInt());
            } else {
                states.incrementAndGet();
            }
        }

        @Override
        public void onDatagram(InetSocketAddress from, byte[] data, int length) {
            mux.onCarried(from, data, length);
        }

        @Override
        public void onReady(@Nullable String stunServer) {}

        @Override
        public void close() {
            mesh.close();
            node.close();
        }
    }

    private static boolean await(BooleanSupplier condition) {
        long end = SystemClock.INSTANCE.nanoTime() + 15_000_000_000L;
        while (!condition.getAsBoolean() && SystemClock.INSTANCE.nanoTime() < end) {
            LockSupport.parkNanos(2_000_000);
        }
        return condition.getAsBoolean();
    }

    private static void play(Peer from, Peer to, int first) {
        byte[] message = new byte[RELIABLE_BYTES];
        Payload lent = Payload.of(message);
        for (int i = first; i < first + MESSAGES; i++) {
            ByteBuffer.wrap(message).putInt(i);
            assertTrue(from.mesh.send(to.mesh.self(), Lane.RELIABLE, 0, lent));
            from.mesh.send(to.mesh.self(), Lane.STATE, 0, new byte[STATE_BYTES]);
            LockSupport.parkNanos(TURN_NANOS);
        }
    }

    @Test
    void reliableGoesOverTlsAndStateOverUdpAndNothingIsLostWhenTheNodeDies() {
        NodeKey key = NodeKey.loadOrCreate(directory.resolve("rendezvous.pem"), new SecureRandom());
        EventLoop loop = EventLoop.start("desk", failure -> {});
        var desk = new RendezvousDesk(
                new NodeFace(key.pin(), 0), LIMITS, Ed25519Verifier.INSTANCE, new SecureRandom(), loop.nanoTime());
        RendezvousServer server =
                RendezvousServer.open(new RendezvousServer.Place("127.0.0.1", 0, key.keyStore()), LIMITS, loop, desk);
        NodeSettings settings = new NodeSettings(new NodeLink("127.0.0.1", server.port(), key.pin()), "");
        try (Peer ann = new Peer(1, settings);
                Peer ben = new Peer(2, settings)) {
            PeerId to = ben.mesh.self();
            ann.mesh.connect(ben.udp.local(), to);
            assertTrue(await(() -> ann.linked && ben.linked));
            assertTrue(await(() -> ann.node.way(to) != null && ben.node.way(ann.mesh.self()) != null));
            ann.node.letIn(to);
            ben.node.letIn(ann.mesh.self());
            ann.mesh.partStreams(to, ann.node.way(to));
            assertTrue(await(() -> ann.node.carried() >= 2), "no answer through the node");

            long carried = ann.node.carried();
            int shaken = ann.udp.large.get(); // a handshake's first words
            play(ann, ben, 0);

            assertTrue(await(() -> ben.reliable.size() == MESSAGES), () -> "reliable " + ben.reliable.size());
            assertEquals(shaken, ann.udp.large.get());
            assertTrue(ann.node.carried() - carried >= MESSAGES / 2, () -> "through the node " + ann.node.carried());
            assertTrue(ben.states.get() >= MESSAGES * 9 / 10, () -> "states " + ben.states);
            assertTrue(ann.udp.small.get() >= MESSAGES, () -> "by UDP " + ann.udp.small);

            server.close();
            play(ann, ben, MESSAGES);

            assertTrue(await(() -> ben.reliable.size() == 2 * MESSAGES), () -> "reliable " + ben.reliable.size());
            assertEquals(IntStream.range(0, 2 * MESSAGES).boxed().toList(), ben.reliable);
            assertTrue(ann.udp.large.get() > shaken);
        } finally {
            loop.close();
        }
    }
}

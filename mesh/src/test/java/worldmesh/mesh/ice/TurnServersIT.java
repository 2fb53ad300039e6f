package worldmesh.mesh.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.mesh.path.Candidate;
import worldmesh.mesh.path.CandidateKind;
import worldmesh.mesh.path.PathEvent;
import worldmesh.mesh.path.PathOffer;
import worldmesh.mesh.path.TurnAddress;
import worldmesh.mesh.turn.TurnTwin;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.net.HostPort;
import worldmesh.runtime.net.UdpDatagramPort;
import worldmesh.runtime.time.SystemClock;

/** A search's servers over real sockets of this machine: dead ones, those over UDP, those over TCP. */
@Timeout(60)
class TurnServersIT {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final InetSocketAddress FAR = new InetSocketAddress("198.51.100.20", 4_000);

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Ed25519Signer signer = Ed25519Signer.generate(RANDOM);
    private final PeerId other = Ed25519Signer.generate(RANDOM).peer();
    private final List<Candidate> told = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private String datagrams(TurnTwin twin) {
        UdpDatagramPort port = UdpDatagramPort.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        open.add(port);
        port.start((from, data, length) -> {
            byte[] answer = twin.answer(Arrays.copyOf(data, length));
            if (answer != null) {
                port.send(from, answer, 0, answer.length);
            }
        });
        return "turn:" + HostPort.format(port.local());
    }

    private String stream(TurnTwin twin, AtomicInteger connections) throws IOException {
        ServerSocket server = new ServerSocket(0, 4, InetAddress.getLoopbackAddress());
        open.add(server);
        Thread thread = new Thread(() -> {
            boolean more = true;
            while (more) {
                more = serveNext(server, twin, connections);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return "turn:127.0.0.1:" + server.getLocalPort() + "?transport=tcp";
    }

    /** False when the client or the test is done. */
    private static boolean serveNext(ServerSocket server, TurnTwin twin, AtomicInteger connections) {
        try (Socket client = server.accept()) {
            connections.incrementAndGet();
            serve(client, twin);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void serve(Socket client, TurnTwin twin) throws IOException {
        StreamFrames frames = new StreamFrames(client.getInputStream());
        OutputStream out = client.getOutputStream();
        for (int length = frames.next(); length >= 0; length = frames.next()) {
            byte[] answer = twin.answer(Arrays.copyOf(frames.frame(), length));
            if (answer != null) {
                out.write(answer);
            }
        }
    }

    private IceConnector connector(String servers) {
        UdpMux mux = new UdpMux(UdpDatagramPort.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        mux.start((from, data, length) -> {});
        TurnSettings turn = new TurnSettings(TurnSettings.servers(servers), "ann", "secret", "");
        IceConnector ice =
                IceConnector.open(mux, IceSettings.defaults().withTurn(turn), signer, Ed25519Verifier.INSTANCE, RANDOM);
        open.add(0, mux);
        open.add(0, ice);
        return ice;
    }

    private boolean listensUntil(IceConnector ice, BooleanSupplier done) {
        long end = SystemClock.INSTANCE.nanoTime() + 30_000_000_000L;
        while (!done.getAsBoolean()) {
            ice.drain(this::take, 100);
            if (SystemClock.INSTANCE.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(1_000_000L);
        }
        return true;
    }

    private void take(PathEvent event) {
        if (event instanceof PathEvent.Offer offer) {
            PathOffer read = PathOffer.decode(offer.offer(), signer.peer(), other, Ed25519Verifier.INSTANCE);
            told.addAll(read == null ? List.of() : read.candidates());
        }
    }

    private boolean isTold() {
        return told.contains(new Candidate(CandidateKind.RELAYED, TurnTwin.RELAYED));
    }

    @Test
    void serverTellsItsAddressInAFurtherOfferAndADeadOneHoldsNothingUp() {
        TurnTwin dead = new TurnTwin();
        dead.silence();
        IceConnector ice = connector(datagrams(dead) + "," + datagrams(new TurnTwin()));
        ice.seek(other, null);

        assertTrue(listensUntil(ice, this::isTold));
        assertTrue(told.contains(new Candidate(CandidateKind.REFLEXIVE, TurnTwin.MAPPED)), "as a STUN server does");
    }

    @Test
    void streamServesWhereDatagramsDoNot() throws IOException {
        TurnTwin dead = new TurnTwin();
        dead.silence();
        AtomicInteger connections = new AtomicInteger();
        IceConnector ice = connector(datagrams(dead) + "," + stream(new TurnTwin(), connections));
        ice.seek(other, null);

        assertTrue(listensUntil(ice, this::isTold));
        assertEquals(1, connections.get());
    }

    @Test
    void streamsAreLeftAloneWhereDatagramsServe() throws IOException {
        IceConnector rehearsal = connector(datagrams(new TurnTwin()));
        rehearsal.seek(other, null);
        assertTrue(listensUntil(rehearsal, this::isTold), "or loading classes would outlast the patience with servers");
        told.clear();
        AtomicInteger connections = new AtomicInteger();
        IceConnector ice = connector(stream(new TurnTwin(), connections) + "," + datagrams(new TurnTwin()));
        ice.seek(other, null);
        assertTrue(listensUntil(ice, this::isTold));
        long later = SystemClock.INSTANCE.nanoTime() + 3 * TurnServers.DEADLINE_NANOS;

        assertTrue(listensUntil(ice, () -> SystemClock.INSTANCE.nanoTime() - later > 0));
        assertEquals(0, connections.get());
    }

    @Test
    void addressThatDoesNotAnswerIsReachedAroundOnceAServerIsThere() {
        IceConnector ice = connector(datagrams(new TurnTwin()));

        assertTrue(listensUntil(ice, () -> ice.around(FAR) != null));
        assertEquals(TurnAddress.of(0, FAR), ice.around(FAR));
        assertNull(connector("").around(FAR));
    }
}

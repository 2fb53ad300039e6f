package worldmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.identity.TicketFile;
import worldmesh.mesh.link.CloseReason;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.LinkState;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.wire.DatagramKind;
import worldmesh.runtime.net.DatagramPort;
import worldmesh.runtime.net.UdpDatagramPort;
import worldmesh.runtime.time.SystemClock;

/** Tickets over real sockets and on a real disk. */
@Timeout(120)
class ResumeIT {
    /** A socket that counts handshakes and can be cut off. */
    private static final class CountingPort implements DatagramPort {
        final UdpDatagramPort socket = UdpDatagramPort.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        final AtomicInteger hellos = new AtomicInteger();
        volatile boolean cut;

        @Override
        public InetSocketAddress local() {
            return socket.local();
        }

        @Override
        public void send(InetSocketAddress to, byte[] data, int offset, int length) {
            if (DatagramKind.of(data[offset]) == DatagramKind.HELLO) {
                hellos.incrementAndGet();
            }
            if (!cut) {
                socket.send(to, data, offset, length);
            }
        }

        @Override
        public void start(Receiver receiver) {
            socket.start((from, data, length) -> {
                if (!cut) {
                    receiver.onDatagram(from, data, length);
                }
            });
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private static final class Side extends SocketSide {
        final CountingPort port;

        Side(Ed25519Signer signer, Path tickets) {
            this(new CountingPort(), signer, tickets);
        }

        private Side(CountingPort port, Ed25519Signer signer, Path tickets) {
            super(port, signer);
            this.port = port;
            mesh.keepTickets(new TicketFile(tickets, SystemClock.INSTANCE));
        }
    }

    private static boolean hasTicket(Path file) {
        return !new TicketFile(file, SystemClock.INSTANCE).load().isEmpty();
    }

    @Test
    void processThatDiedIsBackWithoutAHandshakeByTheTicketOnItsDisk(@TempDir Path directory) throws IOException {
        Ed25519Signer dying = Ed25519Signer.generate(SocketSide.RANDOM);
        Path tickets = directory.resolve("dying");
        try (Side b = new Side(Ed25519Signer.generate(SocketSide.RANDOM), directory.resolve("b"))) {
            Path left = directory.resolve("left");
            try (Side a = new Side(dying, tickets)) {
                a.mesh.connect(b.mesh.local(), b.mesh.self());
                SocketSide.await(() -> b.all(MeshSignal.LinkUp.class).size() == 1 && hasTicket(tickets));
                Files.copy(tickets, left);
                a.port.cut = true; // dies: nothing it still says is heard
            }
            try (Side a = new Side(dying, left)) {
                a.mesh.connect(b.mesh.local(), b.mesh.self());
                SocketSide.await(() -> b.all(MeshSignal.LinkUp.class).size() == 2);
                SocketSide.await(() -> a.mesh.send(b.mesh.self(), Lane.RELIABLE, 0, new byte[] {9}));
                SocketSide.await(() -> b.all(MeshSignal.Received.class).size() == 1);

                assertEquals(0, a.port.hellos.get());
                assertEquals(LinkState.CONNECTED, a.mesh.state(b.mesh.self()));
            }
        }
    }

    @Test
    void whoLeavesInGoodOrderLeavesNoTicketOnItsDisk(@TempDir Path directory) {
        Path tickets = directory.resolve("a");
        try (Side b = new Side(Ed25519Signer.generate(SocketSide.RANDOM), directory.resolve("b"))) {
            try (Side a = new Side(Ed25519Signer.generate(SocketSide.RANDOM), tickets)) {
                a.mesh.connect(b.mesh.local(), b.mesh.self());
                SocketSide.await(() -> b.all(MeshSignal.LinkUp.class).size() == 1 && hasTicket(tickets));
                a.mesh.close(b.mesh.self(), CloseReason.LEFT);
            }
            assertTrue(!hasTicket(tickets));
            SocketSide.await(() -> b.all(MeshSignal.LinkDown.class).size() == 1);
            SocketSide.await(() -> !hasTicket(directory.resolve("b")));
        }
    }
}

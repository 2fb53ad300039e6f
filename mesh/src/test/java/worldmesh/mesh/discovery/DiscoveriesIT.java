package worldmesh.mesh.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.runtime.time.SystemClock;

/** Places from a real file, and by real DNS questions. */
@Timeout(60)
class DiscoveriesIT {
    @TempDir
    private Path directory;

    private static boolean await(BooleanSupplier condition) {
        long end = SystemClock.INSTANCE.nanoTime() + 15_000_000_000L;
        while (!condition.getAsBoolean() && SystemClock.INSTANCE.nanoTime() < end) {
            LockSupport.parkNanos(10_000_000L);
        }
        return condition.getAsBoolean();
    }

    @Test
    void fileIsReadAgainWhenSomebodyChangesIt() throws IOException {
        Path file = directory.resolve("places");
        try (Discovery way = Discoveries.inFile(file)) {
            assertTrue(await(() -> way.hint().isPresent()));
            assertTrue(
                    way.hint().orElse("").contains("peer.discovery.file"),
                    () -> way.hint().orElse(""));

            Files.writeString(file, "192.0.2.7:27500\n");
            assertTrue(await(() -> way.places().size() == 1));
            assertTrue(way.hint().isEmpty());

            Files.writeString(file, "# nobody plays today\n");
            assertTrue(await(() -> way.places().isEmpty()));
        }
    }

    @Test
    void namedPlacesAreLookedUp() {
        try (Discovery way = Discoveries.named("127.0.0.1:1 nobody.invalid:2")) {
            assertTrue(await(() -> !way.places().isEmpty()));
            assertEquals(1, way.places().size());
        }
    }

    /** Answers each question with two SRV records; one server, in the clear, as far as a resolver needs it. */
    private static final class NameServer implements AutoCloseable {
        private final DatagramSocket socket;
        private volatile String asked = "";

        NameServer() throws IOException {
            socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Thread thread = new Thread(this::serve, "names");
            thread.setDaemon(true);
            thread.start();
        }

        private void serve() {
            byte[] data = new byte[512];
            try {
                while (!socket.isClosed()) {
                    DatagramPacket packet = new DatagramPacket(data, data.length);
                    socket.receive(packet);
                    byte[] answer = answer(data);
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                socket.close(); // the test is over
            }
        }

        private byte[] answer(byte[] question) {
            int end = 12;
            StringBuilder name = new StringBuilder();
            while (question[end] != 0) {
                name.append(new String(question, end + 1, question[end], StandardCharsets.US_ASCII))
                        .append('.');
                end += question[end] + 1;
            }
            asked = name.toString();
            ByteBuffer out = ByteBuffer.allocate(512);
            out.put(question, 0, 2).putShort((short) 0x8580).putShort((short) 1).putShort((short) 2);
            out.putShort((short) 0).putShort((short) 0);
            out.put(question, 12, end + 5 - 12);
            record(out, 20, 5, 27_501, "127.0.0.2");
            record(out, 10, 1, 27_502, "127.0.0.3");
            byte[] answer = new byte[out.position()];
            out.flip().get(answer);
            return answer;
        }

        private static void record(ByteBuffer out, int priority, int weight, int port, String host) {
            out.putShort((short) 0xC00C)
                    .putShort((short) 33)
                    .putShort((short) 1)
                    .putInt(60);
            int at = out.position();
            out.putShort((short) 0)
                    .putShort((short) priority)
                    .putShort((short) weight)
                    .putShort((short) port);
            for (String label : host.split("\\.")) {
                out.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
            }
            out.put((byte) 0);
            out.putShort(at, (short) (out.position() - at - 2));
        }

        String address() {
            return "dns://127.0.0.1:" + socket.getLocalPort();
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    @Test
    void srvRecordsNameMembersTheLowestPriorityFirst() throws IOException {
        try (NameServer names = new NameServer();
                Discovery way = Discoveries.inDns("example.org", names.address())) {
            assertTrue(await(() -> !way.places().isEmpty()), () -> way.hint().orElse("silent"));

            assertEquals("_worldmesh._udp.example.org.", names.asked);
            assertEquals(
                    List.of(27_502, 27_501),
                    way.places().stream()
                            .map(place -> place.addresses().get(0).getPort())
                            .toList());
        }
    }

    @Test
    void domainWithoutRecordsIsSaidSo() {
        try (Discovery way = Discoveries.inDns("example.invalid", "dns://127.0.0.1:9")) {
            assertTrue(await(() -> way.hint().isPresent()));
            assertTrue(way.hint().orElse("").contains("peer.discovery.domain"));
        }
    }
}

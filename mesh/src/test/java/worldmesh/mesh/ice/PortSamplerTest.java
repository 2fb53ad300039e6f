package worldmesh.mesh.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.loop.EventLoop;
import worldmesh.runtime.net.DatagramPort;

/** Questions through a NAT in memory that counts; nothing leaves this process. */
class PortSamplerTest {
    private static final List<InetSocketAddress> SERVERS = List.of(
            new InetSocketAddress("203.0.113.1", 3_478),
            new InetSocketAddress("203.0.113.2", 3_478),
            new InetSocketAddress("203.0.113.3", 3_478));
    private static final String NAT = "198.51.100.9";
    private static final int FIRST = 5_000;

    private final EventLoop loop = EventLoop.start("sampler-test", failure -> {});
    private final LinkedBlockingQueue<PortForecast> told = new LinkedBlockingQueue<>();
    private final List<CountedPort> ports = new ArrayList<>();
    private final Map<String, Integer> given = new LinkedHashMap<>();
    private boolean dead;

    @AfterEach
    void closeLoop() {
        loop.close();
    }

    /** A port behind that NAT: the servers answer before the sending of a question is over. */
    private final class CountedPort implements DatagramPort {
        private final int number = ports.size();
        private Receiver receiver = (from, data, length) -> {};
        private boolean closed;

        @Override
        public InetSocketAddress local() {
            return new InetSocketAddress("192.168.1.2", 40_000 + number);
        }

        @Override
        public void send(InetSocketAddress to, byte[] data, int offset, int length) {
            int port = given.computeIfAbsent(number + " " + to, any -> FIRST + given.size());
            byte[] request = StunPacket.filledRequest(
                    StunPacket.transaction(ByteBuffer.wrap(data, offset, length)), StunAnswer.MAX_BYTES);
            byte[] answer = StunAnswer.to(request, request.length, new InetSocketAddress(NAT, port));
            if (!dead && answer != null) {
                receiver.onDatagram(to, answer, answer.length);
            }
        }

        @Override
        public void start(Receiver to) {
            receiver = to;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private void sample() {
        PortSampler.Where where = new PortSampler.Where(SERVERS, new InetSocketAddress(0), any -> {
            CountedPort port = new CountedPort();
            ports.add(port);
            return port;
        });
        loop.tryExecute(() -> PortSampler.begin(where, loop, new SplittableRandom(1), told::add));
    }

    @Test
    void twoServersAreAskedFromTwoPortsAndWhatComesNextIsTold() throws InterruptedException {
        sample();
        PortForecast forecast = told.poll(10, TimeUnit.SECONDS);

        assertEquals(new PortForecast(new InetSocketAddress(NAT, 0).getAddress(), FIRST, FIRST + 3, 1), forecast);
        assertEquals(4, given.size());
        assertTrue(ports.stream().allMatch(port -> port.closed));
    }

    @Test
    void serversThatSayNothingTellNothingAndNoPortStaysOpen() throws InterruptedException {
        dead = true;
        sample();

        assertNull(told.poll(PortSampler.DEADLINE_NANOS + 300_000_000L, TimeUnit.NANOSECONDS));
        assertTrue(ports.stream().allMatch(port -> port.closed));
    }
}

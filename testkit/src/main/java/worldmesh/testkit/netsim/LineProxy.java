package worldmesh.testkit.netsim;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import worldmesh.runtime.loop.EventLoop;
import worldmesh.runtime.net.DatagramPort;
import worldmesh.runtime.net.UdpDatagramPort;
import worldmesh.testkit.net.EmulatedLine;
import worldmesh.testkit.net.LineCourse;
import worldmesh.testkit.net.LinkCounts;
import worldmesh.testkit.net.LinkShape;

/**
 * A line between real sockets: who sends to its near end is carried to its far end and back, by a socket of his own, as
 * through a NAT. All who use it share its rate and its queue. Any thread may ask; one loop carries.
 */
public final class LineProxy implements AutoCloseable {
    /** Senders at once; a further one is not carried. */
    static final int MAX_CLIENTS = 256;

    /** Datagrams under way at once, 96 MB at the most; further ones count as lost in the queue. */
    static final int MAX_HELD = 65_536;

    private static final Logger log = LoggerFactory.getLogger(LineProxy.class);

    private final EventLoop loop = EventLoop.start("netsim", error -> log.error("netsim.failed", error));
    private final Map<InetSocketAddress, DatagramPort> clients = new HashMap<>();
    private final DatagramPort near;
    private final InetSocketAddress far;
    private final EmulatedLine up;
    private final EmulatedLine down;
    private int held;
    private long refused;

    /**
     * What happened.
     *
     * @param clients senders that were carried
     * @param refused datagrams that found no room for their sender or for themselves
     * @param up from those who send to the near end
     * @param down back to them
     */
    public record Counts(int clients, long refused, LinkCounts up, LinkCounts down) {}

    private LineProxy(DatagramPort near, InetSocketAddress far, EmulatedLine up, EmulatedLine down) {
        this.near = near;
        this.far = far;
        this.up = up;
        this.down = down;
    }

    /** The same over a line that changes by itself; who is carried gets other ports where the course moves him. */
    public static LineProxy open(InetSocketAddress listen, InetSocketAddress far, LineCourse course, long seed) {
        LinkShape first = course.phase(0).shape();
        LineProxy proxy = open(listen, far, first, first, seed);
        proxy.loop.execute(() -> proxy.enter(course, 0));
        return proxy;
    }

    /** Carries what comes to {@code listen} to {@code far}, which knows nothing of it, from now on. */
    public static LineProxy open(
            InetSocketAddress listen, InetSocketAddress far, LinkShape up, LinkShape down, long seed) {
        var random = new SplittableRandom(seed);
        var proxy = new LineProxy(
                UdpDatagramPort.open(listen),
                far,
                new EmulatedLine(up, random.split()),
                new EmulatedLine(down, random.split()));
        proxy.near.start((from, data, length) -> {
            byte[] datagram = Arrays.copyOf(data, length);
            proxy.loop.tryExecute(() -> proxy.onNear(from, datagram));
        });
        return proxy;
    }

    /** Where to send to. */
    public InetSocketAddress local() {
        return near.local();
    }

    /** What has happened so far. */
    public CompletableFuture<Counts> counts() {
        return CompletableFuture.supplyAsync(
                () -> new Counts(clients.size(), refused + loop.refused(), up.counts(), down.counts()), loop);
    }

    private void enter(LineCourse course, long number) {
        LineCourse.Phase phase = course.phase(number);
        up.reshape(phase.shape());
        down.reshape(phase.shape());
        if (phase.moves() && number > 0) {
            clients.values().forEach(DatagramPort::close);
            clients.replaceAll((from, closed) -> portFor(from));
        }
        loop.schedule(loop.nanoTime() + phase.nanos(), () -> enter(course, number + 1));
    }

    private DatagramPort portFor(InetSocketAddress from) {
        DatagramPort port = UdpDatagramPort.open(new InetSocketAddress(wildcard(), 0));
        port.start((sender, data, length) -> {
            byte[] answer = Arrays.copyOf(data, length);
            loop.tryExecute(() -> carry(down, near, from, answer));
        });
        return port;
    }

    private void onNear(InetSocketAddress from, byte[] datagram) {
        DatagramPort port = clients.get(from);
        if (port == null && clients.size() < MAX_CLIENTS) {
            port = portFor(from);
            clients.put(from, port);
        }
        if (port == null) {
            refused++;
            return;
        }
        carry(up, port, far, datagram);
    }

    private String wildcard() {
        return far.getAddress().getAddress().length == 4 ? "0.0.0.0" : "::";
    }

    private void carry(EmulatedLine line, DatagramPort from, InetSocketAddress to, byte[] datagram) {
        if (held >= MAX_HELD) {
            refused++;
            return;
        }
        line.offer(datagram.length, loop.nanoTime(), at -> {
            held++;
            loop.schedule(at, () -> {
                held--;
                from.send(to, datagram, 0, datagram.length);
            });
        });
    }

    @Override
    public void close() {
        near.close();
        loop.close();
        clients.values().forEach(DatagramPort::close);
    }
}

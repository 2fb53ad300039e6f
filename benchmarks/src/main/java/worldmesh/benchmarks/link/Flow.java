package worldmesh.benchmarks.link;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.Payload;
import worldmesh.runtime.net.UdpDatagramPort;
import worldmesh.runtime.time.SystemClock;

/**
 * Datagrams of 100 bytes as fast as they are taken in, and what one costs both ends. The sender stays ahead by no more
 * than a window, so that none is lost and what is counted is what arrived. Driven by one thread.
 */
final class Flow implements AutoCloseable {
    /** What one datagram carries. */
    static final int PAYLOAD_BYTES = 100;

    private static final int WINDOW = 256;
    private static final long PAUSE_NANOS = 20_000L;

    /** After so long without progress what is missing is taken for lost. */
    private static final long LOST_NANOS = 50_000_000L;

    private static final OperatingSystemMXBean MACHINE =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final AtomicLong arrived = new AtomicLong();
    private final Runnable send;
    private final Runnable end;

    /**
     * One round.
     *
     * @param perSecond datagrams that arrived
     * @param cpuMicros time of all threads of the process, for one
     * @param allocatedBytes what all threads allocated, for one
     */
    record Round(double perSecond, double cpuMicros, double allocatedBytes) {}

    private Flow(UdpDatagramPort near, UdpDatagramPort far) {
        byte[] payload = new byte[PAYLOAD_BYTES];
        far.start((from, data, length) -> arrived.incrementAndGet());
        near.start((from, data, length) -> {});
        send = () -> near.send(far.local(), payload, 0, payload.length);
        end = () -> {
            near.close();
            far.close();
        };
    }

    private Flow(String host) {
        Payload payload = Payload.of(new byte[PAYLOAD_BYTES]);
        MeshPair pair = new MeshPair(host, MeshPair.Ear.DEAF, (from, message) -> arrived.incrementAndGet());
        pair.connect();
        send = () -> {
            pair.near.send(pair.far.self(), Lane.STATE, 0, payload);
            pair.near.flush();
        };
        end = pair::close;
    }

    /** Over plain sockets. */
    static Flow ofRawUdp(String host) {
        return new Flow(
                UdpDatagramPort.open(new InetSocketAddress(host, 0)),
                UdpDatagramPort.open(new InetSocketAddress(host, 0)));
    }

    /** Over a link, each message in a datagram of its own. */
    static Flow ofLink(String host) {
        return new Flow(host);
    }

    /** Sends for so long. */
    Round round(long nanos) {
        long cpu = MACHINE.getProcessCpuTime();
        long allocated = allocated();
        long start = SystemClock.INSTANCE.nanoTime();
        long count = run(nanos);
        double seconds = (SystemClock.INSTANCE.nanoTime() - start) / 1e9;
        double cpuMicros = (MACHINE.getProcessCpuTime() - cpu) / 1e3;
        double bytes = allocated() - allocated;
        return new Round(count / seconds, cpuMicros / count, bytes / count);
    }

    private long run(long nanos) {
        long first = arrived.get();
        long sent = first;
        long end = SystemClock.INSTANCE.nanoTime() + nanos;
        while (SystemClock.INSTANCE.nanoTime() - end < 0) {
            if (sent - arrived.get() >= WINDOW) {
                sent -= awaitRoom(sent, WINDOW / 2);
            }
            send.run();
            sent++;
        }
        awaitRoom(sent, 0);
        return Math.max(1, arrived.get() - first);
    }

    /** Waits until no more than {@code ahead} are on their way; answers what will not come any more. */
    private long awaitRoom(long sent, long ahead) {
        long give = SystemClock.INSTANCE.nanoTime() + LOST_NANOS;
        while (sent - arrived.get() > ahead) {
            if (SystemClock.INSTANCE.nanoTime() - give > 0) {
                return sent - arrived.get();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return 0;
    }

    private static long allocated() {
        long sum = 0;
        for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
            sum += Math.max(0, bytes);
        }
        return sum;
    }

    @Override
    public void close() {
        end.run();
    }
}

package worldmesh.testkit.net;

import java.net.InetSocketAddress;
import worldmesh.runtime.net.DatagramPort;
import worldmesh.testkit.sim.Scheduler;

/**
 * What a file transfer over TCP CUBIC does to a line: 1,500 bytes a packet, one acknowledgement each, a lost packet is
 * noticed by three later ones, sent again, and the window falls to 0.7 once a round trip. Written apart from the mesh's
 * own window, so that one mistake is not made twice.
 */
final class CubicFlow {
    private static final int PACKET_BYTES = 1_472;
    private static final double C = 0.4;
    private static final double BETA = 0.7;

    private final Scheduler scheduler;
    private final DatagramPort port;
    private final InetSocketAddress to;
    private final java.util.TreeMap<Long, Long> onTheWay = new java.util.TreeMap<>();
    private double window = 10;
    private double threshold = 1e9;
    private double lastMax;
    private long epochStart = -1;
    private double k;
    private long next;
    private long recoverUntil = -1;
    private long delivered;
    private double rttSeconds = 0.1;
    private long progressAt;

    CubicFlow(Scheduler scheduler, SimulatedNetwork network, InetSocketAddress from, InetSocketAddress to) {
        this.scheduler = scheduler;
        this.to = to;
        this.port = network.open(from);
        DatagramPort sink = network.open(to);
        sink.start((sender, data, length) -> sink.send(sender, data, 0, 8));
        port.start((sender, data, length) -> onAck(number(data)));
    }

    void start() {
        fill();
        watch();
    }

    long deliveredBytes() {
        return delivered;
    }

    private void fill() {
        while (onTheWay.size() < window) {
            byte[] packet = new byte[PACKET_BYTES];
            for (int i = 0; i < 8; i++) {
                packet[i] = (byte) (next >>> (8 * i));
            }
            onTheWay.put(next++, scheduler.nowNanos());
            port.send(to, packet, 0, packet.length);
        }
    }

    private static long number(byte[] data) {
        long value = 0;
        for (int i = 7; i >= 0; i--) {
            value = (value << 8) | (data[i] & 0xFF);
        }
        return value;
    }

    private void onAck(long packet) {
        Long sentAt = onTheWay.remove(packet);
        if (sentAt == null) {
            return;
        }
        delivered += PACKET_BYTES;
        progressAt = scheduler.nowNanos();
        rttSeconds += ((progressAt - sentAt) * 1e-9 - rttSeconds) / 8;
        while (!onTheWay.isEmpty() && onTheWay.firstKey() < packet - 3) {
            lose(onTheWay.firstKey());
        }
        if (packet > recoverUntil) {
            grow();
        }
        fill();
    }

    private void lose(long packet) {
        onTheWay.remove(packet);
        if (packet <= recoverUntil) {
            return;
        }
        recoverUntil = next;
        lastMax = window;
        window = Math.max(2, window * BETA);
        threshold = window;
        k = Math.cbrt(lastMax * (1 - BETA) / C);
        epochStart = scheduler.nowNanos();
    }

    private void grow() {
        if (window < threshold) {
            window++;
            return;
        }
        double t = (scheduler.nowNanos() - epochStart) * 1e-9;
        double cubic = C * Math.pow(t - k, 3) + lastMax;
        double reno = lastMax * BETA + 3 * (1 - BETA) / (1 + BETA) * t / rttSeconds;
        double target = Math.min(Math.max(cubic, reno), 1.5 * window);
        window += Math.max(0, target - window) / window;
    }

    private void watch() {
        if (scheduler.nowNanos() - progressAt > 1_000_000_000L) {
            onTheWay.clear();
            window = 2;
            progressAt = scheduler.nowNanos();
        }
        fill();
        scheduler.after(200_000_000L, this::watch);
    }
}

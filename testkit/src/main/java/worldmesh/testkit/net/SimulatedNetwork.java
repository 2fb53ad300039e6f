package worldmesh.testkit.net;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.net.DatagramPort;
import worldmesh.testkit.sim.Scheduler;

/**
 * Carries datagrams between simulated ports in virtual time. Every choice comes from the one generator in the order the
 * datagrams are sent, so that a seed repeats. One thread.
 */
public final class SimulatedNetwork {
    private final Scheduler scheduler;
    private final EmulatedLine line;
    private final Map<InetSocketAddress, Port> ports = new HashMap<>();
    private final Map<InetSocketAddress, Integer> sides = new HashMap<>();
    private final Map<Set<InetSocketAddress>, Long> muted = new HashMap<>();
    private final Map<Way, EmulatedLine> lines = new HashMap<>();
    private final Map<InetSocketAddress, InetSocketAddress> seenAt = new HashMap<>();
    private final Map<InetSocketAddress, InetSocketAddress> realOf = new HashMap<>();
    private final Map<InetSocketAddress, RadioWatch> radios = new HashMap<>();
    private long delivered;
    private long dropped;

    /** A quiet network without ports. */
    public SimulatedNetwork(Scheduler scheduler, RandomGenerator random) {
        this.scheduler = scheduler;
        this.line = new EmulatedLine(NetworkFaults.none().shape(), random);
    }

    /** From now on datagrams fare as {@code newFaults} says; those under way are not changed. */
    public void setFaults(NetworkFaults newFaults) {
        line.reshape(newFaults.shape());
    }

    /**
     * From now on what {@code from} sends to {@code to} goes over {@code way}, which several may share; its queue and
     * chances are its own.
     */
    public void lay(InetSocketAddress from, InetSocketAddress to, EmulatedLine way) {
        lines.put(new Way(from, to), way);
    }

    /**
     * From now on others see {@code real} at {@code seen} and reach it there alone, as behind a NAT that has just given
     * it a new address. Lines stay those of the real address.
     */
    public void translate(InetSocketAddress real, InetSocketAddress seen) {
        InetSocketAddress before = seenAt.put(real, seen);
        if (before != null) {
            realOf.remove(before);
        }
        realOf.put(seen, real);
    }

    /** From now on {@code radio} sees the times of all packets of the machine at {@code address}. */
    public void watch(InetSocketAddress address, RadioWatch radio) {
        radios.put(address, radio);
    }

    private void seen(InetSocketAddress address, byte[] datagram) {
        RadioWatch radio = radios.get(address);
        if (radio != null) {
            radio.packet(datagram.length + LinkShape.HEADER_BYTES, scheduler.nowNanos());
        }
    }

    private record Way(InetSocketAddress from, InetSocketAddress to) {}

    /** Opens a port at {@code address}, which must be free. */
    public DatagramPort open(InetSocketAddress address) {
        var port = new Port(address);
        if (ports.putIfAbsent(address, port) != null) {
            throw new IllegalStateException("simulated address " + address + " is in use; close its port first");
        }
        return port;
    }

    /** Puts {@code address} on a side; datagrams pass only within a side. All start on side 0. */
    public void assignSide(InetSocketAddress address, int side) {
        sides.put(address, side);
    }

    /** Puts all addresses on one side again. */
    public void heal() {
        sides.clear();
    }

    /** Every datagram between the two is lost for so long, though others reach both. */
    public void mute(InetSocketAddress a, InetSocketAddress b, long durationNanos) {
        muted.put(Set.of(a, b), scheduler.nowNanos() + durationNanos);
    }

    private boolean isMuted(InetSocketAddress from, InetSocketAddress to) {
        return !muted.isEmpty()
                && !from.equals(to)
                && muted.getOrDefault(Set.of(from, to), Long.MIN_VALUE) > scheduler.nowNanos();
    }

    /** True if datagrams from {@code from} now get to {@code to}, both ports being open and nothing else failing. */
    public boolean reaches(InetSocketAddress from, InetSocketAddress to) {
        return ports.containsKey(from) && ports.containsKey(to) && !parted(from, to);
    }

    /** Datagrams that arrived. */
    public long delivered() {
        return delivered;
    }

    /** Datagrams that vanished, by loss, partition or want of a port. */
    public long dropped() {
        return dropped;
    }

    private boolean parted(InetSocketAddress a, InetSocketAddress b) {
        return !sides.isEmpty() && !sides.getOrDefault(a, 0).equals(sides.getOrDefault(b, 0));
    }

    private void carry(InetSocketAddress from, InetSocketAddress asked, byte[] datagram) {
        InetSocketAddress to = realOf.getOrDefault(asked, asked);
        InetSocketAddress source = seenAt.getOrDefault(from, from);
        boolean left = seenAt.containsKey(asked) && !realOf.containsKey(asked);
        seen(from, datagram);
        boolean arrives = !left
                && !parted(from, to)
                && !isMuted(from, to)
                && line(from, to)
                                .offer(
                                        datagram.length,
                                        scheduler.nowNanos(),
                                        at -> scheduler.at(at, () -> deliver(new Way(from, to), source, datagram)))
                        > 0;
        if (!arrives) {
            dropped++;
        }
    }

    private EmulatedLine line(InetSocketAddress from, InetSocketAddress to) {
        return lines.isEmpty() ? line : lines.getOrDefault(new Way(from, to), line);
    }

    private void deliver(Way way, InetSocketAddress source, byte[] datagram) {
        Port port = ports.get(way.to);
        if (port == null || port.receiver == null || parted(way.from, way.to)) {
            dropped++;
            return;
        }
        delivered++;
        seen(way.to, datagram);
        scheduler.trace().add(datagram);
        port.receiver.onDatagram(source, datagram.clone(), datagram.length);
    }

    private final class Port implements DatagramPort {
        private final InetSocketAddress address;
        private @Nullable Receiver receiver;

        Port(InetSocketAddress address) {
            this.address = address;
        }

        @Override
        public InetSocketAddress local() {
            return address;
        }

        @Override
        public void send(InetSocketAddress to, byte[] data, int offset, int length) {
            if (length > MAX_DATAGRAM_BYTES || ports.get(address) != this) {
                dropped++;
                return;
            }
            carry(address, to, Arrays.copyOfRange(data, offset, offset + length));
        }

        @Override
        public void start(Receiver newReceiver) {
            if (receiver != null) {
                throw new IllegalStateException("the port at " + address + " is already started");
            }
            receiver = newReceiver;
        }

        @Override
        public void close() {
            ports.remove(address, this);
        }
    }
}

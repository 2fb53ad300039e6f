package worldmesh.mesh;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.crypto.MeshCrypto;
import worldmesh.mesh.crypto.TlsMeshCrypto;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshOutbox;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.runtime.identity.PeerId;

/**
 * A network in memory on a virtual clock: loses, repeats, delays and reorders; runs any number of cores in one thread.
 */
final class Net {
    final List<Node> nodes = new ArrayList<>();
    final List<byte[]> log = new ArrayList<>();
    private final PriorityQueue<Flight> flights = new PriorityQueue<>();
    private final SplittableRandom random;
    long now = 1_000_000_000L;
    long delayNanos = 1_000_000L;
    long jitterNanos;
    double loss;
    double duplication;
    Predicate<Flight> filter = flight -> true;
    Consumer<Flight> sent = flight -> {};
    Consumer<Flight> received = flight -> {};
    private long order;

    /** The second address of a machine: what goes to one leaves from the sender's own second. */
    final Map<InetSocketAddress, InetSocketAddress> seconds = new HashMap<>();

    /** What it takes longer to get to some machines, or from them. */
    final Map<InetSocketAddress, Long> slow = new HashMap<>();

    Net(long seed) {
        this.random = new SplittableRandom(seed);
    }

    record Flight(long at, long order, InetSocketAddress from, InetSocketAddress to, byte[] data)
            implements Comparable<Flight> {
        @Override
        public int compareTo(Flight other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    final class Node implements MeshOutbox {
        final MeshCore core;
        final Ed25519Signer signer;
        InetSocketAddress address;
        final List<MeshSignal> signals = new ArrayList<>();
        boolean ready = true;

        Node(InetSocketAddress address, Ed25519Signer signer, MeshSettings settings, long seed) {
            this(address, signer, settings, new SeededSecureRandom(seed), crypto -> crypto);
        }

        Node(
                InetSocketAddress address,
                Ed25519Signer signer,
                MeshSettings settings,
                SecureRandom entropy,
                UnaryOperator<MeshCrypto> watched) {
            this.address = address;
            this.signer = signer;
            this.core = new MeshCore(
                    settings, signer, watched.apply(new TlsMeshCrypto(signer, entropy, settings.versions())), entropy);
        }

        @Override
        public void datagram(InetSocketAddress to, byte[] data, int offset, int length) {
            byte[] copy = Arrays.copyOfRange(data, offset, offset + length);
            transmit(seconds.containsValue(to) ? seconds.getOrDefault(address, address) : address, to, copy);
        }

        @Override
        public void signal(MeshSignal signal) {
            signals.add(signal);
        }

        @Override
        public boolean ready(PeerId from) {
            return ready;
        }

        long now() {
            return now;
        }

        PeerId id() {
            return core.self();
        }

        void connect(Node other) {
            core.connect(other.address, other.id(), now, this);
        }

        boolean send(Node to, Lane lane, int stream, byte[] message) {
            return core.send(to.id(), lane, stream, message, now, this);
        }

        <T extends MeshSignal> List<T> all(Class<T> type) {
            return signals.stream().filter(type::isInstance).map(type::cast).toList();
        }

        List<byte[]> messages() {
            return all(MeshSignal.Received.class).stream()
                    .map(MeshSignal.Received::message)
                    .toList();
        }
    }

    static InetSocketAddress address(String host, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    Node node(String host, int port) {
        return node(host, port, MeshSettings.defaults());
    }

    Node node(String host, int port, MeshSettings settings) {
        long seed = nodes.size() + 1L;
        return add(new Node(
                address(host, port), Ed25519Signer.generate(new SeededSecureRandom(seed * 7_919)), settings, seed));
    }

    Node add(Node node) {
        nodes.add(node);
        return node;
    }

    void transmit(InetSocketAddress from, InetSocketAddress to, byte[] data) {
        log.add(data);
        sent.accept(new Flight(now, order, from, to, data));
        if (random.nextDouble() < loss) {
            return;
        }
        schedule(from, to, data);
        if (random.nextDouble() < duplication) {
            schedule(from, to, data);
        }
    }

    private void schedule(InetSocketAddress from, InetSocketAddress to, byte[] data) {
        long jitter = jitterNanos == 0 ? 0 : random.nextLong(jitterNanos);
        long more = slow.getOrDefault(from, 0L) + slow.getOrDefault(to, 0L);
        Flight flight = new Flight(now + delayNanos + jitter + more, order++, from, to, data);
        if (filter.test(flight)) {
            flights.add(flight);
        }
    }

    /** Runs until nothing is left to do within {@code millis}, or the condition holds. */
    boolean run(long millis, java.util.function.BooleanSupplier until) {
        long end = now + millis * 1_000_000L;
        while (!until.getAsBoolean()) {
            long next = end;
            for (Node node : nodes) {
                next = Math.min(next, Math.max(now, node.core.nextDeadlineNanos()));
            }
            Flight flight = flights.peek();
            if (flight != null) {
                next = Math.min(next, flight.at());
            }
            if (next >= end) {
                now = end;
                return until.getAsBoolean();
            }
            now = next;
            if (flight != null && flight.at() <= now) {
                flights.remove();
                deliver(flight);
                continue;
            }
            for (Node node : nodes) {
                if (node.core.nextDeadlineNanos() <= now) {
                    node.core.onTime(now, node);
                }
            }
        }
        return true;
    }

    void run(long millis) {
        run(millis, () -> false);
    }

    private void deliver(Flight flight) {
        for (Node node : List.copyOf(nodes)) {
            if (node.address.equals(flight.to()) || flight.to().equals(seconds.get(node.address))) {
                received.accept(flight);
                node.core.onDatagram(flight.from(), flight.data(), flight.data().length, now, node);
            }
        }
    }
}

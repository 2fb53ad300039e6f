package worldmesh.testkit.membership;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import worldmesh.mesh.Mesh;
import worldmesh.mesh.MeshSettings;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.group.GroupMembership;
import worldmesh.mesh.group.GroupSettings;
import worldmesh.mesh.link.LinkStats;
import worldmesh.mesh.membership.Membership;
import worldmesh.mesh.membership.MembershipEvent;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.net.DatagramPort;
import worldmesh.runtime.net.UdpDatagramPort;
import worldmesh.runtime.time.SystemClock;
import worldmesh.testkit.contract.MembershipBench;

/** The bench of the real thing: JGroups over encrypted links over loopback, all in this process. */
final class GroupMembershipBench implements MembershipBench {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long REDIAL_NANOS = 500 * NANOS_PER_MILLI;

    private final List<Node> nodes = new ArrayList<>();
    private Set<Integer> parted = Set.of();
    private final Set<InetSocketAddress> side = ConcurrentHashMap.newKeySet();

    /** One peer; its port can be parted from others, frozen and cut off. */
    private final class Node {
        final Ed25519Signer signer = Ed25519Signer.generate(RANDOM);
        final List<MembershipEvent> events = new ArrayList<>();
        Gate gate;
        Mesh mesh;
        GroupMembership membership;
        boolean stalled;
        boolean crashed;

        Node() {
            open();
        }

        void open() {
            gate = new Gate(UdpDatagramPort.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
            mesh = Mesh.open(MeshSettings.defaults(), signer, gate, SystemClock.INSTANCE, RANDOM);
            membership = GroupMembership.open(mesh, GroupSettings.defaults());
            crashed = false;
        }

        PeerId id() {
            return mesh.self();
        }
    }

    /** A port whose datagrams pass only within a side; while it is frozen all that call it stand still. */
    private final class Gate implements DatagramPort {
        private final DatagramPort port;
        private volatile boolean frozen;
        private volatile boolean cut;

        Gate(DatagramPort port) {
            this.port = port;
        }

        private boolean passes(InetSocketAddress other) {
            while (frozen) {
                LockSupport.parkNanos(NANOS_PER_MILLI);
            }
            return !cut && side.contains(port.local()) == side.contains(other);
        }

        @Override
        public InetSocketAddress local() {
            return port.local();
        }

        @Override
        public void send(InetSocketAddress to, byte[] data, int offset, int length) {
            if (passes(to)) {
                port.send(to, data, offset, length);
            }
        }

        @Override
        public void start(Receiver receiver) {
            port.start((from, data, length) -> {
                if (passes(from)) {
                    receiver.onDatagram(from, data, length);
                }
            });
        }

        @Override
        public void close() {
            port.close();
        }
    }

    @Override
    public void add(int count) {
        int first = nodes.size();
        for (int i = 0; i < count; i++) {
            nodes.add(new Node());
        }
        part(parted);
        for (int i = first; i < nodes.size(); i++) {
            connect(i, i);
        }
        awaitLinks();
    }

    private void connect(int number, int upTo) {
        Node node = nodes.get(number);
        for (int i = 0; i < upTo; i++) {
            Node other = nodes.get(i);
            if (i != number && !other.crashed) {
                node.membership.admit(other.id());
                other.membership.admit(node.id());
                node.mesh.connect(other.mesh.local(), other.id());
            }
        }
    }

    private void awaitLinks() {
        long took = await(
                () -> nodes.stream().allMatch(a -> a.crashed || nodes.stream().allMatch(b -> linked(a, b))), 20_000);
        if (took < 0) {
            throw new AssertionError("the links did not come up");
        }
    }

    private boolean linked(Node a, Node b) {
        boolean parted = side.contains(a.mesh.local()) != side.contains(b.mesh.local());
        return a == b
                || b.crashed
                || a.stalled
                || b.stalled
                || parted
                || !a.mesh.stats(b.id()).equals(LinkStats.NONE);
    }

    @Override
    public Membership member(int number) {
        return nodes.get(number).membership;
    }

    @Override
    public int size() {
        return nodes.size();
    }

    @Override
    public List<MembershipEvent> events(int number) {
        return nodes.get(number).events;
    }

    @Override
    public boolean isPunctual() {
        return false;
    }

    @Override
    public void part(Set<Integer> numbers) {
        parted = numbers;
        Set<InetSocketAddress> next = new HashSet<>();
        for (int number : numbers) {
            if (number < nodes.size()) {
                next.add(nodes.get(number).mesh.local());
            }
        }
        side.clear();
        side.addAll(next);
    }

    @Override
    public void heal() {
        part(Set.of());
        redial();
    }

    /** What the session does: links that were given up meanwhile are sought again, from both ends. */
    private void redial() {
        for (Node from : nodes) {
            for (Node to : nodes) {
                if (!from.crashed && !from.stalled && !to.crashed && !linked(from, to)) {
                    from.mesh.connect(to.mesh.local(), to.id());
                }
            }
        }
    }

    @Override
    public void stall(int number) {
        nodes.get(number).stalled = true;
        nodes.get(number).gate.frozen = true;
    }

    @Override
    public void resume(int number) {
        nodes.get(number).gate.frozen = false;
        nodes.get(number).stalled = false;
    }

    @Override
    public void crash(int number) {
        Node node = nodes.get(number);
        node.crashed = true;
        node.gate.cut = true;
        node.membership.close();
        node.mesh.close();
    }

    @Override
    public void restart(int number) {
        Node node = nodes.get(number);
        node.events.clear();
        node.open();
        part(parted); // its address is another one now
        connect(number, nodes.size());
        awaitLinks();
    }

    @Override
    public long await(BooleanSupplier condition, long millis) {
        long start = SystemClock.INSTANCE.nanoTime();
        long redialled = start;
        while (SystemClock.INSTANCE.nanoTime() - start <= millis * NANOS_PER_MILLI) {
            if (SystemClock.INSTANCE.nanoTime() - redialled >= REDIAL_NANOS) {
                redialled = SystemClock.INSTANCE.nanoTime();
                redial();
            }
            for (Node node : nodes) {
                if (!node.stalled && !node.crashed) {
                    node.membership.drain(node.events::add, 1_000);
                    node.mesh.drain(signal -> {}, 1_000);
                }
            }
            if (condition.getAsBoolean()) {
                return (SystemClock.INSTANCE.nanoTime() - start) / NANOS_PER_MILLI;
            }
            LockSupport.parkNanos(NANOS_PER_MILLI);
        }
        return -1;
    }

    /** Datagrams that a peer has sent so far over all its links. */
    long datagramsSent(int number) {
        Node node = nodes.get(number);
        return nodes.stream()
                .filter(other -> other != node)
                .mapToLong(other -> node.mesh.stats(other.id()).datagramsSent())
                .sum();
    }

    @Override
    public void close() {
        nodes.forEach(node -> {
            node.gate.frozen = false;
            node.gate.cut = true;
        });
        nodes.parallelStream().filter(node -> !node.crashed).forEach(node -> {
            node.membership.close();
            node.mesh.close();
        });
    }
}

package worldmesh.peer.core;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.MeshPort;
import worldmesh.mesh.link.CloseReason;
import worldmesh.mesh.link.ConnectFailure;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.LinkQuality;
import worldmesh.mesh.link.LinkState;
import worldmesh.mesh.link.LinkStats;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.link.NetworkStats;
import worldmesh.mesh.link.Payload;
import worldmesh.mesh.link.VoiceTap;
import worldmesh.mesh.path.NodeAddress;
import worldmesh.mesh.path.PathFinder;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;

/** A network of sessions in one thread: messages take a fixed time, STATE gets lost, links can be cut. */
final class MemoryMesh {
    /** Silence after which a link reports its peer, as the defaults of real ones. */
    static final long SUSPECT_MILLIS = 800;

    /** Silence after which a link ends. */
    static final long DEAD_MILLIS = 4_000;

    private final Map<Integer, Port> byPort = new TreeMap<>();
    private final Map<Integer, Port> doors = new TreeMap<>();
    private final Set<String> cuts = new TreeSet<>();
    private final Random random = new Random(7);
    long nowMillis;

    /** Hears every message of every node. */
    Consumer<Sent> wire = sent -> {};

    /** Changes a message on its way to a peer. */
    Tamper tamper = (to, message) -> message;

    long latencyMillis = 5;
    int stateLossPercent;

    /** How much later than the message before it each message arrives; no two are taken in one update then. */
    long gapMillis;

    /** How much longer BULK takes. */
    long bulkMillis;

    private long serial;
    private long posted;
    private long lastArrivalMillis;

    Port open(PublicKey key, int port) {
        Port opened = new Port(key, port);
        byPort.put(port, opened);
        return opened;
    }

    /** Kills a node without a word. */
    void kill(Port port) {
        byPort.remove(port.port, port);
        port.dead = true;
        port.diedMillis = nowMillis;
    }

    void cut(Port a, Port b) {
        cuts.add(pair(a, b));
        a.drop(b, CloseReason.TIMED_OUT);
        b.drop(a, CloseReason.TIMED_OUT);
    }

    void heal(Port a, Port b) {
        cuts.remove(pair(a, b));
    }

    /** A way that only a search finds: there the node is reached in spite of cuts. */
    void door(Port to, int port) {
        doors.put(port, to);
    }

    private long inTurn() {
        long behind = lastArrivalMillis + gapMillis - nowMillis;
        long delay = gapMillis == 0 ? latencyMillis : Math.max(latencyMillis, behind);
        lastArrivalMillis = nowMillis + delay;
        return delay;
    }

    private static String pair(Port a, Port b) {
        return Math.min(a.port, b.port) + "-" + Math.max(a.port, b.port);
    }

    static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Changes messages on their way. */
    @FunctionalInterface
    interface Tamper {
        byte[] apply(PeerId to, byte[] message);
    }

    /** A message that a node handed to its mesh. */
    @SuppressWarnings("ArrayRecordComponent") // tests only read it
    record Sent(PeerId from, PeerId to, Lane lane, int stream, byte[] message) {}

    private record Timed(long atMillis, long order, MeshSignal signal) {}

    /** One node. */
    final class Port implements MeshPort {
        private final PublicKey key;
        private final PeerId self;
        private final int port;
        private final Map<PeerId, Port> links = new TreeMap<>();
        private final PriorityQueue<Timed> inbox =
                new PriorityQueue<>(Comparator.comparingLong(Timed::atMillis).thenComparingLong(Timed::order));
        private final Set<PeerId> suspected = new TreeSet<>();
        private boolean dead;
        private long diedMillis;
        private long lastMillis;
        int connects;
        private @Nullable VoiceTap voice;
        PathFinder finder = PathFinder.NONE;
        final List<InetSocketAddress> proposed = new ArrayList<>();
        final Map<PeerId, InetSocketAddress> streamWays = new TreeMap<>();

        /** Hears every message this node hands to its mesh. */
        BiConsumer<Lane, byte[]> tap = (lane, message) -> {};

        Port(PublicKey key, int port) {
            this.key = key;
            this.self = key.peer();
            this.port = port;
        }

        @Override
        public PeerId self() {
            return self;
        }

        @Override
        public InetSocketAddress local() {
            return address(port);
        }

        @Override
        public long connect(InetSocketAddress to, @Nullable PeerId expected) {
            connects++;
            if (NodeAddress.is(to)) {
                return connectAtNode(to, expected);
            }
            Port found = doors.get(to.getPort());
            Port other = found == null ? byPort.get(to.getPort()) : found;
            if (other == null || (found == null && cuts.contains(pair(this, other)))) {
                return fail(to, expected, false);
            }
            boolean right = expected == null || expected.equals(other.self);
            if (!right || links.get(other.self) == other) {
                return fail(to, expected, !right);
            }
            byte[] binding = new byte[32];
            Arrays.fill(binding, (byte) ++serial);
            link(other, true, binding);
            other.link(this, false, binding);
            return serial;
        }

        private long fail(InetSocketAddress to, @Nullable PeerId expected, boolean stranger) {
            ConnectFailure why = stranger ? ConnectFailure.WRONG_PEER : ConnectFailure.TIMED_OUT;
            post(new MeshSignal.ConnectFailed(++serial, to, expected, why), 0);
            return serial;
        }

        /** Both must be there: the node carries in spite of cuts. */
        private long connectAtNode(InetSocketAddress to, @Nullable PeerId expected) {
            for (Port other : byPort.values()) {
                boolean there = to.equals(NodeAddress.of(other.self.bytes(), 0))
                        && other.finder.rendezvous().way(self) != null;
                if (there && expected != null && other.self.equals(expected) && links.get(other.self) != other) {
                    byte[] binding = new byte[32];
                    Arrays.fill(binding, (byte) ++serial);
                    link(other, true, binding, to);
                    other.link(this, false, binding, NodeAddress.of(self.bytes(), 0));
                    return serial;
                }
            }
            post(new MeshSignal.ConnectFailed(++serial, to, expected, ConnectFailure.TIMED_OUT), 0);
            return serial;
        }

        private void link(Port other, boolean initiator, byte[] binding) {
            link(other, initiator, binding, other.local());
        }

        private void link(Port other, boolean initiator, byte[] binding, InetSocketAddress at) {
            suspected.remove(other.self);
            links.put(other.self, other);
            post(new MeshSignal.LinkUp(other.self, other.key, at, initiator, binding), 0);
        }

        /** A member falls silent and is given up. */
        void drop(Port other, CloseReason reason) {
            if (links.remove(other.self, other)) {
                post(new MeshSignal.LinkDown(other.self, reason), 0);
            }
        }

        void post(MeshSignal signal, long delayMillis) {
            lastMillis = Math.max(lastMillis, nowMillis + delayMillis);
            inbox.add(new Timed(lastMillis, ++posted, signal));
        }

        @Override
        public boolean send(PeerId to, Lane lane, int stream, byte[] message) {
            Port other = links.get(to);
            if (other == null) {
                return false;
            }
            tap.accept(lane, message);
            wire.accept(new Sent(self, to, lane, stream, message));
            boolean lost = other.dead || (lane == Lane.STATE && random.nextInt(100) < stateLossPercent);
            if (!lost) {
                byte[] arriving = tamper.apply(other.self, message.clone());
                if (lane == Lane.VOICE && other.voice != null && other.hears(self, arriving)) {
                    return true;
                }
                MeshSignal received = new MeshSignal.Received(self, lane, stream, arriving);
                if (lane == Lane.BULK && bulkMillis > 0) {
                    other.inbox.add(new Timed(nowMillis + latencyMillis + bulkMillis, ++posted, received));
                } else {
                    other.post(received, inTurn());
                }
            }
            return true;
        }

        /** At once, whatever its session does. */
        private boolean hears(PeerId from, byte[] message) {
            long now = 1_000_000_000L + nowMillis * 1_000_000; // as Party.nanos
            return voice != null && voice.take(from, Payload.of(message), now);
        }

        @Override
        public void tapVoice(VoiceTap tap) {
            voice = tap;
        }

        @Override
        public PathFinder paths() {
            return finder;
        }

        @Override
        public void propose(PeerId peer, InetSocketAddress address) {
            proposed.add(address);
        }

        @Override
        public void partStreams(PeerId peer, @Nullable InetSocketAddress way) {
            if (way == null) {
                streamWays.remove(peer);
            } else {
                streamWays.put(peer, way);
            }
        }

        @Override
        public void close(PeerId peer, CloseReason reason) {
            Port other = links.get(peer);
            if (other != null) {
                drop(other, CloseReason.LEFT);
                other.links.remove(self);
                other.post(new MeshSignal.LinkDown(self, reason), latencyMillis);
            }
        }

        @Override
        public LinkStats stats(PeerId peer) {
            return LinkStats.of(LinkQuality.ofRoundTrip(latencyMillis * 2_000_000));
        }

        @Override
        public LinkState state(PeerId peer) {
            return links.containsKey(peer) ? LinkState.CONNECTED : LinkState.DISCONNECTED;
        }

        @Override
        public NetworkStats networkStats(PeerId peer) {
            return NetworkStats.NONE;
        }

        @Override
        public NetworkStats networkStats() {
            return NetworkStats.NONE;
        }

        /** What the liveness of real links does, with their defaults. */
        private void watch() {
            for (Port other : List.copyOf(links.values())) {
                long silent = other.dead ? nowMillis - other.diedMillis : 0;
                if (silent >= DEAD_MILLIS) {
                    suspected.remove(other.self);
                    drop(other, CloseReason.TIMED_OUT);
                } else if (silent >= SUSPECT_MILLIS && suspected.add(other.self)) {
                    post(new MeshSignal.Suspected(other.self, true), 0);
                }
            }
        }

        @Override
        public int drain(Consumer<MeshSignal> consumer, int max) {
            watch();
            int count = 0;
            while (count < max && !inbox.isEmpty() && inbox.peek().atMillis <= nowMillis) {
                consumer.accept(inbox.remove().signal);
                count++;
            }
            return count;
        }

        @Override
        public void close() {
            for (PeerId peer : Set.copyOf(links.keySet())) {
                close(peer, CloseReason.LEFT);
            }
        }
    }
}

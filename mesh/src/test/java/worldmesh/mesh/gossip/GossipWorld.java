package worldmesh.mesh.gossip;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import worldmesh.mesh.topic.TopicGuard;
import worldmesh.mesh.topic.TopicId;
import worldmesh.mesh.topic.TopicMessage;
import worldmesh.runtime.identity.PeerId;

/** Some peers in one thread: every frame takes 10 ms, links come and go at once, what a filter refuses is lost. */
final class GossipWorld {
    static final TopicId TOPIC = TopicId.of("world");
    static final long MILLI = 1_000_000L;
    static final long SECOND = 1_000 * MILLI;

    final List<Node> nodes = new ArrayList<>();
    Predicate<Sent> passes = sent -> true;
    long nowNanos;
    private final SplittableRandom random;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Map<PeerId, Node> byId = new LinkedHashMap<>();
    private final Set<Set<Node>> links = new LinkedHashSet<>();
    private long order;

    @SuppressWarnings("ArrayRecordComponent")
    record Sent(Node from, Node to, byte[] frame) {}

    private record Event(long nanos, long order, Runnable task) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(nanos, other.nanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    GossipWorld(long seed) {
        random = new SplittableRandom(seed);
    }

    static PeerId peer(int number) {
        byte[] id = new byte[PeerId.BYTES];
        Arrays.fill(id, (byte) number);
        id[0] = (byte) (number >>> 8);
        return PeerId.ofBytes(id);
    }

    Node add(GossipSettings settings) {
        return add(settings, (from, message) -> true);
    }

    Node add(GossipSettings settings, TopicGuard guard) {
        Node node = new Node(nodes.size() + 1, settings, guard);
        nodes.add(node);
        byId.put(node.id, node);
        return node;
    }

    /** So many peers that joined through random ones of those before, and had time to settle. */
    static GossipWorld of(int count, long seed) {
        GossipWorld world = new GossipWorld(seed);
        for (int i = 0; i < count; i++) {
            Node node = world.add(GossipSettings.DEFAULT);
            node.gossip.subscribe(TOPIC, node);
            node.join(i == 0 ? node : world.nodes.get(world.random.nextInt(i)));
            world.run(100 * MILLI);
        }
        world.run(10 * SECOND);
        return world;
    }

    void at(long nanos, Runnable task) {
        events.add(new Event(nanos, order++, task));
    }

    /** Lets time pass. */
    void run(long nanos) {
        long end = nowNanos + nanos;
        while (true) {
            Event next = events.peek();
            Node due = nodes.stream()
                    .filter(node -> node.alive && node.gossip.nextNanos() <= end)
                    .min((one, two) -> Long.compare(one.gossip.nextNanos(), two.gossip.nextNanos()))
                    .orElse(null);
            if (due != null && (next == null || due.gossip.nextNanos() < next.nanos())) {
                nowNanos = Math.max(nowNanos, due.gossip.nextNanos());
                due.gossip.onTime(nowNanos, due);
            } else if (next != null && next.nanos() <= end) {
                events.remove();
                nowNanos = next.nanos();
                next.task().run();
            } else {
                nowNanos = end;
                return;
            }
        }
    }

    /** The process is gone, and all that were linked with it notice a second later. */
    void kill(Node node) {
        node.alive = false;
        for (Node other : nodes) {
            if (other != node && links.remove(Set.of(node, other))) {
                at(nowNanos + SECOND, () -> other.gossip.onLinkDown(node.id, nowNanos, other));
            }
        }
    }

    /** Nothing passes between these and the others; both notice a second later, and nobody reaches the other side. */
    void part(List<Node> side, long nanos) {
        passes = sent -> side.contains(sent.from()) == side.contains(sent.to());
        for (Node one : side) {
            for (Node two : nodes) {
                if (!side.contains(two) && links.remove(Set.of(one, two))) {
                    at(nowNanos + SECOND, () -> one.gossip.onLinkDown(two.id, nowNanos, one));
                    at(nowNanos + SECOND, () -> two.gossip.onLinkDown(one.id, nowNanos, two));
                }
            }
        }
        run(nanos);
    }

    List<Node> living() {
        return nodes.stream().filter(node -> node.alive).toList();
    }

    /** How many of the living a message along neighbours would reach from the first. */
    int reached() {
        List<Node> queue = new ArrayList<>(List.of(living().get(0)));
        Set<Node> seen = new LinkedHashSet<>(queue);
        while (!queue.isEmpty()) {
            for (PeerId next : queue.remove(queue.size() - 1).gossip.neighbours()) {
                Node node = byId.get(next);
                if (node != null && node.alive && seen.add(node)) {
                    queue.add(node);
                }
            }
        }
        return seen.size();
    }

    /** One peer and what it was delivered. */
    final class Node implements GossipOutbox {
        final PeerId id;
        final Gossip gossip;
        final List<String> delivered = new ArrayList<>();
        boolean alive = true;

        private Node(int number, GossipSettings settings, TopicGuard guard) {
            id = peer(number);
            gossip = new Gossip(id, settings, guard, random.split(), 1_000L * number);
        }

        void join(Node by) {
            gossip.start(List.of(by.id), nowNanos, this);
        }

        void publish(String text) {
            gossip.publish(TOPIC, text.getBytes(StandardCharsets.UTF_8), nowNanos, this);
        }

        /** A link that nobody asked for. */
        void link(Node other) {
            links.add(Set.of(this, other));
            other.gossip.onLinkUp(id, nowNanos, other);
            gossip.onLinkUp(other.id, nowNanos, this);
        }

        void inject(Node into, byte[] frame) {
            into.gossip.onFrame(id, frame, nowNanos, into);
        }

        @Override
        public boolean send(PeerId to, byte[] frame) {
            Node other = byId.get(to);
            if (other != null && links.contains(Set.of(this, other)) && passes.test(new Sent(this, other, frame))) {
                at(nowNanos + 10 * MILLI, () -> {
                    if (other.alive) {
                        other.gossip.onFrame(id, frame, nowNanos, other);
                    }
                });
            }
            return true;
        }

        @Override
        public boolean sendMessage(PeerId to, byte[] frame) {
            return send(to, frame);
        }

        @Override
        public void connect(PeerId peer) {
            Node other = byId.get(peer);
            at(nowNanos + 30 * MILLI, () -> {
                if (other == null || !other.alive || !passes.test(new Sent(this, other, new byte[0]))) {
                    gossip.onConnectFailed(peer, nowNanos, this);
                } else if (alive && !links.contains(Set.of(this, other))) {
                    link(other);
                }
            });
        }

        @Override
        public void disconnect(PeerId peer) {
            Node other = byId.get(peer);
            if (other != null && links.remove(Set.of(this, other))) {
                at(nowNanos + 10 * MILLI, () -> {
                    if (other.alive && !links.contains(Set.of(this, other))) {
                        other.gossip.onLinkDown(id, nowNanos, other);
                    }
                });
            }
        }

        @Override
        public void deliver(TopicMessage message, int hops) {
            delivered.add(new String(message.payload(), StandardCharsets.UTF_8));
        }
    }
}

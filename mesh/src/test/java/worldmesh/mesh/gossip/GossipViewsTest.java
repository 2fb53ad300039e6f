package worldmesh.mesh.gossip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import worldmesh.mesh.gossip.GossipWorld.Node;
import worldmesh.mesh.topic.TopicId;
import worldmesh.runtime.identity.PeerId;

class GossipViewsTest {
    private static void assertSound(GossipWorld world) {
        List<Node> living = world.living();
        for (Node node : living) {
            List<PeerId> neighbours = node.gossip.neighbours();
            assertTrue(neighbours.size() <= GossipSettings.DEFAULT.activeMax(), node.id::brief);
            assertTrue(node.gossip.known() <= GossipSettings.DEFAULT.passiveMax(), node.id::brief);
            for (Node other : living) {
                assertEquals(
                        node.gossip.isNeighbour(other.id),
                        other.gossip.isNeighbour(node.id),
                        () -> node.id.brief() + " and " + other.id.brief());
            }
        }
        assertEquals(living.size(), world.reached());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whoeverIsJoinedThroughTheOverlayIsOneAndMutual(long seed) {
        GossipWorld world = GossipWorld.of(40, seed);
        world.run(10 * GossipWorld.SECOND);

        assertSound(world);
        world.nodes.forEach(node -> assertTrue(node.gossip.neighbours().size() >= 3, node.id::brief));
        world.nodes.forEach(node -> assertTrue(node.gossip.known() >= 2, () -> "known " + node.gossip.known()));
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 80})
    void theRestIsOneAgainAfterMostDiedAtOnce(int percent) {
        GossipWorld world = GossipWorld.of(60, percent);
        List<Node> order = new ArrayList<>(world.nodes);
        Collections.shuffle(order, new Random(percent));

        order.subList(0, order.size() * percent / 100).forEach(world::kill);
        world.run(30 * GossipWorld.SECOND);

        assertSound(world);
    }

    @Test
    void newcomersWhileOthersLeaveEndInOneOverlay() {
        GossipWorld world = GossipWorld.of(30, 7);
        Random random = new Random(7);

        for (int i = 0; i < 60; i++) {
            List<Node> living = world.living();
            Node by = living.get(random.nextInt(living.size()));
            Node leaver = living.get(random.nextInt(living.size()));
            Node newcomer = world.add(GossipSettings.DEFAULT);
            newcomer.gossip.subscribe(GossipWorld.TOPIC, newcomer);
            newcomer.join(by);
            leaver.gossip.leave(world.nowNanos, leaver);
            world.run(20 * GossipWorld.MILLI);
            world.kill(leaver);
            world.run(100 * GossipWorld.MILLI);
        }
        world.run(60 * GossipWorld.SECOND);

        assertSound(world);
    }

    @Test
    void twoSidesFindEachOtherAgain() {
        GossipWorld world = GossipWorld.of(24, 5);
        List<Node> west = world.nodes.subList(0, 12);

        world.part(west, 20 * GossipWorld.SECOND);
        assertTrue(world.reached() < 24, "they are not parted");
        world.passes = sent -> true;
        world.run(5 * GossipWorld.SECOND);

        assertEquals(24, world.reached());
    }

    @Test
    void thoseWhoShareTopicsArePreferredAndTheWorldStaysOne() {
        GossipWorld world = new GossipWorld(3);
        List<TopicId> sectors = new ArrayList<>();
        for (int i = 0; sectors.size() < 5; i++) {
            TopicId topic = TopicId.of("sector " + i);
            if (sectors.stream().noneMatch(each -> (each.id() & 63) == (topic.id() & 63))) {
                sectors.add(topic);
            }
        }
        for (int i = 0; i < 50; i++) {
            Node node = world.add(GossipSettings.DEFAULT);
            node.gossip.subscribe(sectors.get(i % 5), node);
            node.join(world.nodes.get(Math.max(0, i - 1)));
            world.run(100 * GossipWorld.MILLI);
        }
        world.run(600 * GossipWorld.SECOND);

        long alike = 0;
        long all = 0;
        for (Node node : world.nodes) {
            for (PeerId neighbour : node.gossip.neighbours()) {
                all++;
                alike += index(world, neighbour) % 5 == index(world, node.id) % 5 ? 1 : 0;
            }
        }
        assertEquals(50, world.reached());
        assertTrue(alike * 100 >= all * 40, alike + " of " + all + ", by chance a fifth");
    }

    private static int index(GossipWorld world, PeerId peer) {
        for (int i = 0; i < world.nodes.size(); i++) {
            if (world.nodes.get(i).id.equals(peer)) {
                return i;
            }
        }
        throw new IllegalStateException("who is " + peer.brief());
    }

    @Test
    void whoLeavesIsNobodysNeighbourAtOnce() {
        GossipWorld world = GossipWorld.of(12, 2);
        Node leaver = world.nodes.get(4);

        leaver.gossip.leave(world.nowNanos, leaver);
        world.run(50 * GossipWorld.MILLI);

        assertFalse(world.nodes.stream().anyMatch(node -> node.gossip.isNeighbour(leaver.id)));
    }
}

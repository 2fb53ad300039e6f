package worldmesh.mesh.gossip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static worldmesh.mesh.gossip.GossipWorld.MILLI;
import static worldmesh.mesh.gossip.GossipWorld.SECOND;
import static worldmesh.mesh.gossip.GossipWorld.TOPIC;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import worldmesh.mesh.gossip.GossipWorld.Node;
import worldmesh.mesh.gossip.wire.GossipCodec;
import worldmesh.mesh.topic.TopicId;

class BroadcastTreesTest {
    private static long duplicates(GossipWorld world) {
        return world.nodes.stream()
                .mapToLong(node -> node.gossip.tally().duplicates())
                .sum();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everybodyGetsEveryMessageOnce(long seed) {
        GossipWorld world = GossipWorld.of(30, seed);
        List<String> published = new ArrayList<>();

        for (int i = 0; i < 30; i++) {
            published.add("message " + i);
            world.nodes.get(i % 3).publish("message " + i);
            world.run(50 * MILLI);
        }
        world.run(3 * SECOND);

        for (int i = 3; i < 30; i++) {
            assertEquals(
                    published,
                    world.nodes.get(i).delivered.stream().sorted(byNumber()).toList());
        }
    }

    private static Comparator<String> byNumber() {
        return Comparator.comparing(text -> Integer.parseInt(text.substring(8)));
    }

    @Test
    void afterAnOpeningPayloadsTravelInATree() {
        GossipWorld world = GossipWorld.of(30, 4);
        Node publisher = world.nodes.get(11);

        publisher.gossip.open(TOPIC, new byte[0], world.nowNanos, publisher);
        world.run(2 * SECOND);
        long before = duplicates(world);
        for (int i = 0; i < 50; i++) {
            publisher.publish("message " + i);
            world.run(50 * MILLI);
        }
        world.run(SECOND);

        assertTrue(before > 0, "the opening did not flood");
        assertTrue(duplicates(world) - before <= 50 * 29 / 10, () -> duplicates(world) + " after " + before);
        assertTrue(world.nodes.stream().allMatch(node -> node == publisher || node.delivered.size() == 50));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatIsLostIsAskedForWhereItWasAnnounced(long seed) {
        GossipWorld world = GossipWorld.of(25, seed);
        Random random = new Random(seed);
        Node publisher = world.nodes.get(0);
        publisher.gossip.open(TOPIC, new byte[0], world.nowNanos, publisher);
        world.run(2 * SECOND);

        world.passes = sent -> GossipCodec.payloadBytes(sent.frame()) == 0 || random.nextInt(10) > 0;
        for (int i = 0; i < 40; i++) {
            publisher.publish("message " + i);
            world.run(100 * MILLI);
        }
        world.passes = sent -> true;
        world.run(5 * SECOND);

        assertTrue(world.nodes.stream()
                        .mapToLong(node -> node.gossip.tally().pulls())
                        .sum()
                > 0);
        assertTrue(world.nodes.stream().allMatch(node -> node == publisher || node.delivered.size() == 40));
    }

    @Test
    void aMessageArrivesThoughItsPublisherDiesAfterTheFirstHop() {
        GossipWorld world = GossipWorld.of(25, 9);
        Node publisher = world.nodes.get(5);
        Node witness = world.nodes.stream()
                .filter(node -> publisher.gossip.isNeighbour(node.id))
                .findFirst()
                .orElseThrow();
        publisher.gossip.open(TOPIC, new byte[0], world.nowNanos, publisher);
        world.run(2 * SECOND);

        world.passes = sent -> sent.from() != publisher || sent.to() == witness;
        publisher.publish("the last words");
        world.kill(publisher);
        world.run(5 * SECOND);

        assertTrue(world.living().stream().allMatch(node -> node.delivered.equals(List.of("the last words"))));
    }

    @Test
    void aStreamGoesOnWhenThoseInTheMiddleOfItsTreeDie() {
        GossipWorld world = GossipWorld.of(40, 6);
        Node publisher = world.nodes.get(0);
        publisher.gossip.open(TOPIC, new byte[0], world.nowNanos, publisher);
        world.run(2 * SECOND);

        for (int i = 0; i < 100; i++) {
            publisher.publish("message " + i);
            if (i == 30) {
                world.nodes.subList(20, 25).forEach(world::kill);
            }
            world.run(50 * MILLI);
        }
        world.run(5 * SECOND);

        assertTrue(world.living().stream().allMatch(node -> node == publisher || node.delivered.size() == 100));
    }

    @Test
    void whoDoesNotSubscribeGetsNoByteOfIt() {
        GossipWorld world = GossipWorld.of(20, 8);
        TopicId other = TopicId.of("sector 7");
        List<Node> subscribers = world.nodes.subList(0, 12);
        subscribers.forEach(node -> node.gossip.subscribe(other, node));
        world.run(SECOND);
        List<byte[]> strays = new ArrayList<>();
        world.passes = sent -> {
            if (!subscribers.contains(sent.to()) && GossipCodec.payloadBytes(sent.frame()) > 0) {
                strays.add(sent.frame());
            }
            return true;
        };

        Node publisher = subscribers.get(3);
        for (int i = 0; i < 20; i++) {
            publisher.gossip.publish(other, new byte[] {1, 2, 3}, world.nowNanos, publisher);
            world.run(100 * MILLI);
        }
        world.run(2 * SECOND);

        assertEquals(List.of(), strays);
        assertTrue(world.nodes.subList(12, 20).stream().allMatch(node -> node.delivered.isEmpty()));
    }

    @Test
    void whoSubscribesInTheMiddleGetsWhatComesFromThenOn() {
        GossipWorld world = GossipWorld.of(20, 10);
        Node publisher = world.nodes.get(2);
        for (int i = 0; i < 30; i++) {
            publisher.publish("message " + i);
            world.run(100 * MILLI);
        }
        Node newcomer = world.add(GossipSettings.DEFAULT);
        newcomer.gossip.subscribe(TOPIC, newcomer);
        newcomer.join(world.nodes.get(7));
        world.run(3 * SECOND);

        for (int i = 30; i < 60; i++) {
            publisher.publish("message " + i);
            world.run(100 * MILLI);
        }
        world.run(2 * SECOND);

        List<String> last = newcomer.delivered.stream()
                .filter(text -> text.compareTo("message 30") >= 0)
                .toList();
        for (int i = 30; i < 60; i++) {
            assertEquals(1, Collections.frequency(last, "message " + i), "message " + i);
        }
    }

    @Test
    void nothingIsSaidWhereNothingIsPublished() {
        GossipWorld world = GossipWorld.of(20, 12);
        int[] frames = {0};
        world.passes = sent -> {
            frames[0]++;
            return true;
        };

        world.run(60 * SECOND);

        // A shuffle in ten seconds, of seven steps there and back; a neighbour taken anew in a minute, and who gave
        // way.
        assertTrue(frames[0] <= 20 * (6 * 14 + 20), frames[0] + " frames in a minute");
        assertTrue(frames[0] > 0);
    }
}

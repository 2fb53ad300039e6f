package worldmesh.mesh.gossip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static worldmesh.mesh.gossip.GossipWorld.MILLI;
import static worldmesh.mesh.gossip.GossipWorld.SECOND;
import static worldmesh.mesh.gossip.GossipWorld.TOPIC;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.gossip.GossipWorld.Node;
import worldmesh.mesh.gossip.wire.GossipCodec;
import worldmesh.mesh.gossip.wire.GossipFrame;
import worldmesh.mesh.gossip.wire.MemberEntry;
import worldmesh.mesh.gossip.wire.StreamId;
import worldmesh.mesh.gossip.wire.TreeFrame;
import worldmesh.mesh.gossip.wire.ViewFrame;
import worldmesh.mesh.topic.TopicId;
import worldmesh.runtime.identity.PeerId;

/** An honest peer with two honest neighbours and one that sends whatever it likes. */
class HostileGossipTest {
    private final GossipWorld world = new GossipWorld(1);
    private final Set<PeerId> banned = new HashSet<>();
    private final Node honest =
            world.add(GossipSettings.DEFAULT, (from, message) -> !banned.contains(message.publisher()));
    private final Node hostile = world.add(GossipSettings.DEFAULT);
    private final Node friend = world.add(GossipSettings.DEFAULT);

    @BeforeEach
    void meet() {
        for (Node node : world.nodes) {
            node.gossip.subscribe(TOPIC, node);
            node.join(honest);
            world.run(SECOND);
        }
        assertTrue(honest.gossip.isNeighbour(hostile.id));
        assertTrue(honest.gossip.isNeighbour(friend.id));
        hostile.alive = false; // from here on it says what the test says
    }

    private void say(GossipFrame frame) {
        hostile.inject(honest, GossipCodec.encode(frame));
    }

    private long refused(GossipRefusal why) {
        return honest.gossip.tally().refused(why);
    }

    private StreamId streamOf(int author, long base) {
        return new StreamId(TOPIC, GossipWorld.peer(author), base);
    }

    private void assertHonestTrafficGoesOn() {
        int before = honest.delivered.size();
        friend.publish("still here");
        world.run(SECOND);
        assertEquals(before + 1, honest.delivered.size());
    }

    @Test
    void framesThatAreNoneAreCounted() {
        hostile.inject(honest, new byte[] {99, 1, 2});
        hostile.inject(honest, new byte[0]);

        assertEquals(2, refused(GossipRefusal.MALFORMED));
        assertHonestTrafficGoesOn();
    }

    @Test
    void whoIsNoNeighbourIsNotHeard() {
        Node stranger = world.add(GossipSettings.DEFAULT);

        stranger.inject(honest, GossipCodec.encode(new TreeFrame.Bind(0, streamOf(9, 5))));
        stranger.inject(honest, GossipCodec.encode(new ViewFrame.Ask(1, true)));

        assertEquals(2, refused(GossipRefusal.STRANGER));
    }

    @Test
    void aReplayedMessageIsDeliveredOnce() {
        say(new TreeFrame.Bind(0, streamOf(9, 5)));
        byte[] message = GossipCodec.message(0, 1, 0, new byte[] {1});

        for (int i = 0; i < 10; i++) {
            hostile.inject(honest, message);
        }

        assertEquals(1, honest.delivered.size());
        assertEquals(9, honest.gossip.tally().duplicates());
    }

    @Test
    void aMessageInThisPeersNameIsForged() {
        say(new TreeFrame.Bind(0, new StreamId(TOPIC, honest.id, 77)));
        say(new TreeFrame.Message(0, 5, 0, new byte[] {1}));

        assertEquals(1, refused(GossipRefusal.FORGED));
        assertEquals(List.of(), honest.delivered);
    }

    @Test
    void whatTheGuardRefusesIsNotRemembered() {
        banned.add(GossipWorld.peer(9));
        say(new TreeFrame.Bind(0, streamOf(9, 5)));
        say(new TreeFrame.Message(0, 1, 0, new byte[] {1}));
        assertEquals(1, refused(GossipRefusal.NOT_ADMITTED));

        banned.clear();
        say(new TreeFrame.Message(0, 1, 0, new byte[] {2}));

        assertEquals(1, honest.delivered.size());
    }

    @Test
    void messagesOfUnknownIndexesWaitInBounds() {
        for (int i = 0; i < 100; i++) {
            say(new TreeFrame.Message(3, i + 1, 0, new byte[] {1}));
        }
        assertEquals(100 - Neighbour.MAX_PARKED, refused(GossipRefusal.UNKNOWN));

        say(new TreeFrame.Bind(3, streamOf(9, 5)));

        assertEquals(Neighbour.MAX_PARKED, honest.delivered.size());
    }

    @Test
    void topicsNobodyHereWantsAreRefused() {
        say(new TreeFrame.Bind(0, new StreamId(TopicId.of("elsewhere"), GossipWorld.peer(9), 5)));
        say(new TreeFrame.Message(0, 1, 0, new byte[] {1}));

        assertEquals(1, refused(GossipRefusal.UNWANTED));
    }

    @Test
    void anAnnouncementFarAheadIsOutOfRange() {
        say(new TreeFrame.Bind(0, streamOf(9, 5)));
        say(new TreeFrame.Message(0, 1, 0, new byte[] {1}));

        say(new TreeFrame.Announce(List.of(new TreeFrame.Announced(0, TreeFrame.MAX_NUMBER, 64, 0))));

        assertEquals(1, refused(GossipRefusal.OUT_OF_RANGE));
    }

    @Test
    void madeUpAnnouncementsFillATableAndNoMore() {
        for (int index = 0; index < 200; index++) {
            say(new TreeFrame.Bind(index, streamOf(100 + index, 5)));
            say(new TreeFrame.Message(index, 1, 0, new byte[] {1}));
            say(new TreeFrame.Announce(List.of(new TreeFrame.Announced(index, 100, 64, 0))));
        }

        assertEquals(200 * 64 - MissingMessages.MAX, refused(GossipRefusal.FULL));
        world.run(5 * SECOND);
        assertHonestTrafficGoesOn();
    }

    @Test
    void anAuthorHasSoManyStreamsAtMost() {
        for (int i = 0; i < StreamTable.MAX_OF_AUTHOR + 10; i++) {
            say(new TreeFrame.Bind(i, streamOf(9, 1_000L * i)));
            say(new TreeFrame.Message(i, 1, 0, new byte[] {1}));
        }

        assertEquals(10, refused(GossipRefusal.FULL));
    }

    @Test
    void aFloodIsCutOffAndOthersAreHeard() {
        byte[] prune = GossipCodec.encode(new TreeFrame.Prune(List.of(0)));

        for (int i = 0; i < 100_000; i++) {
            hostile.inject(honest, prune);
        }

        assertTrue(refused(GossipRefusal.FLOOD) >= 100_000 - 4 * Neighbour.FRAMES_PER_SECOND);
        assertHonestTrafficGoesOn();
    }

    @Test
    void askingForMessagesGivesNoMoreThanItsAllowance() {
        byte[] large = new byte[60_000];
        honest.gossip.publish(TOPIC, large, world.nowNanos, honest);
        world.run(SECOND);
        List<byte[]> served = new ArrayList<>();
        world.passes = sent -> sent.to() != hostile || !served.add(sent.frame());
        List<Long> wanted = new ArrayList<>();
        for (int i = 0; i < TreeFrame.MAX_WANTED; i++) {
            wanted.add(1L);
        }

        for (int i = 0; i < 100; i++) {
            say(new TreeFrame.Graft(List.of(new TreeFrame.Wanted(0, false, wanted))));
        }

        long bytes = served.stream().mapToLong(frame -> frame.length).sum();
        assertTrue(bytes > 0 && bytes <= 4 * Neighbour.SERVED_PER_SECOND, bytes + " bytes");
        assertTrue(refused(GossipRefusal.FLOOD) > 0);
    }

    @Test
    void manyNamesThatInsistDoNotEmptyAView() {
        for (int i = 0; i < 4; i++) {
            Node more = world.add(GossipSettings.DEFAULT);
            more.gossip.subscribe(TOPIC, more);
            more.join(honest);
            world.run(SECOND);
        }
        world.run(60 * SECOND);
        Set<PeerId> before = new HashSet<>(honest.gossip.neighbours());

        int taken = 0;
        for (int i = 0; i < 40; i++) {
            Node sybil = world.add(GossipSettings.DEFAULT);
            sybil.alive = false;
            sybil.link(honest);
            sybil.inject(honest, GossipCodec.encode(new ViewFrame.Ask(0, true)));
            taken += honest.gossip.isNeighbour(sybil.id) ? 1 : 0;
        }

        assertTrue(taken <= PartialViews.FORCED_RESERVE + 1, taken + " of 40, of " + before.size() + " places");
    }

    @Test
    void linksThatNobodyUsesAreBoundedAndClosed() {
        for (int i = 0; i < PartialViews.MAX_LINKS + 20; i++) {
            Node idle = world.add(GossipSettings.DEFAULT);
            idle.alive = false;
            idle.link(honest);
        }
        assertTrue(refused(GossipRefusal.FULL) >= 20);

        world.run(40 * SECOND);
        Node newcomer = world.add(GossipSettings.DEFAULT);
        newcomer.gossip.subscribe(TOPIC, newcomer);
        newcomer.join(honest);
        world.run(SECOND);

        assertTrue(newcomer.gossip.isNeighbour(honest.id));
    }

    @Test
    void anExchangeThatNobodyBeganTeachesNothing() {
        int before = honest.gossip.known();

        say(new ViewFrame.ShuffleReply(12_345, List.of(new MemberEntry(GossipWorld.peer(77), 1))));
        say(new ViewFrame.Answer(0, false));

        assertEquals(before, honest.gossip.known());
        assertEquals(1, refused(GossipRefusal.UNKNOWN));
    }

    @Test
    void subscriptionsOfANeighbourAreBounded() {
        for (int i = 0; i < GossipCodec.MAX_TOPICS + 20; i++) {
            say(new TreeFrame.Subscribe(true, List.of(new TopicId(i))));
            world.run(MILLI);
        }

        assertTrue(refused(GossipRefusal.FULL) >= 20);
    }
}

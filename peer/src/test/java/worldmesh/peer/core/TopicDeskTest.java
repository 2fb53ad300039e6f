package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.event.ObserverFailedEvent;
import worldmesh.peer.topic.Published;
import worldmesh.peer.topic.TopicKind;
import worldmesh.peer.topic.TopicMessage;
import worldmesh.peer.topic.TopicName;
import worldmesh.peer.wire.MessageKind;
import worldmesh.peer.wire.TopicFlash;
import worldmesh.peer.wire.TopicParcel;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;

@NullUnmarked // an unexpected null fails the test anyway
class TopicDeskTest {
    private static final TopicName NEWS = new TopicName("news", TopicKind.MESSAGES);
    private static final TopicName VOICE = new TopicName("voice", TopicKind.FRAMES);

    private final Map<String, List<TopicMessage>> heard = new TreeMap<>();

    private void listen(Node node, TopicName topic) {
        List<TopicMessage> all = heard.computeIfAbsent(node.name, name -> new ArrayList<>());
        node.session.topics().subscribe(topic, all::add);
    }

    private Party listening(TopicName topic) {
        Party party = Party.ofThree();
        party.nodes.forEach(node -> listen(node, topic));
        party.run(50);
        return party;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private List<String> heard(String name) {
        return heard.getOrDefault(name, List.of()).stream()
                .map(message -> new String(message.content(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void everySubscriberHearsAMessageOnceFromItsSourceAndThePublisherDoesNot() {
        Party party = listening(NEWS);
        Node bob = party.nodes.get(1);
        Published answer = bob.session.topics().publish(NEWS, bytes("rain"));
        party.run(200);

        assertEquals(new Published(Published.Outcome.SENT, 2, 0), answer);
        assertEquals(List.of("rain"), heard("ann"));
        assertEquals(List.of("rain"), heard("eve"));
        assertEquals(List.of(), heard("bob"));
        assertEquals(bob.world.self(), heard.get("eve").get(0).source());
        assertEquals(NEWS, heard.get("eve").get(0).topic());
    }

    @Test
    void aFrameGoesStraightToEachSubscriberAndIsNeverHandedOn() {
        Party party = listening(VOICE);
        Node bob = party.nodes.get(1);
        party.net.cut(bob.mesh, party.nodes.get(2).mesh);
        party.run(50);
        bob.session.topics().publish(VOICE, bytes("hm"));
        bob.session.topics().publish(VOICE, bytes("yes"));
        party.run(200);

        assertEquals(List.of("hm", "yes"), heard("ann"));
        assertEquals(List.of(), heard("eve"));
        assertTrue(heard.get("ann").get(1).sequence() > heard.get("ann").get(0).sequence());
    }

    @Test
    void framesGoOnTheLaneOfVoiceAndInputsOnTheirOwn() {
        var keys = new TopicName("keys", TopicKind.INPUTS);
        Party party = listening(VOICE);
        listen(party.nodes.get(0), keys);
        party.run(50);
        List<Lane> lanes = new ArrayList<>();
        party.net.wire = sent -> {
            if (MessageKind.decode(sent.message()) instanceof TopicFlash
                    && sent.to().equals(party.nodes.get(0).world.self())) {
                lanes.add(sent.lane());
            }
        };
        party.nodes.get(1).session.topics().publish(VOICE, bytes("hm"));
        party.nodes.get(1).session.topics().publish(keys, bytes("jump"));
        party.run(50);

        assertEquals(List.of(Lane.VOICE, Lane.INPUT), lanes);
        assertEquals(List.of("hm", "jump"), heard("ann"));
        assertEquals(keys, heard.get("ann").get(1).topic());
    }

    @Test
    void aMessageIsHandedOnToThoseThatThePublisherHasNoLinkWith() {
        Party party = listening(NEWS);
        Node bob = party.nodes.get(1);
        party.net.cut(bob.mesh, party.nodes.get(2).mesh);
        party.run(50);
        bob.session.topics().publish(NEWS, bytes("rain"));
        party.run(200);

        assertEquals(List.of("rain"), heard("eve"));
        assertEquals(bob.world.self(), heard.get("eve").get(0).source());
    }

    @Test
    void whoDoesNotSubscribeIsSentNotAByte() {
        Party party = listening(NEWS);
        PeerId eve = party.nodes.get(2).world.self();
        List<PeerId> sentTo = new ArrayList<>();
        party.net.wire = sent -> {
            var message = MessageKind.decode(sent.message());
            if (message instanceof TopicFlash || message instanceof TopicParcel) {
                sentTo.add(sent.to());
            }
        };
        listen(party.nodes.get(0), VOICE);
        party.nodes.get(2).session.topics().unsubscribe(NEWS);
        party.run(50);
        sentTo.clear();
        party.nodes.get(1).session.topics().publish(VOICE, bytes("hm"));
        party.nodes.get(1).session.topics().publish(NEWS, bytes("rain"));
        party.run(200);

        assertFalse(sentTo.isEmpty());
        assertFalse(sentTo.contains(eve));
        assertEquals(List.of(), heard("eve"));
    }

    @Test
    void whoSubscribesBeforeItIsInThePartyHearsWhatIsPublishedOnceItIs() {
        Party party = listening(NEWS);
        Node late = party.node("dan").open();
        listen(late, NEWS);
        Published early = late.session.topics().publish(NEWS, bytes("hello?"));
        late.session.join(
                MemoryMesh.address(party.nodes.get(0).port), JoinRequest.ANYBODY, party.nanos(), late.wallMillis());
        party.run(500);
        party.nodes.get(1).session.topics().publish(NEWS, bytes("rain"));
        party.run(200);

        assertEquals(Published.nothing(Published.Outcome.OFFLINE), early);
        assertEquals(List.of("rain"), heard("dan"));
        assertEquals(List.of("rain"), heard("eve"));
    }

    /** A message in the name of bob that eve signs, or that she took from another topic, does not count. */
    @Test
    void whatThePublisherDidNotSignIsNeitherHeardNorHandedOnAndDoesNotStandInItsWay() {
        Party party = listening(NEWS);
        Node ann = party.nodes.get(0);
        Node bob = party.nodes.get(1);
        Node eve = party.nodes.get(2);
        long before = ann.session.stats().refusedTopics();
        TopicSeal seal =
                new TopicSeal(bob.world.replica().manifest().worldId().hash().bytes());
        // What bob will say next has one of these numbers; eve knows as much of the time as he does.
        long first = bob.world.worldMillis() * 1_000 - 2_000_000;
        for (long sequence = first; sequence < first + 3; sequence++) {
            byte[] forged = seal.seal(eve.signer, NEWS.id(), sequence, bytes("pay eve"));
            byte[] other = seal.seal(bob.signer, VOICE.id(), sequence, bytes("pay eve"));
            send(eve, ann, frame(bob.world.self(), sequence, forged));
            send(eve, ann, frame(bob.world.self(), sequence, other));
        }
        send(eve, ann, frame(bob.world.self(), Long.MAX_VALUE, new byte[TopicParcel.SEAL_BYTES + 4]));
        party.run(100);
        bob.session.topics().publish(NEWS, bytes("rain"));
        party.run(200);

        assertEquals(List.of("rain"), heard("ann"));
        assertEquals(List.of("rain"), heard("eve"));
        assertEquals(before + 7, ann.session.stats().refusedTopics());
    }

    private static byte[] frame(PeerId publisher, long sequence, byte[] payload) {
        return new ByteWriter()
                .u8(0)
                .i64(NEWS.id().id())
                .bytes(publisher.bytes())
                .i64(sequence)
                .u8(4)
                .bytes(payload)
                .toBytes();
    }

    private static void send(Node from, Node to, byte[] frame) {
        from.mesh.send(to.mesh.self(), Lane.RELIABLE, TopicDesk.RELIABLE_STREAM, new TopicParcel(frame).encode());
    }

    @Test
    void whatABannedPlayerSignedIsNotHeardThroughAFriendEither() {
        Party party = listening(NEWS);
        Node ann = party.nodes.get(0);
        Node bob = party.nodes.get(1);
        Node eve = party.nodes.get(2);
        TopicSeal seal =
                new TopicSeal(bob.world.replica().manifest().worldId().hash().bytes());
        long sequence = eve.world.worldMillis() * 1_000 + 9;
        byte[] signed = frame(eve.world.self(), sequence, seal.seal(eve.signer, NEWS.id(), sequence, bytes("hi")));
        ann.session.ban(eve.world.self());
        party.run(100);
        send(bob, ann, signed);
        party.run(100);

        assertEquals(List.of(), heard("ann"));
    }

    @Test
    void whatGoesBeyondTheRateIsAnsweredSoAndOfAFloodTwiceTheRateIsTaken() {
        Party party = listening(VOICE);
        Node ann = party.nodes.get(0);
        Node bob = party.nodes.get(1);
        int sent = 0;
        Published answer = bob.session.topics().publish(VOICE, bytes("a"));
        while (answer.sent()) {
            sent++;
            answer = bob.session.topics().publish(VOICE, bytes("a"));
        }
        for (int i = 0; i < 5_000; i++) {
            byte[] flash = new TopicFlash(VOICE.id(), i, bytes("b")).encode();
            party.nodes.get(2).mesh.send(ann.mesh.self(), Lane.VOICE, 0, flash);
        }
        party.run(20);

        assertEquals(Published.Outcome.LIMITED, answer.outcome());
        assertEquals(2 * TopicKind.FRAMES.perSecond(), sent);
        assertEquals(sent, heard("ann").stream().filter("a"::equals).count());
        long flood = heard("ann").stream().filter("b"::equals).count();
        assertTrue(flood >= 4L * TopicKind.FRAMES.perSecond() && flood < 4_000, () -> "of the flood " + flood);
    }

    private Party hearingDirectly() {
        Party party = Party.ofThree();
        for (Node node : party.nodes) {
            List<TopicMessage> all = heard.computeIfAbsent(node.name, name -> new ArrayList<>());
            node.session.topics().hearDirectly(VOICE, all::add);
        }
        party.run(50);
        return party;
    }

    private Published sayDirectly(Node node, String text) {
        return node.session.topics().publishDirectly(VOICE, bytes(text), node.party.nanos());
    }

    @Test
    void aDirectFrameIsSentAndHeardThoughNeitherSideTakesATurn() {
        Party party = hearingDirectly();
        Published answer = sayDirectly(party.nodes.get(1), "hm");

        assertEquals(new Published(Published.Outcome.SENT, 2, 0), answer);
        assertEquals(List.of("hm"), heard("ann"));
        assertEquals(List.of("hm"), heard("eve"));
        assertEquals(List.of(), heard("bob"));
        assertEquals(party.nodes.get(1).world.self(), heard.get("eve").get(0).source());
        assertEquals(VOICE, heard.get("eve").get(0).topic());
    }

    @Test
    void whoHearsInTurnsHearsWhatIsPublishedDirectlyAndTheOtherWayRound() {
        Party party = Party.ofThree();
        listen(party.nodes.get(0), VOICE);
        List<TopicMessage> bobs = heard.computeIfAbsent("bob", name -> new ArrayList<>());
        party.nodes.get(1).session.topics().hearDirectly(VOICE, bobs::add);
        party.run(50);
        sayDirectly(party.nodes.get(1), "hm");
        party.nodes.get(0).session.topics().publish(VOICE, bytes("yes"));
        party.nodes.get(1).session.topics().publish(VOICE, bytes("no"));
        sayDirectly(party.nodes.get(1), "well");
        party.run(50);

        assertEquals(List.of("hm", "no", "well"), heard("ann"));
        assertEquals(List.of("yes"), heard("bob"));
        long[] numbers =
                heard.get("ann").stream().mapToLong(TopicMessage::sequence).toArray();
        assertTrue(numbers[0] < numbers[1] && numbers[1] < numbers[2]);
    }

    @Test
    void whoLeftIsSentNothingDirectlyFromTheNextTurnOn() {
        Party party = hearingDirectly();
        Node bob = party.nodes.get(1);
        party.nodes.get(2).session.topics().unsubscribe(VOICE);
        party.cut(bob, party.nodes.get(0));
        party.run(50);
        Published answer = sayDirectly(bob, "hm");

        assertEquals(0, answer.subscribers());
        assertEquals(List.of(), heard("eve"));
    }

    @Test
    void whatStrangersSendIsNotHeardDirectly() {
        Party party = hearingDirectly();
        Node ann = party.nodes.get(0);
        MemoryMesh.Port stranger = party.net.open(party.signatures.signer(77).publicKey(), 77);
        stranger.connect(ann.mesh.local(), null);
        party.run(20);
        stranger.send(ann.mesh.self(), Lane.VOICE, 0, new TopicFlash(VOICE.id(), 1, bytes("boo")).encode());
        party.run(20);

        assertEquals(List.of(), heard("ann"));
        assertEquals(1, ann.session.stats().unexpectedMessages());
    }

    @Test
    void ofAFloodOfDirectFramesTwiceTheRateIsHeardAndDamagedOnesAreCounted() {
        Party party = hearingDirectly();
        Node ann = party.nodes.get(0);
        MemoryMesh.Port eve = party.nodes.get(2).mesh;
        for (int i = 0; i < 5_000; i++) {
            eve.send(ann.mesh.self(), Lane.VOICE, 0, new TopicFlash(VOICE.id(), i, bytes("b")).encode());
        }
        byte[] damaged = new TopicFlash(VOICE.id(), 1, bytes("b")).encode();
        party.run(10);
        eve.send(ann.mesh.self(), Lane.VOICE, 0, Arrays.copyOf(damaged, damaged.length - 1));
        party.run(20);

        assertEquals(4 * TopicKind.FRAMES.perSecond(), heard("ann").size());
        assertEquals(
                5_000 - 4 * TopicKind.FRAMES.perSecond(), ann.session.stats().limitedMessages());
        assertEquals(1, ann.session.stats().malformedMessages());
        assertEquals(
                Published.Outcome.LIMITED,
                Stream.generate(() -> sayDirectly(ann, "a"))
                        .limit(2L * TopicKind.FRAMES.perSecond() + 1)
                        .reduce((before, last) -> last)
                        .orElseThrow()
                        .outcome());
    }

    @Test
    void aDirectListenerThatThrowsIsNamedAndHearsOn() {
        Party party = Party.ofThree();
        Node ann = party.nodes.get(0);
        List<String> taken = new ArrayList<>();
        ann.session.topics().hearDirectly(VOICE, message -> {
            taken.add("frame");
            throw new IllegalArgumentException("full");
        });
        listen(party.nodes.get(1), VOICE);
        party.run(50);
        party.nodes.get(1).session.topics().publish(VOICE, bytes("hm"));
        party.nodes.get(1).session.topics().publish(VOICE, bytes("hm"));
        party.run(50);

        assertEquals(2, taken.size());
        assertTrue(ann.last(ObserverFailedEvent.class).observer().contains("voice"));
    }

    @Test
    void aTopicIsHeardDirectlyOrInTurnsAndOnlyFramesAre() {
        Party party = listening(VOICE);
        TopicDesk topics = party.nodes.get(1).session.topics();
        var other = new TopicName("other", TopicKind.FRAMES);
        topics.hearDirectly(other, message -> {});

        assertEquals(
                "'voice' is heard in updates already; close that topic first",
                assertThrows(IllegalStateException.class, () -> topics.hearDirectly(VOICE, message -> {}))
                        .getMessage());
        assertThrows(IllegalStateException.class, () -> topics.hearDirectly(other, message -> {}));
        assertThrows(IllegalStateException.class, () -> topics.subscribe(other, message -> {}));
        assertEquals(
                "only frames are heard directly, 'news' is a topic of MESSAGES; subscribe to it, or make it one of"
                        + " frames",
                assertThrows(IllegalStateException.class, () -> topics.hearDirectly(NEWS, message -> {}))
                        .getMessage());
        topics.unsubscribe(other);
        topics.subscribe(other, message -> {});
    }

    @Test
    void sizesNamesAndNumbersOutOfBoundsAreRefusedWithTheWayOut() {
        Party party = listening(VOICE);
        TopicDesk topics = party.nodes.get(1).session.topics();

        var large = assertThrows(IllegalArgumentException.class, () -> topics.publish(VOICE, new byte[1_025]));
        assertEquals("'voice' takes 1024 bytes at once, got 1025; publish it in parts", large.getMessage());
        assertThrows(IllegalArgumentException.class, () -> topics.publish(NEWS, new byte[16_385]));
        assertThrows(IllegalArgumentException.class, () -> new TopicName("", TopicKind.FRAMES));
        assertThrows(IllegalArgumentException.class, () -> new TopicName("x".repeat(65), TopicKind.FRAMES));
        for (int i = 1; i < TopicDesk.TOPICS_MAX; i++) {
            topics.subscribe(new TopicName("topic " + i, TopicKind.MESSAGES), message -> {});
        }
        assertThrows(IllegalStateException.class, () -> topics.subscribe(NEWS, message -> {}));
    }

    @Test
    void theLargestOfBothKindsArriveWhole() {
        Party party = listening(NEWS);
        listen(party.nodes.get(0), VOICE);
        party.run(50);
        byte[] message = new byte[TopicKind.MESSAGES.bytesMax()];
        message[message.length - 1] = 7;
        byte[] frame = new byte[TopicKind.FRAMES.bytesMax()];
        frame[frame.length - 1] = 9;
        party.nodes.get(1).session.topics().publish(NEWS, message);
        party.run(100);
        party.nodes.get(1).session.topics().publish(VOICE, frame);
        party.run(100);

        assertArrayEquals(message, heard.get("ann").get(0).content());
        assertArrayEquals(frame, heard.get("ann").get(1).content());
    }

    @Test
    void aListenerThatThrowsStopsNoOther() {
        Party party = Party.ofThree();
        Node ann = party.nodes.get(0);
        ann.session.topics().subscribe(NEWS, message -> {
            throw new IllegalStateException("the game's own trouble");
        });
        listen(ann, NEWS);
        party.run(50);
        party.nodes.get(1).session.topics().publish(NEWS, bytes("rain"));
        party.run(100);

        assertEquals(List.of("rain"), heard("ann"));
        assertEquals(1, ann.heard(ObserverFailedEvent.class).size());
    }

    /** Its numbers go on above those of its earlier life, though nothing of them is stored. */
    @Test
    void whoWasKilledAndCameBackIsHeardAgain() {
        Party party = listening(NEWS);
        Node bob = party.nodes.get(1);
        for (int i = 0; i < 20; i++) {
            bob.session.topics().publish(NEWS, bytes("old " + i));
        }
        party.run(50);
        bob.kill();
        party.run(1_500);
        bob.join(party.nodes.get(0));
        party.run(500);
        bob.session.topics().publish(NEWS, bytes("new"));
        party.run(200);

        assertEquals(21, heard("ann").size());
        assertEquals("new", heard("ann").get(20));
    }
}

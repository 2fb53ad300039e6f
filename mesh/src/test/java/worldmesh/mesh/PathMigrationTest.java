package worldmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;

/** A link whose peer is suddenly somewhere else, and those who pretend that it is. */
class PathMigrationTest {
    private static final InetSocketAddress ELSEWHERE = Net.address("10.9.9.9", 4_242);
    private static final InetSocketAddress STRANGER = Net.address("10.6.6.6", 666);

    private final Net net = new Net(17);
    private final Net.Node a = net.node("10.0.0.1", 1_000);
    private final Net.Node b = net.node("10.0.0.2", 1_000);

    PathMigrationTest() {
        a.connect(b);
        assertTrue(net.run(2_000, () -> a.core.linkCount() == 1 && b.core.linkCount() == 1));
        net.run(100);
    }

    private static List<MeshSignal.Moved> moves(Net.Node node) {
        return node.all(MeshSignal.Moved.class);
    }

    /** Copies every record of {@code b} and is faster with it, from an address of its own. */
    private List<Net.Flight> copyFromStrangers(List<InetSocketAddress> strangers, boolean dropsOriginals) {
        List<Net.Flight> answers = new ArrayList<>();
        net.sent = flight -> {
            if (strangers.contains(flight.to())) {
                answers.add(flight);
            }
        };
        net.filter = flight -> {
            if (!flight.from().equals(b.address)) {
                return true;
            }
            InetSocketAddress stranger = strangers.get((int) (flight.order() % strangers.size()));
            a.core.onDatagram(stranger, flight.data(), flight.data().length, net.now, a);
            return !dropsOriginals;
        };
        return answers;
    }

    @Test
    void newAddressIsProvedWithinOneRoundTripAndThenUsed() {
        b.address = ELSEWHERE;
        b.send(a, Lane.RELIABLE, 0, new byte[] {1});
        net.run(5);

        assertEquals(List.of(new MeshSignal.Moved(b.id(), ELSEWHERE)), moves(a));
        assertTrue(a.send(b, Lane.RELIABLE, 0, new byte[] {2}));
        net.run(5);
        assertEquals(1, b.messages().size());
    }

    @Test
    void linkMovesToAProposedAddressWhereThePeerAnswersWithoutLosingAMessage() {
        for (int i = 0; i < 40; i++) {
            a.send(b, Lane.RELIABLE, i % 3, new byte[400]);
        }
        b.address = ELSEWHERE;
        a.core.propose(b.id(), ELSEWHERE, net.now, a);
        net.run(10);

        assertEquals(List.of(new MeshSignal.Moved(b.id(), ELSEWHERE)), moves(a));
        assertEquals(40, b.messages().size());
    }

    @Test
    void proposedAddressWhereThePeerIsNotGetsThreeChallengesAndMovesNothing() {
        List<Net.Flight> challenges = new ArrayList<>();
        net.sent = flight -> {
            if (flight.to().equals(STRANGER)) {
                challenges.add(flight);
            }
        };
        a.core.propose(b.id(), STRANGER, net.now, a);
        a.send(b, Lane.RELIABLE, 0, new byte[] {1});
        net.run(1_000);

        assertEquals(List.of(), moves(a));
        assertEquals(3, challenges.size());
        assertEquals(1, b.messages().size());
    }

    @Test
    void peerThatIsSilentAtItsNewAddressIsFollowedByItsPing() {
        b.address = ELSEWHERE;
        net.run(450);

        assertEquals(List.of(new MeshSignal.Moved(b.id(), ELSEWHERE)), moves(a));
        assertEquals(List.of(), a.all(MeshSignal.Suspected.class));
    }

    @Test
    void reliableDataSentToTheOldAddressArrivesAtTheNewOneAtOnce() {
        for (int i = 0; i < 40; i++) {
            a.send(b, Lane.RELIABLE, i % 3, new byte[400]);
        }
        b.address = ELSEWHERE;
        b.send(a, Lane.STATE, 0, new byte[] {1});
        net.run(10);

        assertEquals(40, b.messages().size());
    }

    @Test
    void roundTripAndLossOfTheOldPathAreForgotten() {
        for (int i = 0; i < 50; i++) {
            a.send(b, Lane.RELIABLE, 0, new byte[10]);
            net.run(20);
        }
        long before = a.core.stats(b.id()).rttNanos();
        net.delayNanos = 40_000_000L;
        b.address = ELSEWHERE;
        b.send(a, Lane.STATE, 0, new byte[] {1});
        net.run(130);
        a.send(b, Lane.RELIABLE, 0, new byte[10]);
        net.run(200);

        assertTrue(before < 10_000_000L, "round trip " + before);
        assertTrue(
                a.core.stats(b.id()).rttNanos() >= 79_000_000L,
                "round trip " + a.core.stats(b.id()).rttNanos());
        assertEquals(0, a.core.stats(b.id()).lossPercent());
    }

    @Test
    void newPathIsProvedThoughItsRoundTripIsFarLongerThanThatOfTheOldOne() {
        net.delayNanos = 350_000_000L;
        b.address = ELSEWHERE;
        b.send(a, Lane.STATE, 0, new byte[] {1});
        net.run(1_200);

        assertEquals(List.of(new MeshSignal.Moved(b.id(), ELSEWHERE)), moves(a));
    }

    @Test
    void aPlaceIsKeptForFourRoundTripsButNeverLongerThanFourSeconds() {
        for (long rttMillis : new long[] {1, 200, 400, 900, 60_000}) {
            LinkPath path = new LinkPath(a.address, new SplittableRandom(1), 0);
            path.onNewest(ELSEWHERE, 24, rttMillis * 1_000_000, 0);
            long life = Math.min(4_000, Math.max(1_000, 4 * rttMillis)) * 1_000_000;
            LinkPath.Challenge challenge = java.util.Objects.requireNonNull(path.challenge(0));
            path.onTime(0, life - 1);
            LinkPath late = new LinkPath(a.address, new SplittableRandom(1), 0);
            late.onNewest(ELSEWHERE, 24, rttMillis * 1_000_000, 0);
            late.challenge(0);
            late.onTime(0, life);

            assertTrue(path.onResponse(ELSEWHERE, challenge.token(), life - 1), rttMillis + " ms");
            assertTrue(!late.onResponse(ELSEWHERE, challenge.token(), life), rttMillis + " ms");
        }
    }

    @Test
    void copiedRecordsMoveNothingHoweverManyTheyAre() {
        copyFromStrangers(List.of(STRANGER), false);
        for (int i = 0; i < 200; i++) {
            b.send(a, Lane.STATE, 0, new byte[] {1});
            a.send(b, Lane.RELIABLE, 0, new byte[] {2});
            net.run(10);
        }

        assertEquals(List.of(), moves(a));
        assertEquals(200, b.messages().size());
    }

    @Test
    void strangerGetsNoMoreThanThreeTimesWhatItSentAndNoMoreThanThreeChallenges() {
        List<Net.Flight> answers = copyFromStrangers(List.of(STRANGER), true);
        b.send(a, Lane.STATE, 0, new byte[] {1});
        net.run(2);
        net.filter = flight -> true;
        net.run(3_000);

        int bytes = answers.stream().mapToInt(f -> f.data().length).sum();
        assertTrue(bytes <= 3 * (24 + 4), bytes + " bytes for one record of 28");
        assertTrue(answers.size() <= LinkPath.AMPLIFICATION, answers.size() + " answers");
        assertEquals(List.of(), moves(a));
        assertTrue(a.send(b, Lane.RELIABLE, 0, new byte[] {2}));
        net.run(50);
        assertEquals(1, b.messages().size());
    }

    @Test
    void challengesToOnePlaceAreAHundredMillisecondsApart() {
        List<Net.Flight> answers = copyFromStrangers(List.of(STRANGER), false);
        for (int i = 0; i < 1_000; i++) {
            b.send(a, Lane.STATE, 0, new byte[] {1});
            net.run(1);
        }

        assertTrue(answers.size() >= 9 && answers.size() <= 11, answers.size() + " challenges in a second");
    }

    @Test
    void answerOfAStrangerProvesNothingWithoutTheToken() {
        List<Net.Flight> challenges = copyFromStrangers(List.of(STRANGER), false);
        b.send(a, Lane.STATE, 0, new byte[] {1});
        net.run(20);
        assertEquals(1, challenges.size());
        // The peer's genuine records reach this side by the stranger, but none of them answers its challenge.
        for (int i = 0; i < 20; i++) {
            b.send(a, Lane.RELIABLE, 0, new byte[] {1});
            net.run(10);
        }

        assertEquals(List.of(), moves(a));
    }

    @Test
    void tokensAreDrawnAnewForEveryPlace() {
        Set<String> sealed = new HashSet<>();
        List<InetSocketAddress> places = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            places.add(Net.address("10.6.6." + i, 666));
        }
        List<Net.Flight> challenges = copyFromStrangers(places, false);
        for (int i = 0; i < 4; i++) {
            b.send(a, Lane.STATE, 0, new byte[] {1});
            net.run(3);
        }
        challenges.forEach(f -> sealed.add(java.util.Arrays.toString(f.data())));

        assertEquals(challenges.size(), sealed.size());
        LinkPath path = new LinkPath(a.address, new SplittableRandom(1), 0);
        path.onNewest(STRANGER, 100, 0, 0);
        path.onNewest(ELSEWHERE, 100, 0, 0);
        LinkPath.Challenge first = path.challenge(0);
        LinkPath.Challenge second = path.challenge(0);
        assertNotEquals(
                java.util.Objects.requireNonNull(first).token(),
                java.util.Objects.requireNonNull(second).token());
        assertTrue(!path.onResponse(STRANGER, second.token(), 0), "the token of another place");
        assertTrue(path.onResponse(ELSEWHERE, second.token(), 0));
    }

    @Test
    void recordOvertakenOnTheWayFromTheOldAddressDoesNotLeadBack() {
        List<Net.Flight> late = new ArrayList<>();
        net.filter = flight -> !flight.from().equals(b.address) || !late.add(flight);
        b.send(a, Lane.STATE, 0, new byte[] {1});
        net.run(5);
        InetSocketAddress old = b.address;
        net.filter = flight -> true;
        b.address = ELSEWHERE;
        b.send(a, Lane.STATE, 0, new byte[] {2});
        net.run(5);
        List<Net.Flight> challenges = new ArrayList<>();
        net.sent = flight -> {
            if (flight.to().equals(old)) {
                challenges.add(flight);
            }
        };
        late.forEach(f -> a.core.onDatagram(f.from(), f.data(), f.data().length, net.now, a));
        net.run(300);

        assertEquals(1, late.size());
        assertEquals(List.of(), challenges);
        assertEquals(1, moves(a).size());
    }

    @Test
    void peerThatReturnsToItsOldAddressIsFollowedBack() {
        InetSocketAddress old = b.address;
        b.address = ELSEWHERE;
        b.send(a, Lane.STATE, 0, new byte[] {1});
        net.run(20);
        b.address = old;
        b.send(a, Lane.STATE, 0, new byte[] {1});
        net.run(20);

        assertEquals(
                List.of(ELSEWHERE, old),
                moves(a).stream().map(MeshSignal.Moved::address).toList());
    }

    @Test
    void roamingPeersLoseNothingWhateverTheNetworkDoes() {
        for (long seed = 1; seed <= 60; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Net rough = new Net(seed);
            rough.loss = 0.1;
            rough.duplication = 0.05;
            rough.jitterNanos = 8_000_000L;
            Net.Node x = rough.node("10.0.0.1", 1_000);
            Net.Node y = rough.node("10.0.0.2", 1_000);
            x.connect(y);
            assertTrue(rough.run(8_000, () -> x.core.linkCount() == 1 && y.core.linkCount() == 1));
            for (int i = 0; i < 300; i++) {
                x.send(y, Lane.RELIABLE, 0, new byte[] {(byte) i});
                y.send(x, Lane.RELIABLE, 0, new byte[] {(byte) i});
                if (random.nextInt(40) == 0) {
                    Net.Node roams = random.nextBoolean() ? x : y;
                    roams.address = Net.address("10.1.1." + (1 + random.nextInt(200)), 2_000 + i);
                    rough.run(600);
                }
                rough.run(5);
            }
            rough.run(4_000);

            assertEquals(300, x.messages().size(), "seed " + seed);
            assertEquals(300, y.messages().size(), "seed " + seed);
            for (int i = 0; i < 300; i++) {
                assertEquals((byte) i, y.messages().get(i)[0], "seed " + seed);
            }
            assertEquals(List.of(), x.all(MeshSignal.LinkDown.class), "seed " + seed);
        }
    }
}

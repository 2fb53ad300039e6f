package worldmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.link.RelayStats;
import worldmesh.mesh.path.RelayedAddress;

/** Links that go on, or come up, through a third member. */
class RelayTest {
    private static final List<Lane> LANES = List.of(Lane.values());

    private static final long STOP_MILLIS = 1_000;

    final Net net = new Net(23);
    final Net.Node a = net.node("10.0.0.1", 1_000);
    final Net.Node b = net.node("10.0.0.2", 1_000);
    final Net.Node r = net.node("10.0.0.3", 1_000);
    final Net.Node s = net.node("10.0.0.4", 1_000);
    private final Set<Set<InetSocketAddress>> cuts = new HashSet<>();

    RelayTest() {
        net.filter = flight -> !cuts.contains(Set.of(flight.from(), flight.to()));
    }

    private void cut(Net.Node one, Net.Node other) {
        cuts.add(Set.of(one.address, other.address));
    }

    private void heal(Net.Node one, Net.Node other) {
        cuts.remove(Set.of(one.address, other.address));
    }

    private void link(Net.Node... nodes) {
        for (Net.Node one : nodes) {
            for (Net.Node other : nodes) {
                if (one.id().compareTo(other.id()) < 0 && !cuts.contains(Set.of(one.address, other.address))) {
                    one.connect(other);
                }
            }
        }
        net.run(500);
        for (Net.Node one : nodes) {
            one.core.peers().forEach(peer -> one.core.welcome(peer, net.now));
        }
    }

    private boolean relayed(Net.Node one, Net.Node other) {
        return one.core.stats(other.id()).relayed();
    }

    /** Both say something on every lane each 20 ms; answers the longest time that one of them heard nothing. */
    private long longestSilence(long millis) {
        long longest = 0;
        long[] last = new long[2 * LANES.size()];
        Arrays.fill(last, net.now);
        int[] read = {a.signals.size(), b.signals.size()};
        for (long end = net.now + millis * 1_000_000; net.now < end; net.run(20)) {
            for (Lane lane : Lane.values()) {
                a.send(b, lane, 7, new byte[40]);
                b.send(a, lane, 7, new byte[40]);
            }
            for (int side = 0; side < 2; side++) {
                List<MeshSignal> signals = side == 0 ? a.signals : b.signals;
                for (; read[side] < signals.size(); read[side]++) {
                    if (signals.get(read[side]) instanceof MeshSignal.Received received) {
                        last[2 * LANES.indexOf(received.lane()) + side] = net.now;
                    }
                }
            }
            for (long heard : last) {
                longest = Math.max(longest, net.now - heard);
            }
        }
        return longest / 1_000_000;
    }

    @Test
    void everyLaneGoesOnWithinASecondWhenTheLinkBreaksAndComesBackWhenItHeals() {
        link(a, b, r);
        cut(a, b);
        long silence = longestSilence(3_000);

        assertTrue(silence < STOP_MILLIS, silence + " ms");
        assertTrue(relayed(a, b) && relayed(b, a));
        heal(a, b);
        long healed = longestSilence(2_500);
        assertTrue(healed < 200, healed + " ms");
        assertFalse(relayed(a, b) || relayed(b, a));
        RelayStats before = r.core.relayStats();
        longestSilence(1_000);
        assertEquals(before.datagrams(), r.core.relayStats().datagrams());
        assertTrue(before.bytes() > 10_000);
        assertEquals(before.bytes(), r.core.networkStats().bytesRelayed());
        assertEquals(List.of(), a.all(MeshSignal.LinkDown.class));
        assertEquals(List.of(), b.all(MeshSignal.LinkDown.class));
    }

    @Test
    void calmLinksThatWereBusyGoOnWithinASecondToo() {
        link(a, b, r);
        a.core.calm(b.id(), true, net.now);
        b.core.calm(a.id(), true, net.now);
        longestSilence(500);
        cut(a, b);
        long silence = longestSilence(2_000);

        assertTrue(silence < STOP_MILLIS, silence + " ms");
    }

    @Test
    void aWayThatIsDeadInOneDirectionOnlyIsLeftByBoth() {
        link(a, b, r);
        longestSilence(500);
        net.filter = flight -> !(flight.from().equals(b.address) && flight.to().equals(a.address));
        long silence = longestSilence(3_000);

        assertTrue(silence < STOP_MILLIS, silence + " ms");
        assertTrue(relayed(a, b) && relayed(b, a));
    }

    @Test
    void noReliableMessageIsLostOrDoubledOverBreaksAndHealings() {
        link(a, b, r, s);
        net.loss = 0.02;
        net.jitterNanos = 3_000_000;
        int sent = 0;
        for (int round = 0; round < 6; round++) {
            if (round % 2 == 0) {
                cut(a, b);
            } else {
                heal(a, b);
            }
            for (int i = 0; i < 100; i++) {
                byte[] message = {(byte) sent, (byte) (sent >> 8)};
                assertTrue(a.send(b, Lane.RELIABLE, 0, message));
                sent++;
                net.run(20);
            }
        }
        net.run(3_000);

        List<byte[]> got = b.messages();
        assertEquals(sent, got.size());
        for (int i = 0; i < sent; i++) {
            assertArrayEquals(new byte[] {(byte) i, (byte) (i >> 8)}, got.get(i));
        }
    }

    @Test
    void twoThatNeverReachEachOtherAreLinkedThroughAThird() {
        cut(a, b);
        link(a, b, r);
        a.core.connectThrough(b.id(), net.now, a);

        assertTrue(net.run(
                1_000, () -> a.core.peers().contains(b.id()) && b.core.peers().contains(a.id())));
        assertTrue(RelayedAddress.is(a.all(MeshSignal.LinkUp.class).get(1).address()));
        byte[] large = new byte[20_000];
        large[19_999] = 3;
        assertTrue(a.send(b, Lane.RELIABLE, 0, large));
        assertTrue(b.send(a, Lane.STATE, 0, new byte[20_001]));
        net.run(500);
        assertArrayEquals(large, b.messages().get(0));
        assertEquals(20_001, a.messages().get(0).length);
        assertTrue(net.log.stream().mapToInt(data -> data.length).max().orElse(0) <= 1_232);
    }

    @Test
    void theRelayOpensNothingOfWhatIsSaid() {
        List<byte[]> opened = new ArrayList<>();
        Net.Node ear = WatchedCrypto.node(net, "10.0.0.5", opened::add, (data, offset, length) -> {});
        cut(a, b);
        link(a, b, ear);
        a.core.connectThrough(b.id(), net.now, a);
        net.run(500);
        byte[] secret = "the tower falls at dawn, tell nobody".getBytes(StandardCharsets.US_ASCII);
        opened.clear();
        assertTrue(a.send(ear, Lane.RELIABLE, 0, secret));
        net.run(100);
        assertTrue(opened.stream().anyMatch(content -> contains(content, secret)), "the ear hears what is for it");
        opened.clear();
        assertTrue(a.send(b, Lane.RELIABLE, 0, secret));
        net.run(100);

        assertArrayEquals(secret, b.messages().get(0));
        assertTrue(opened.stream().anyMatch(content -> content.length > secret.length));
        assertFalse(opened.stream().anyMatch(content -> contains(content, secret)));
    }

    private static boolean contains(byte[] all, byte[] part) {
        String text = new String(all, StandardCharsets.ISO_8859_1);
        return text.contains(new String(part, StandardCharsets.ISO_8859_1));
    }

    @Test
    void aWayFoundLaterIsTakenAndTheRelayRests() {
        cut(a, b);
        link(a, b, r);
        a.core.connectThrough(b.id(), net.now, a);
        net.run(500);
        heal(a, b);
        a.core.propose(b.id(), b.address, net.now, a);
        net.run(100);

        assertFalse(relayed(a, b) || relayed(b, a));
        long before = r.core.relayStats().datagrams();
        net.run(3_000);
        assertEquals(before, r.core.relayStats().datagrams());
        net.run(10_000);
        assertEquals(0, r.core.relayStats().pairs());
    }

    @Test
    void theNearestOfTwoRelaysCarries() {
        cut(a, b);
        link(a, b, r, s);
        heal(a, b);
        a.connect(b);
        net.run(100);
        net.slow.put(s.address, 30_000_000L);
        for (int i = 0; i < 20; i++) {
            a.send(s, Lane.RELIABLE, 0, new byte[1]);
            net.run(100);
        }
        cut(a, b);
        longestSilence(2_000);

        assertTrue(relayed(a, b));
        assertTrue(r.core.relayStats().datagrams() > 50, () -> "by r: " + r.core.relayStats());
        assertTrue(s.core.relayStats().datagrams() < 10, () -> "by s: " + s.core.relayStats());
    }

    @Test
    void linksDoNotGoBackAndForthBetweenRelaysThatAreAlike() {
        link(a, b, r, s);
        for (int round = 0; round < 10; round++) {
            net.jitterNanos = 4_000_000;
            cut(a, b);
            longestSilence(1_000);
            long moves = (long) a.all(MeshSignal.Moved.class).size()
                    + b.all(MeshSignal.Moved.class).size();
            longestSilence(1_500);
            assertTrue(relayed(a, b) && relayed(b, a));
            assertEquals(
                    moves,
                    a.all(MeshSignal.Moved.class).size()
                            + b.all(MeshSignal.Moved.class).size(),
                    "round " + round);
            heal(a, b);
            longestSilence(2_500);
            assertFalse(relayed(a, b) || relayed(b, a));
        }
    }

    @Test
    void aRelayThatDropsOneDirectionIsLeftThoughTheOtherSideUsesAnother() {
        link(a, b, r, s);
        net.slow.put(s.address, 2_000_000L);
        cut(a, b);
        longestSilence(2_000);
        net.filter = flight -> !cuts.contains(Set.of(flight.from(), flight.to()))
                && !(flight.from().equals(r.address) && flight.to().equals(b.address) && flight.data().length > 60);
        long silence = longestSilence(3_000);

        assertTrue(silence < STOP_MILLIS, silence + " ms");
    }

    @Test
    void anotherRelayTakesOverWhenTheFirstDies() {
        link(a, b, r, s);
        cut(a, b);
        longestSilence(2_000);
        Net.Node first = r.core.relayStats().datagrams() > s.core.relayStats().datagrams() ? r : s;
        net.nodes.remove(first);
        long silence = longestSilence(2_500);

        assertTrue(silence < STOP_MILLIS, silence + " ms");
        assertTrue(relayed(a, b) && relayed(b, a));
    }

    @Test
    void aRelayThatNoLongerReachesTheOtherSaysSoAndIsLeft() {
        link(a, b, r, s);
        cut(a, b);
        longestSilence(2_000);
        Net.Node first = r.core.relayStats().datagrams() > s.core.relayStats().datagrams() ? r : s;
        cut(first, b);
        long silence = longestSilence(2_500);

        assertTrue(silence < STOP_MILLIS, silence + " ms");
        assertTrue(relayed(a, b) && relayed(b, a));
    }

    /** What a relay carries is longer than what it says itself while nothing else is sent over its links. */
    private void carriesOnly(Net.Node relay, Predicate<Net.Flight> carried) {
        net.filter = flight -> !cuts.contains(Set.of(flight.from(), flight.to()))
                && !(flight.from().equals(relay.address) && flight.data().length > 60 && !carried.test(flight));
    }

    private Net.Node busyRelay() {
        return r.core.relayStats().datagrams() > s.core.relayStats().datagrams() ? r : s;
    }

    @Test
    void aRelayThatDropsAPartIsFoundOutAndLeftForAnother() {
        link(a, b, r, s);
        cut(a, b);
        longestSilence(2_000);
        Net.Node thief = busyRelay();
        var chance = new SplittableRandom(31);
        carriesOnly(thief, flight -> chance.nextDouble() >= 0.3);
        longestSilence(10_000);

        assertTrue(relayed(a, b) && relayed(b, a));
        assertTrue(a.core.relayStats().forsaken() + b.core.relayStats().forsaken() > 0);
        long before = thief.core.relayStats().datagrams();
        longestSilence(2_000);
        assertEquals(before, thief.core.relayStats().datagrams(), "it still carries");
        assertTrue(
                a.core.stats(b.id()).lossPercent() < 5,
                () -> "loses " + a.core.stats(b.id()).lossPercent());
    }

    @Test
    void aRelayThatDropsOnlyWhatIsLongIsFoundOut() {
        link(a, b, r, s);
        cut(a, b);
        longestSilence(2_000);
        Net.Node thief = busyRelay();
        carriesOnly(thief, flight -> flight.data().length < 600);
        int had = b.messages().size();
        byte[] level = new byte[30_000];
        for (int i = 0; i < 600; i++) {
            if (i == 0) {
                assertTrue(a.send(b, Lane.BULK, 3, level));
            }
            a.send(b, Lane.STATE, 7, new byte[40]);
            b.send(a, Lane.STATE, 7, new byte[40]);
            net.run(20);
        }

        assertTrue(b.messages().subList(had, b.messages().size()).stream().anyMatch(got -> got.length == 30_000));
        assertTrue(a.core.relayStats().forsaken() > 0);
    }

    @Test
    void aRelayOnALineThatLosesATenthIsKept() {
        link(a, b, r, s);
        cut(a, b);
        longestSilence(2_000);
        long moves = (long) a.all(MeshSignal.Moved.class).size()
                + b.all(MeshSignal.Moved.class).size();
        net.loss = 0.05;
        net.jitterNanos = 5_000_000;
        longestSilence(30_000);

        assertTrue(relayed(a, b) && relayed(b, a));
        assertEquals(0, a.core.relayStats().forsaken() + b.core.relayStats().forsaken());
        assertEquals(
                moves,
                a.all(MeshSignal.Moved.class).size()
                        + b.all(MeshSignal.Moved.class).size());
    }

    @Test
    void whereAllRelaysAreBadTheLinkDoesNotWanderBetweenThem() {
        link(a, b, r, s);
        cut(a, b);
        longestSilence(2_000);
        net.loss = 0.2;
        longestSilence(30_000);

        long left = a.core.relayStats().forsaken() + b.core.relayStats().forsaken();
        assertTrue(left <= 2, () -> "left " + left + " times");
        assertTrue(relayed(a, b) && relayed(b, a));
    }

    @Test
    void theOnlyRelayIsKeptThoughItDropsAPart() {
        link(a, b, r);
        cut(a, b);
        longestSilence(2_000);
        var chance = new SplittableRandom(31);
        carriesOnly(r, flight -> chance.nextDouble() >= 0.3);
        long silence = longestSilence(10_000);

        assertTrue(relayed(a, b) && relayed(b, a));
        assertEquals(0, a.core.relayStats().forsaken() + b.core.relayStats().forsaken());
        assertTrue(silence < STOP_MILLIS, silence + " ms");
    }

    @Test
    void aRelayedLinkThatIsIdleSaysNoMoreThanADirectOne() {
        link(a, b, r);
        net.run(10_000);
        long direct =
                a.core.stats(b.id()).datagramsSent() + b.core.stats(a.id()).datagramsSent();
        net.run(10_000);
        direct = a.core.stats(b.id()).datagramsSent() + b.core.stats(a.id()).datagramsSent() - direct;
        cut(a, b);
        longestSilence(2_000);
        net.run(2_000);
        long through = r.core.relayStats().datagrams();
        net.run(10_000);
        through = r.core.relayStats().datagrams() - through;

        assertTrue(through <= direct + direct / 4, through + " records through a relay, " + direct + " directly");
    }

    @Test
    void farewellsReachWhoIsLinkedThroughOthers() {
        cut(a, b);
        link(a, b, r);
        a.core.connectThrough(b.id(), net.now, a);
        net.run(500);
        a.core.leave(net.now, a);
        net.run(20);

        assertEquals(
                2,
                b.all(MeshSignal.LinkDown.class).size()
                        + r.all(MeshSignal.LinkDown.class).size());
    }
}

package worldmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import worldmesh.mesh.link.CloseReason;
import worldmesh.mesh.link.ConnectFailure;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.link.Rejection;

/** Links that come, move, fall silent and go. */
@ParameterizedClass
@EnumSource(Family.class)
class LinkLifeTest {
    private final Family family;
    private final Net net = new Net(11);
    private final Net.Node a;
    private final Net.Node b;

    LinkLifeTest(Family family) {
        this.family = family;
        this.a = net.node(family.host(1), 1000);
        this.b = net.node(family.host(2), 1000);
    }

    private void link() {
        a.connect(b);
        assertTrue(net.run(2_000, () -> a.core.linkCount() == 1 && b.core.linkCount() == 1));
    }

    @Test
    void crossedConnectsEndInExactlyOneLink() {
        for (long seed = 1; seed <= 40; seed++) {
            Net lossy = new Net(seed);
            lossy.loss = seed % 2 == 0 ? 0.2 : 0;
            lossy.jitterNanos = 3_000_000L;
            Net.Node x = lossy.node(family.host(1), 1000);
            Net.Node y = lossy.node(family.host(2), 1000);

            x.connect(y);
            lossy.run(seed % 7);
            y.connect(x);
            lossy.run(12_000);

            assertEquals(1, x.core.linkCount(), "seed " + seed);
            assertEquals(1, y.core.linkCount(), "seed " + seed);
            x.send(y, Lane.RELIABLE, 0, new byte[] {7});
            y.send(x, Lane.RELIABLE, 0, new byte[] {8});
            lossy.run(3_000);
            assertEquals(1, x.messages().size(), "seed " + seed);
            assertEquals(1, y.messages().size(), "seed " + seed);
            assertArrayEquals(
                    lastUp(x).channelBinding(), lastUp(y).channelBinding(), "seed " + seed + ": one link, one binding");
        }
    }

    private static MeshSignal.LinkUp lastUp(Net.Node node) {
        List<MeshSignal.LinkUp> ups = node.all(MeshSignal.LinkUp.class);
        return ups.get(ups.size() - 1);
    }

    @Test
    void whenOneIsInReachAgainTheOthersAreTriedAtOnce() {
        Net.Node c = net.node(family.host(3), 1000);
        net.filter = flight -> false;
        a.connect(b);
        net.run(2_300);
        a.connect(c);
        net.run(4_700); // each attempt repeats every 1.2 s by now, and they do not do so together
        net.filter = flight -> true;

        assertTrue(net.run(2_000, () -> a.core.linkCount() == 1));
        assertTrue(net.run(100, () -> a.core.linkCount() == 2));
    }

    @Test
    void whenTheOwnNetworkIsBackEverythingThatWaitsIsSaidAtOnceAndHasItsWholeTimeAgain() {
        Net.Node c = net.node(family.host(3), 1000);
        net.filter = flight -> false;
        a.connect(b);
        a.connect(c);
        net.run(7_990); // the attempts would be over in a moment, and repeat every 1.2 s by now
        net.filter = flight -> true;

        a.core.onNetworkBack(net.now, a);

        assertTrue(net.run(100, () -> a.core.linkCount() == 2));
    }

    @Test
    void silentPeerIsSuspectedThenGivenUp() {
        link();
        long cut = net.now;
        net.filter = flight -> false;

        assertTrue(net.run(2_000, () -> !a.all(MeshSignal.Suspected.class).isEmpty()));
        long suspectedAfter = (net.now - cut) / 1_000_000;
        assertTrue(net.run(10_000, () -> !a.all(MeshSignal.LinkDown.class).isEmpty()));
        long downAfter = (net.now - cut) / 1_000_000;

        assertTrue(suspectedAfter >= 500 && suspectedAfter <= 850, "suspected after " + suspectedAfter);
        assertTrue(downAfter >= 3_000 && downAfter <= 4_300, "down after " + downAfter);
        assertEquals(
                new MeshSignal.LinkDown(b.id(), CloseReason.TIMED_OUT),
                a.all(MeshSignal.LinkDown.class).get(0));
    }

    @Test
    void onALineOfASecondItIsGivenUpLater() {
        net.slow.put(b.address, 500_000_000L);
        a.connect(b);
        assertTrue(net.run(20_000, () -> a.core.linkCount() == 1 && b.core.linkCount() == 1));
        for (int i = 0; i < 100; i++) {
            a.send(b, Lane.RELIABLE, 0, new byte[20]);
            b.send(a, Lane.RELIABLE, 0, new byte[20]);
            net.run(100);
        }
        long heard = net.now;
        net.filter = flight -> false;

        assertTrue(net.run(30_000, () -> !a.all(MeshSignal.LinkDown.class).isEmpty()));
        long downAfter = (net.now - heard) / 1_000_000;
        assertTrue(downAfter >= 8_000 && downAfter <= 12_000, "down after " + downAfter);
    }

    @Test
    void peerHeardAgainIsNoLongerSuspected() {
        link();
        net.filter = flight -> false;
        net.run(2_000);
        net.filter = flight -> true;
        net.run(1_500);

        List<MeshSignal.Suspected> suspicions = a.all(MeshSignal.Suspected.class);
        assertEquals(
                List.of(new MeshSignal.Suspected(b.id(), true), new MeshSignal.Suspected(b.id(), false)), suspicions);
        assertEquals(1, a.core.linkCount());
    }

    private long packetsIn(long millis) {
        long before = net.log.size();
        net.run(millis);
        return (long) net.log.size() - before;
    }

    private void calm() {
        a.core.calm(b.id(), true, net.now);
        b.core.calm(a.id(), true, net.now);
    }

    @Test
    void calmLinkAsksSeldomAndLivesOn() {
        link();
        net.run(1_000);
        long watched = packetsIn(14_000);

        calm();
        net.run(2_000);
        long calm = packetsIn(14_000);

        assertTrue(watched >= 70 && watched <= 82, watched + " packets of a watched link");
        assertTrue(calm >= 18 && calm <= 22, calm + " packets of a calm link");
        assertEquals(List.of(), a.all(MeshSignal.Suspected.class));
        assertEquals(1, a.core.linkCount());
    }

    @Test
    void doubtedPeerThatLivesIsHeardAtOnce() {
        link();
        calm();
        net.run(1_000);

        a.core.doubt(b.id(), net.now);
        net.run(20);

        assertEquals(List.of(new MeshSignal.Suspected(b.id(), false)), a.all(MeshSignal.Suspected.class));
    }

    @Test
    void doubtedPeerThatIsSilentIsSuspectedSoon() {
        link();
        calm();
        net.run(1_000);
        net.filter = flight -> false;
        net.run(400);
        long doubted = net.now;

        a.core.doubt(b.id(), net.now);
        assertTrue(net.run(1_000, () -> !a.all(MeshSignal.Suspected.class).isEmpty()));

        long after = (net.now - doubted) / 1_000_000;
        assertTrue(after >= 200 && after <= 205, "suspected after " + after);
    }

    @Test
    void doubtAloneMakesNobodySuspectAPeerHeardAMomentAgo() {
        link();
        calm();
        net.run(1_000);
        a.core.doubt(b.id(), net.now);
        net.run(20);
        net.filter = flight -> false;
        long cut = net.now;

        a.core.doubt(b.id(), net.now);
        assertTrue(net.run(1_000, () -> a.all(MeshSignal.Suspected.class).size() > 1));

        long after = (net.now - cut) / 1_000_000;
        assertTrue(after >= 330 && after <= 360, "suspected after " + after);
    }

    @Test
    void silenceFromBeforeTheWatchIsNotHeldAgainstAPeer() {
        link();
        calm();
        net.run(1_000);
        net.filter = flight -> false;
        net.run(500);
        a.core.calm(b.id(), false, net.now);
        net.filter = flight -> true;

        net.run(1_000);

        assertEquals(List.of(), a.all(MeshSignal.Suspected.class));
    }

    @Test
    void ownStandstillIsNotTakenForSilenceOfThePeer() {
        link();
        net.run(1_000);
        net.now += 60_000_000_000L;

        a.core.onTime(net.now, a);
        b.core.onTime(net.now, b);
        net.run(1_000);

        assertEquals(1, a.core.linkCount());
        assertEquals(1, b.core.linkCount());
    }

    /** Whoever stops stands where it stands: what is sent to it waits in its socket, and its clock jumps. */
    @Test
    void whoStoodStillForThreeSecondsKeepsTheLinkThoughItWasSoughtMeanwhile() {
        link();
        net.run(20_000);
        List<Net.Flight> waiting = new ArrayList<>();
        net.filter = flight -> !flight.to().equals(b.address) || !waiting.add(flight);
        net.nodes.remove(b);
        assertTrue(net.run(2_000, () -> !a.all(MeshSignal.Suspected.class).isEmpty()));
        a.connect(b);
        net.run(2_200);

        net.filter = flight -> true;
        net.add(b);
        for (Net.Flight flight : waiting) {
            b.core.onDatagram(flight.from(), flight.data(), flight.data().length, net.now, b);
        }
        net.run(3_000);

        assertEquals(List.of(), a.all(MeshSignal.LinkDown.class));
        assertEquals(List.of(), b.all(MeshSignal.LinkDown.class));
        assertEquals(1, a.all(MeshSignal.LinkUp.class).size());
        assertEquals(1, b.all(MeshSignal.LinkUp.class).size());
        assertTrue(a.send(b, Lane.RELIABLE, 0, new byte[] {3}));
        net.run(500);
        assertEquals(1, b.messages().size());
    }

    @Test
    void whoIsHeardAgainKeepsTheLinkThoughAHandshakeBesideItHasBegun() {
        link();
        net.run(20_000);
        net.filter = flight -> false;
        assertTrue(net.run(2_000, () -> !a.all(MeshSignal.Suspected.class).isEmpty()));
        a.connect(b);
        net.run(1_700); // what a ticket did not bring, a handshake is to bring by now

        net.filter = flight -> true;
        net.run(3_000);

        assertEquals(List.of(), a.all(MeshSignal.LinkDown.class));
        assertEquals(List.of(), b.all(MeshSignal.LinkDown.class));
        assertEquals(
                ConnectFailure.SUPERSEDED,
                a.all(MeshSignal.ConnectFailed.class).get(0).reason());
    }

    @Test
    void reasonOfClosingReachesTheOtherSideDespiteLoss() {
        link();
        net.loss = 0.3;

        a.core.close(b.id(), CloseReason.REFUSED, net.now, a);
        net.run(1_000);

        assertEquals(List.of(new MeshSignal.LinkDown(a.id(), CloseReason.REFUSED)), b.all(MeshSignal.LinkDown.class));
        assertEquals(List.of(new MeshSignal.LinkDown(b.id(), CloseReason.REFUSED)), a.all(MeshSignal.LinkDown.class));
        assertFalse(a.send(b, Lane.STATE, 0, new byte[1]));
    }

    @Test
    void movedPeerIsFollowedOnceItHasAnsweredTheChallenge() {
        link();
        b.address = family.address(99, 4242);
        net.run(3_000);
        a.send(b, Lane.RELIABLE, 0, new byte[] {9});
        net.run(1_000);

        assertEquals(1, b.messages().size());
        assertEquals(1, a.core.linkCount());
    }

    @Test
    void copiedRecordFromAForeignAddressMovesNothing() {
        link();
        net.run(500);
        net.filter = flight -> {
            if (flight.to().equals(a.address)) {
                // Somebody on the way is faster than the peer and sends the same bytes from elsewhere.
                a.core.onDatagram(family.address(66, 666), flight.data(), flight.data().length, flight.at(), a);
                return false;
            }
            return true;
        };
        b.send(a, Lane.RELIABLE, 0, new byte[] {1});
        net.run(300);
        net.filter = flight -> true;
        a.send(b, Lane.RELIABLE, 0, new byte[] {2});
        net.run(2_000);

        assertEquals(1, b.messages().size());
        assertEquals(1, a.core.linkCount());
    }

    @Test
    void wrongPeerIsRefused() {
        Net.Node c = net.node(family.host(3), 1000);

        a.core.connect(b.address, c.id(), net.now, a);
        net.run(2_000);

        assertEquals(
                ConnectFailure.WRONG_PEER,
                a.all(MeshSignal.ConnectFailed.class).get(0).reason());
        assertEquals(0, b.core.linkCount());
        assertEquals(1, b.core.rejections().of(Rejection.HANDSHAKE_FAILED));
    }

    @Test
    void unknownPeerIsTakenOnFirstUse() {
        a.core.connect(b.address, null, net.now, a);

        assertTrue(net.run(2_000, () -> a.core.linkCount() == 1));
        assertEquals(b.id(), lastUp(a).peer());
    }

    @Test
    void nobodyThereIsATimeOut() {
        a.core.connect(family.address(90, 9), b.id(), net.now, a);

        net.run(9_000);

        assertEquals(
                ConnectFailure.TIMED_OUT,
                a.all(MeshSignal.ConnectFailed.class).get(0).reason());
    }

    @Test
    void connectingToOneselfIsRefused() {
        a.core.connect(a.address, null, net.now, a);
        net.run(2_000);

        assertEquals(
                ConnectFailure.OWN_ADDRESS,
                a.all(MeshSignal.ConnectFailed.class).get(0).reason());
        assertEquals(0, a.core.linkCount());
    }

    @Test
    void restartedPeerReplacesItsOldLinkAtOnce() {
        link();
        Net.Node restarted = net.new Node(b.address, b.signer, MeshSettings.defaults(), 777);
        net.nodes.remove(b);
        net.add(restarted);

        restarted.connect(a);
        assertTrue(net.run(1_000, () -> restarted.core.linkCount() == 1));

        assertEquals(1, a.core.linkCount());
        assertEquals(
                CloseReason.REPLACED, a.all(MeshSignal.LinkDown.class).get(0).reason());
        assertTrue(a.send(restarted, Lane.RELIABLE, 0, new byte[] {3}));
        net.run(500);
        assertEquals(1, restarted.messages().size());
    }

    @Test
    void keysChangeInTheMiddleOfTraffic() {
        MeshSettings settings = MeshSettings.defaults().withRekey(20, 60_000);
        Net lossy = new Net(3);
        lossy.loss = 0.1;
        lossy.jitterNanos = 5_000_000L;
        Net.Node x = lossy.node(family.host(1), 1, settings);
        Net.Node y = lossy.node(family.host(2), 1, settings);
        x.connect(y);
        lossy.run(5_000, () -> x.core.linkCount() == 1);

        for (int i = 0; i < 2_000; i++) {
            x.send(y, Lane.RELIABLE, 0, new byte[] {(byte) i});
            y.send(x, Lane.RELIABLE, 0, new byte[] {(byte) i});
            lossy.run(1);
        }
        lossy.run(3_000);

        assertEquals(2_000, y.messages().size());
        assertEquals(2_000, x.messages().size());
        assertTrue(
                x.core.stats(y.id()).rekeys() > 40,
                "rekeys " + x.core.stats(y.id()).rekeys());
        assertEquals(0, x.core.rejections().of(Rejection.FORGED));
    }

    @Test
    void userWithoutRoomSlowsTheSenderAndLosesNothing() {
        link();
        b.ready = false;
        for (int i = 0; i < 50; i++) {
            assertTrue(a.send(b, Lane.RELIABLE, 0, new byte[] {(byte) i}));
            net.run(20);
        }
        net.run(6_000);
        assertEquals(0, b.messages().size());
        assertEquals(1, a.core.linkCount());
        assertTrue(b.core.rejections().of(Rejection.BACK_PRESSURE) > 0);

        b.ready = true;
        net.run(5_000);

        assertEquals(50, b.messages().size());
    }

    @Test
    void fullQueueSaysSo() {
        link();
        net.filter = flight -> false;
        int taken = 0;
        while (taken < 100 && a.send(b, Lane.RELIABLE, 0, new byte[MeshPort.MAX_MESSAGE_BYTES])) {
            taken++;
        }

        assertEquals(15, taken);
    }

    @Test
    void manySmallMessagesShareDatagramsAtFourBytesEach() {
        link();
        net.run(100);
        long before = a.core.stats(b.id()).bytesSent();
        long datagrams = a.core.stats(b.id()).datagramsSent();

        for (int i = 0; i < 101; i++) {
            a.send(b, Lane.STATE, i, new byte[10]);
        }
        net.run(2);

        assertEquals(101, b.messages().size());
        long bytes = a.core.stats(b.id()).bytesSent() - before;
        long sent = a.core.stats(b.id()).datagramsSent() - datagrams;
        assertTrue(sent <= 4, "datagrams " + sent);
        assertTrue(bytes <= 101 * 14 + sent * 50, "bytes " + bytes);
    }

    @Test
    void reliableMessageLeavesAtOnceAfterALongTimeOfStateAlone() {
        link();
        for (int i = 0; i < 3_000; i++) {
            a.send(b, Lane.STATE, 0, new byte[8]);
            net.run(1);
        }

        a.send(b, Lane.RELIABLE, 0, new byte[] {4});
        net.run(5);

        assertEquals(3_001, b.messages().size());
    }
}

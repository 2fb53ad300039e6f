package worldmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.CloseReason;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.LinkState;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.link.NetworkStats;
import worldmesh.mesh.link.Rejection;
import worldmesh.mesh.session.TicketBox;
import worldmesh.mesh.wire.DatagramKind;
import worldmesh.mesh.wire.TicketId;

/** Links that were lost and come back by their tickets. */
class ResumeTest extends LostLink {
    @Test
    void linkWhosePathWasDeadGoesOnWithFreshKeysAndNobodySeesAnEnd() {
        TicketId before = ticket();
        loseThePath(2_000);
        net.run(2_000);

        assertEquals(1, a.core.linkCount());
        assertNotEquals(before, ticket());
        assertEquals(1, a.all(MeshSignal.LinkUp.class).size());
        assertEquals(1, b.all(MeshSignal.LinkUp.class).size());
        assertEquals(List.of(), a.all(MeshSignal.LinkDown.class));
        assertEquals(List.of(), b.all(MeshSignal.LinkDown.class));
        assertEquals(List.of(), hellos);
    }

    @Test
    void reliableMessagesQueuedWhileThePathWasDeadArriveOnceAndInOrder() {
        cut();
        for (int i = 0; i < 200; i++) {
            assertTrue(a.send(b, Lane.RELIABLE, i % 2, new byte[] {(byte) i}));
            assertTrue(b.send(a, Lane.BULK, 7, new byte[] {(byte) i}));
            net.run(10);
        }
        heal();
        net.run(2_000);

        assertEquals(200, b.messages().size());
        assertEquals(200, a.messages().size());
        for (int i = 0; i < 200; i++) {
            assertEquals((byte) i, a.messages().get(i)[0]);
        }
    }

    @Test
    void pathThatIsBackIsNoticedWithinAPing() {
        cut();
        a.send(b, Lane.RELIABLE, 0, new byte[] {1});
        net.run(1_500);
        heal();
        net.run(450);

        assertEquals(1, b.messages().size());
        assertEquals(
                List.of(new MeshSignal.Suspected(b.id(), true), new MeshSignal.Suspected(b.id(), false)),
                a.all(MeshSignal.Suspected.class));
        assertEquals(List.of(), a.all(MeshSignal.LinkDown.class));
    }

    @Test
    void dataFlowsOneRoundTripAfterTheRequest() {
        net.delayNanos = 50_000_000L;
        net.run(2_000);
        cut();
        a.send(b, Lane.RELIABLE, 0, new byte[] {1});
        net.run(1_000);
        heal();
        long asked = net.now;
        a.connect(b);
        assertTrue(net.run(1_000, () -> b.messages().size() == 1));

        // There, back, and the data: a round trip more than without a dead path.
        assertTrue(net.now - asked <= 151_000_000L, "after " + (net.now - asked) / 1_000_000 + " ms");
    }

    @Test
    void figuresOfTheLinkGoOn() {
        for (int i = 0; i < 50; i++) {
            a.send(b, Lane.RELIABLE, 0, new byte[100]);
            net.run(5);
        }
        NetworkStats before = b.core.networkStats(a.id());
        loseThePath(2_000);
        net.run(1_000);
        a.send(b, Lane.RELIABLE, 0, new byte[100]);
        net.run(100);
        NetworkStats after = b.core.networkStats(a.id());

        assertEquals(before.messagesReceived() + 1, after.messagesReceived());
        assertTrue(after.bytesReceived() > before.bytesReceived());
        assertTrue(after.averageLatencyMillis() > 0);
        assertEquals(51, b.core.networkStats().messagesReceived());
    }

    @Test
    void recordsUnderTheOldKeysAreRefusedAndTheWindowBeginsAnew() {
        for (int i = 0; i < 40; i++) {
            a.send(b, Lane.RELIABLE, 0, new byte[] {(byte) i});
            net.run(2);
        }
        List<Net.Flight> old =
                records.stream().filter(f -> f.to().equals(b.address)).toList();
        loseThePath(2_000);
        net.run(1_000);
        int heard = b.messages().size();
        long refused = b.core.rejections().of(Rejection.UNKNOWN_LINK);
        old.forEach(flight -> again(b, flight, net.now));

        assertEquals(refused + old.size(), b.core.rejections().of(Rejection.UNKNOWN_LINK));
        assertEquals(heard, b.messages().size());
        assertEquals(1, b.core.linkCount());
    }

    @Test
    void replayIsRefusedAtBothEdgesOfTheNewWindow() {
        loseThePath(2_000);
        net.run(1_000);
        records.clear();
        for (int i = 0; i < 1_100; i++) {
            a.send(b, Lane.STATE, 0, new byte[] {(byte) i});
            net.run(1);
        }
        net.run(5);
        List<Net.Flight> sent =
                records.stream().filter(f -> f.to().equals(b.address)).toList();
        long replayed = b.core.rejections().of(Rejection.REPLAYED);
        int heard = b.messages().size();
        // The newest, the one at the far end of the window, and the one behind it.
        again(b, sent.get(sent.size() - 1), net.now);
        again(b, sent.get(sent.size() - 1_024), net.now);
        again(b, sent.get(sent.size() - 1_025), net.now);

        assertEquals(replayed + 3, b.core.rejections().of(Rejection.REPLAYED));
        assertEquals(heard, b.messages().size());
    }

    @Test
    void lateRecordWithinTheNewWindowIsStillTaken() {
        loseThePath(2_000);
        net.run(1_000);
        List<Net.Flight> held = new ArrayList<>();
        net.filter = flight -> !flight.to().equals(b.address) || !held.add(flight);
        a.send(b, Lane.STATE, 1, new byte[] {77});
        net.run(1);
        heal();
        int before = held.size();
        for (int i = 0; i < 900; i++) {
            a.send(b, Lane.STATE, 0, new byte[] {1});
            net.run(1);
        }
        int heard = b.messages().size();
        again(b, held.get(0), net.now);

        assertEquals(1, before);
        assertEquals(heard + 1, b.messages().size());
    }

    @Test
    void restartedProcessComesBackByItsStoredTicketInOneRoundTrip() {
        List<TicketBox.Lasting> stored = stored();
        restart(stored);
        a.connect(b);
        long begun = net.now;
        assertTrue(net.run(1_000, () -> a.core.linkCount() == 1));

        assertTrue(net.now - begun <= 2_100_000L, "after " + (net.now - begun) + " ns");
        net.run(100);
        assertEquals(List.of(), hellos);
        assertEquals(List.of(new MeshSignal.LinkDown(a.id(), CloseReason.REPLACED)), b.all(MeshSignal.LinkDown.class));
        assertEquals(2, b.all(MeshSignal.LinkUp.class).size());
        assertArrayEquals(
                a.all(MeshSignal.LinkUp.class).get(0).channelBinding(),
                b.all(MeshSignal.LinkUp.class).get(1).channelBinding());
        assertTrue(a.send(b, Lane.RELIABLE, 0, new byte[] {5}));
        assertTrue(b.send(a, Lane.RELIABLE, 0, new byte[] {6}));
        net.run(50);
        assertEquals(1, a.messages().size());
        assertEquals(1, b.messages().size());
    }

    @Test
    void peerOfARestartedProcessSeeksItByItself() {
        List<TicketBox.Lasting> stored = stored();
        restart(stored);
        net.run(1_500);

        assertEquals(1, a.core.linkCount());
        assertEquals(LinkState.CONNECTED, a.core.state(b.id()));
        assertEquals(List.of(), hellos);
    }

    @Test
    void recordsFromBeforeARestartAreRefusedAfterIt() {
        a.send(b, Lane.RELIABLE, 0, new byte[] {1});
        net.run(20);
        List<Net.Flight> old = List.copyOf(records);
        restart(stored());
        a.connect(b);
        net.run(500);
        int ofA = a.messages().size();
        int ofB = b.messages().size();
        old.forEach(flight -> again(flight.to().equals(b.address) ? b : a, flight, net.now));

        assertEquals(ofA, a.messages().size());
        assertEquals(ofB, b.messages().size());
        assertEquals(1, a.core.linkCount());
    }

    @Test
    void bothSidesThatComeBackAtOnceEndWithOneLink() {
        for (long offset = -3; offset <= 3; offset++) {
            ResumeTest test = new ResumeTest();
            test.cut();
            test.net.run(2_000 + offset);
            test.a.send(test.b, Lane.RELIABLE, 0, new byte[] {1});
            test.b.send(test.a, Lane.RELIABLE, 0, new byte[] {2});
            test.heal();
            test.net.run(3_000);

            assertEquals(1, test.a.core.linkCount(), "offset " + offset);
            assertEquals(1, test.b.core.linkCount(), "offset " + offset);
            assertEquals(1, test.a.messages().size(), "offset " + offset);
            assertEquals(1, test.b.messages().size(), "offset " + offset);
            assertEquals(List.of(), test.a.all(MeshSignal.LinkDown.class), "offset " + offset);
            assertEquals(List.of(), test.b.all(MeshSignal.LinkDown.class), "offset " + offset);
        }
    }

    @Test
    void twoLostSidesThatConnectAtOnceEndWithOneLink() {
        cut();
        net.run(6_000);
        heal();
        a.connect(b);
        b.connect(a);
        net.run(1_000);

        assertEquals(1, a.core.linkCount());
        assertEquals(1, b.core.linkCount());
        assertEquals(List.of(), hellos);
        a.send(b, Lane.RELIABLE, 0, new byte[] {1});
        b.send(a, Lane.RELIABLE, 0, new byte[] {2});
        net.run(200);
        assertEquals(1, a.messages().size());
        assertEquals(1, b.messages().size());
    }

    @Test
    void resumptionThatRacesAHandshakeEndsWithOneLink() {
        for (int delay = 0; delay < 12; delay++) {
            ResumeTest test = new ResumeTest();
            test.restart(List.of()); // this side has lost its ticket, the other has not
            test.a.connect(test.b);
            test.net.run(delay);
            test.b.core.connect(test.a.address, test.a.id(), test.net.now, test.b);
            test.net.run(4_000);

            assertEquals(1, test.a.core.linkCount(), "delay " + delay);
            assertEquals(1, test.b.core.linkCount(), "delay " + delay);
            test.a.send(test.b, Lane.RELIABLE, 0, new byte[] {1});
            test.b.send(test.a, Lane.RELIABLE, 0, new byte[] {2});
            test.net.run(200);
            assertEquals(1, test.a.messages().size(), "delay " + delay);
            assertEquals(1, test.b.messages().size(), "delay " + delay);
        }
    }

    @Test
    void suspectedPeerIsFoundAtAnotherAddressAndTheLinkGoesOn() {
        cut();
        a.send(b, Lane.RELIABLE, 0, new byte[] {1});
        net.run(1_000);
        b.address = Net.address("10.9.9.9", 4_242);
        heal();
        long attempt = a.core.connect(b.address, b.id(), net.now, a);
        net.run(500);

        assertEquals(1, b.messages().size());
        assertEquals(List.of(), a.all(MeshSignal.LinkDown.class));
        assertEquals(List.of(new MeshSignal.Moved(b.id(), b.address)), a.all(MeshSignal.Moved.class));
        assertEquals(
                List.of(attempt),
                a.all(MeshSignal.ConnectFailed.class).stream()
                        .map(MeshSignal.ConnectFailed::attempt)
                        .toList());
        assertEquals(LinkState.CONNECTED, a.core.state(b.id()));
    }

    @Test
    void withoutTicketsEverythingIsAsItWas() {
        Net plain = new Net(5);
        MeshSettings settings = MeshSettings.defaults().withResume(0);
        Net.Node x = plain.node("10.0.0.1", 1, settings);
        Net.Node y = plain.node("10.0.0.2", 1, settings);
        x.connect(y);
        plain.run(500);
        plain.filter = flight -> false;
        plain.run(6_000);
        plain.filter = flight -> true;
        x.connect(y);
        plain.run(500);

        assertEquals(1, x.core.linkCount());
        assertTrue(plain.log.stream().noneMatch(d -> DatagramKind.of(d[0]) == DatagramKind.RESUME));
    }
}

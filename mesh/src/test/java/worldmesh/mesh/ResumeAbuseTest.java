package worldmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.link.CloseReason;
import worldmesh.mesh.link.LinkState;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.link.Rejection;
import worldmesh.mesh.session.Ticket;
import worldmesh.mesh.session.TicketBox;
import worldmesh.mesh.wire.DatagramKind;
import worldmesh.mesh.wire.Refusal;
import worldmesh.mesh.wire.ResumeRequest;
import worldmesh.mesh.wire.TicketId;

/** Those who would like to come back by a ticket that is used, stolen, damaged, refused or too old. */
class ResumeAbuseTest extends LostLink {
    @Test
    void usedTicketIsRefusedAndCounted() {
        List<TicketBox.Lasting> stored = stored();
        loseThePath(2_000);
        net.run(1_000);
        restart(stored);
        long before = b.core.rejections().of(Rejection.TICKET_REPLAYED);
        a.connect(b);
        net.run(1_000);

        assertEquals(before + 1, b.core.rejections().of(Rejection.TICKET_REPLAYED));
        assertEquals(1, a.core.linkCount(), "it came in by a handshake");
        assertTrue(!hellos.isEmpty());
    }

    @Test
    void replayedRequestChangesNothing() {
        loseThePath(2_000);
        net.run(1_000);
        List<Net.Flight> old = List.copyOf(requests);
        TicketId now = ticket();
        int answered = replies.size();
        old.forEach(flight -> again(flight.to().equals(b.address) ? b : a, flight, net.now));
        again(b, new Net.Flight(0, 0, STRANGER, b.address, old.get(0).data()), net.now);
        net.run(1_000);

        long counted = a.core.rejections().of(Rejection.TICKET_REPLAYED)
                + b.core.rejections().of(Rejection.TICKET_REPLAYED);
        assertEquals(old.size() + 1, counted);
        assertEquals(answered, replies.size());
        assertEquals(now, ticket());
        assertEquals(1, b.core.linkCount());
    }

    @Test
    void requestThatWasHeldBackAndComesFromElsewhereBringsNoLink() {
        cut();
        net.run(2_000);
        Net.Flight held = requests.stream()
                .filter(f -> f.to().equals(b.address))
                .findFirst()
                .orElseThrow();
        requests.clear();
        again(b, new Net.Flight(0, 0, STRANGER, b.address, held.data()), net.now);

        assertEquals(1, replies.size(), "answered, with less than it came with");
        assertTrue(replies.get(0).data().length < held.data().length);
        heal();
        net.run(3_000);
        assertEquals(1, b.core.linkCount());
        assertEquals(List.of(), b.all(MeshSignal.LinkDown.class));
        assertEquals(
                a.address,
                Objects.requireNonNull(b.all(MeshSignal.LinkUp.class).get(0)).address());
        assertTrue(b.all(MeshSignal.Moved.class).isEmpty());
    }

    @Test
    void everyFlippedBitOfARequestIsRefused() {
        restart(stored());
        cut();
        a.connect(b);
        byte[] request = requests.get(0).data();
        int spoken = ResumeRequest.HEAD_BYTES
                + Objects.requireNonNull(ResumeRequest.decode(request, request.length))
                        .sealedBytes();
        int answered = replies.size();
        for (int bit = 0; bit < 8 * spoken; bit++) {
            byte[] flipped = request.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            net.now += 20_000_000L;
            b.core.onDatagram(a.address, flipped, flipped.length, net.now, b);
        }

        assertEquals(answered, replies.size());
        assertEquals(1, b.core.linkCount());
        heal();
    }

    @Test
    void everyFlippedBitOfAReplyIsRefusedAndTheGenuineOneIsTakenAfterwards() {
        restart(stored());
        net.filter = flight -> DatagramKind.of(flight.data()[0]) != DatagramKind.RESUMED;
        a.connect(b);
        net.run(2);
        byte[] reply = replies.get(0).data();
        for (int bit = 0; bit < 8 * reply.length; bit++) {
            byte[] flipped = reply.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            a.core.onDatagram(b.address, flipped, flipped.length, net.now, a);
        }
        for (int length = 1; length < reply.length; length++) {
            a.core.onDatagram(b.address, reply, length, net.now, a);
        }
        assertEquals(0, a.core.linkCount());
        a.core.onDatagram(b.address, reply, reply.length, net.now, a);

        assertEquals(1, a.core.linkCount());
        heal();
    }

    @Test
    void requestsThatAreCutShortAreDropped() {
        restart(stored());
        cut();
        a.connect(b);
        byte[] request = requests.get(0).data();
        long malformed = b.core.rejections().of(Rejection.MALFORMED);
        for (int length = 1; length < request.length; length++) {
            b.core.onDatagram(a.address, request, length, net.now, b);
        }

        assertEquals(malformed + request.length - 1, b.core.rejections().of(Rejection.MALFORMED));
        assertEquals(List.of(), replies);
        heal();
    }

    @Test
    void stolenTicketIsWorthNothingWithoutTheKeyOfItsHolder() {
        List<TicketBox.Lasting> stolen = stored();
        Ed25519Signer other = Ed25519Signer.generate(new SeededSecureRandom(4_711));
        Net.Node thief = net.add(net.new Node(STRANGER, other, MeshSettings.defaults(), 5));
        stolen.forEach(one -> thief.core.tickets().restore(one, net.now));
        long forged = b.core.rejections().of(Rejection.FORGED);
        thief.core.connect(b.address, b.id(), net.now, thief);
        net.run(1_000);

        assertTrue(b.core.rejections().of(Rejection.FORGED) > forged);
        assertEquals(List.of(), replies);
        assertEquals(List.of(), thief.all(MeshSignal.LinkUp.class));
        assertTrue(b.core.peers().contains(a.id()));
    }

    @Test
    void peerThatWasRefusedDoesNotComeBackByItsTicket() {
        List<TicketBox.Lasting> stored = stored();
        b.core.close(a.id(), CloseReason.REFUSED, net.now, b);
        net.run(500);
        assertNull(a.core.tickets().of(b.id(), net.now), "the refused side forgets it too");
        restart(stored);
        a.connect(b);
        net.run(5);

        assertEquals(1, b.core.rejections().of(Rejection.TICKET_UNKNOWN));
        assertEquals(List.of(), replies);
    }

    @Test
    void peerThatIsRefusedWhileItIsAwayDoesNotComeBackByItsTicket() {
        List<TicketBox.Lasting> stored = stored();
        cut();
        net.run(6_000);
        assertEquals(0, b.core.linkCount());
        b.core.close(a.id(), CloseReason.REFUSED, net.now, b);
        heal();
        restart(stored);
        a.connect(b);
        net.run(5);

        assertEquals(1, b.core.rejections().of(Rejection.TICKET_UNKNOWN));
        assertEquals(List.of(), replies);
    }

    @Test
    void peerThatIsRefusedBetweenReplyAndFirstRecordIsOut() {
        restart(stored());
        net.filter =
                flight -> !flight.from().equals(a.address) || DatagramKind.of(flight.data()[0]) != DatagramKind.RECORD;
        a.connect(b);
        net.run(10);
        b.core.close(a.id(), CloseReason.REFUSED, net.now, b);
        heal();
        net.run(1_000);

        assertEquals(0, b.core.linkCount());
        assertEquals(0, a.core.linkCount());
        assertEquals(LinkState.ended(CloseReason.REFUSED), a.core.state(b.id()));
    }

    @Test
    void whoLeavesInGoodOrderTakesItsTicketAlong() {
        a.core.close(b.id(), CloseReason.LEFT, net.now, a);
        net.run(500);

        assertNull(a.core.tickets().of(b.id(), net.now));
        assertNull(b.core.tickets().of(a.id(), net.now));
    }

    @Test
    void refusalOfAStrangerLeadsToAHandshakeAndToNothingWeaker() {
        restart(stored());
        cut();
        a.connect(b);
        byte[] request = requests.get(0).data();
        ResumeRequest head = Objects.requireNonNull(ResumeRequest.decode(request, request.length));
        byte[] blind = new Refusal(head.cid(), head.nonce() + 1, Refusal.UNKNOWN_TICKET, 1).encode();
        a.core.onDatagram(b.address, blind, blind.length, net.now, a);
        assertEquals(List.of(), hellos, "a refusal without the nonce counts for nothing");
        byte[] refusal = new Refusal(head.cid(), head.nonce(), Refusal.VERSION_MISMATCH, 0).encode();
        a.core.onDatagram(b.address, refusal, refusal.length, net.now, a);
        assertEquals(1, hellos.size());
        heal();
        net.run(1_000);

        assertEquals(1, a.core.linkCount());
    }

    @Test
    void requestOfAnotherVersionIsToldTheVersionSpokenHere() {
        restart(stored());
        cut();
        a.connect(b);
        byte[] other = requests.get(0).data().clone();
        other[1] = 9;
        b.core.onDatagram(a.address, other, other.length, net.now, b);

        assertEquals(1, b.core.rejections().of(Rejection.WRONG_VERSION));
        assertEquals(List.of(), replies);
        heal();
    }

    @Test
    void ticketOfALostLinkExpiresAndThatOfALivingOneDoesNot() {
        net.run(20_000);
        TicketId living = ticket();
        for (int i = 0; i < 11; i++) {
            net.run(60_000);
        }
        assertEquals(living, ticket());
        List<TicketBox.Lasting> stored = stored();
        cut();
        net.run(6_000);
        assertEquals(0, b.core.linkCount());
        net.now += 300_000_000_000L;
        b.core.onTime(net.now, b);
        assertTrue(b.core.tickets().of(a.id(), net.now) != null);
        net.now += 300_000_000_000L;
        b.core.onTime(net.now, b);

        assertNull(b.core.tickets().of(a.id(), net.now));
        heal();
        restart(stored);
        a.connect(b);
        net.run(2_000);
        assertEquals(1, b.core.rejections().of(Rejection.TICKET_UNKNOWN));
        assertEquals(1, a.core.linkCount());
    }

    @Test
    void ticketFromADiskIsNeverGoodForLongerThanAFreshOne() {
        Ticket ticket = stored().get(0).ticket();
        TicketBox box = new TicketBox(600_000_000_000L);
        box.restore(new TicketBox.Lasting(ticket, HOUR_NANOS), 0);

        assertTrue(box.of(b.id(), 599_000_000_000L) != null);
        assertNull(box.of(b.id(), 600_000_000_000L));
        box.restore(new TicketBox.Lasting(ticket, -HOUR_NANOS), 0);
        assertNull(box.of(b.id(), 0));
    }
}

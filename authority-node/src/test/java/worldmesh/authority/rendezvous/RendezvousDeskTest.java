package worldmesh.authority.rendezvous;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.rendezvous.NodeFrame;
import worldmesh.mesh.rendezvous.NodeRefusal;
import worldmesh.mesh.rendezvous.Registration;

class RendezvousDeskTest {
    private static final long SECOND = 1_000_000_000L;
    private static final DeskLimits SMALL = new DeskLimits(8, 3, 1_000_000, 100_000);

    private final DeskBench bench = new DeskBench(SMALL);

    @Test
    void carriesTheSameBytesBetweenTwoThatLetEachOtherIn() {
        DeskBench.Visitor ann = bench.enter("ann");
        DeskBench.Visitor ben = bench.enter("ben");
        ben.letIn(ann);
        byte[] datagram = ann.datagram(1_200);

        ann.carry(ben, datagram);

        byte[] got = ben.last();
        assertEquals(NodeFrame.CARRIED, got[0] & 0xFF);
        assertEquals(NodeFrame.name(ann.peer()), NodeFrame.name(got));
        assertArrayEquals(datagram, Arrays.copyOfRange(got, NodeFrame.HEAD_BYTES, got.length));
        assertEquals(1, bench.desk.carried());
    }

    @Test
    void nothingLeavesThatIsLongerThanWhatCausedIt() {
        DeskBench.Visitor ann = bench.enter("ann");
        DeskBench.Visitor ben = bench.enter("ben");

        for (int size = NodeFrame.DATAGRAM_MIN; size <= NodeFrame.DATAGRAM_MAX; size += 7) {
            bench.sent = 0;
            byte[] frame = ann.carryFrame(size % 2 == 0 ? ben.peer() : DeskBench.stranger(), ann.datagram(size));
            ann.say(frame);
            assertTrue(bench.sent <= frame.length, "sent " + bench.sent + " for " + frame.length);
        }
    }

    @Test
    void whoDidNotProveItsKeyIsSentNothingAndReachesNobody() {
        DeskBench.Visitor ben = bench.enter("ben");
        DeskBench.Visitor mute = bench.open("mute");
        int before = ben.got.size();

        mute.carry(ben, mute.datagram(100));

        assertEquals(NodeRefusal.MALFORMED, mute.closed);
        assertEquals(before, ben.got.size());
        assertEquals(1, bench.desk.refused(NodeRefusal.MALFORMED));
    }

    @Test
    void registrationsCountForTheirNodeAndConnectionOnly() {
        DeskBench.Visitor ann = bench.open("ann");
        byte[] forAnother = ann.registration(1, new byte[32], ann.nonce());
        ann.say(forAnother);
        assertEquals(NodeRefusal.FORGED, ann.closed);

        DeskBench.Visitor eve = bench.open("ann");
        DeskBench.Visitor genuine = bench.open("ann");
        byte[] overheard = genuine.registration(1, DeskBench.NODE_KEY, genuine.nonce());
        genuine.say(overheard);
        eve.say(overheard);

        assertEquals(NodeRefusal.FORGED, eve.closed);
        assertEquals(2, bench.desk.refused(NodeRefusal.FORGED));
        assertEquals(1, bench.desk.peers());
    }

    @Test
    void everyFlippedBitOfARegistrationIsRefused() {
        DeskBench wide = new DeskBench(new DeskLimits(2, 2, 1_000_000, 100_000));
        int bits = wide.open("ann").registration(1).length * 8;
        for (int bit = 0; bit < bits; bit++) {
            DeskBench.Visitor ann = wide.open("ann");
            byte[] frame = ann.registration(1);
            frame[bit / 8] ^= (byte) (1 << bit % 8);
            ann.say(frame);
            assertTrue(ann.closed != null, "bit " + bit);
            wide.advance(SECOND);
        }
        assertEquals(0, wide.desk.peers());
        assertEquals(
                bits,
                wide.desk.refused(NodeRefusal.FORGED)
                        + wide.desk.refused(NodeRefusal.MALFORMED)
                        + wide.desk.refused(NodeRefusal.REPLAYED));
    }

    @Test
    void registrationIsTakenOnce() {
        DeskBench.Visitor ann = bench.open("ann");
        byte[] frame = ann.registration(7);
        ann.say(frame);

        ann.say(frame);

        assertEquals(NodeRefusal.REPLAYED, ann.closed);
        assertEquals(1, bench.desk.refused(NodeRefusal.REPLAYED));
        assertEquals(0, bench.desk.peers());
    }

    @Test
    void registrationEndsUnlessItIsRenewed() {
        DeskBench.Visitor ann = bench.enter("ann");
        DeskBench.Visitor ben = bench.enter("ben");
        bench.advance(40 * SECOND);
        ben.say(ben.registration(2));

        bench.advance(25 * SECOND);

        assertEquals(NodeRefusal.EXPIRED, ann.closed);
        assertEquals(1, bench.desk.peers());
        assertEquals(1, bench.desk.refused(NodeRefusal.EXPIRED));
    }

    @Test
    void whoSaysNothingIsSentOffAfterFiveSeconds() {
        DeskBench.Visitor slow = bench.open("slow");

        bench.advance(DeskLimits.REGISTER_NANOS - 1);
        assertEquals(null, slow.closed);
        bench.advance(1);

        assertEquals(NodeRefusal.EXPIRED, slow.closed);
        assertEquals(0, bench.desk.connections());
    }

    @Test
    void connectionsOfOneAddressAndOfAllAreBounded() {
        for (int i = 0; i < 3; i++) {
            bench.open("p" + i);
        }
        DeskBench.Visitor fourth = bench.open("p3");
        DeskBench.Visitor elsewhere = bench.openFrom("p4", "2001:db8::1");
        bench.openFrom("p5", "2001:db8::2");
        bench.openFrom("p6", "2001:db8:0:0:7::3");
        DeskBench.Visitor sameNetwork = bench.openFrom("p7", "2001:db8:0:0:8::4");

        assertEquals(NodeRefusal.FULL, fourth.closed);
        assertEquals(null, elsewhere.closed);
        assertEquals(NodeRefusal.FULL, sameNetwork.closed);
        for (int i = 0; i < 4; i++) {
            bench.openFrom("q" + i, "192.0.2." + i);
        }
        assertEquals(8, bench.desk.connections());
        assertEquals(4, bench.desk.refused(NodeRefusal.FULL));
    }

    @Test
    void nothingIsRememberedOfThoseWhoLeft() {
        List<DeskBench.Visitor> all = List.of(bench.enter("ann"), bench.enter("ben"), bench.open("cat"));

        all.forEach(visitor -> bench.desk.onClosed(visitor.connection));

        assertEquals(0, bench.desk.connections());
        assertEquals(0, bench.desk.remembered());
    }

    @Test
    void peersOfOtherWorldsAreNotHere() {
        DeskBench.Visitor ann = bench.enter("ann");
        DeskBench.Visitor far = bench.openFrom("far", "192.0.2.9");
        far.world[0] ^= 1;
        far.say(far.registration(1));
        int before = far.got.size();

        ann.carry(far, ann.datagram(100));

        assertEquals(before, far.got.size());
        assertEquals(NodeRefusal.NOT_HERE.code(), ann.last()[NodeFrame.HEAD_BYTES]);
        assertEquals(1, bench.desk.refused(NodeRefusal.NOT_HERE));
    }

    @Test
    void strangersSendAHandshakeAndNoMore() {
        DeskBench.Visitor eve = bench.enter("eve");
        DeskBench.Visitor ben = bench.enter("ben");
        int before = ben.got.size();
        for (int i = 0; i < 500; i++) {
            eve.carry(ben, eve.datagram(100));
        }

        assertEquals((int) DeskLimits.STRANGER_BURST, ben.got.size() - before);
        assertEquals(500 - (long) DeskLimits.STRANGER_BURST, bench.desk.refused(NodeRefusal.STRANGER));

        ben.letIn(eve);
        eve.carry(ben, eve.datagram(100));
        assertEquals((int) DeskLimits.STRANGER_BURST + 1, ben.got.size() - before);
    }

    @Test
    void bytesOfOnePeerStayWithinItsRate() {
        DeskBench.Visitor ann = bench.enter("ann");
        DeskBench.Visitor ben = bench.enter("ben");
        ben.letIn(ann);
        long carriedBytes = 0;
        for (int i = 0; i < 4_000; i++) { // ten seconds, four times the rate
            bench.advance(2_500_000);
            bench.sent = 0;
            ann.carry(ben, ann.datagram(1_000));
            carriedBytes += bench.sent;
        }

        long allowed = SMALL.peerBytesPerSecond() * 10 + SMALL.peerBytesPerSecond() / 2;
        assertTrue(carriedBytes <= allowed, "carried " + carriedBytes + " of " + allowed);
        assertTrue(carriedBytes > allowed * 95 / 100, "carried " + carriedBytes + " of " + allowed);
        assertTrue(bench.desk.refused(NodeRefusal.OVER_RATE) > 2_000);
    }

    @Test
    void floodOfQuestionsEndsTheConnection() {
        DeskBench.Visitor ann = bench.enter("ann");

        for (int i = 0; i < 1_000 && ann.closed == null; i++) {
            ann.say(new byte[] {NodeFrame.WHO});
        }

        assertEquals(NodeRefusal.FLOOD, ann.closed);
        assertTrue(ann.got.size() <= DeskLimits.CONTROL_BURST + 2);
    }

    @Test
    void samePeerComingAgainReplacesItsFormerConnection() {
        DeskBench.Visitor ann = bench.enter("ann");
        DeskBench.Visitor ben = bench.enter("ben");
        DeskBench.Visitor again = bench.enter("ann");

        ben.carry(ann, ben.datagram(64));

        assertEquals(NodeRefusal.REPLACED, ann.closed);
        assertEquals(NodeFrame.CARRIED, again.last()[0] & 0xFF);
        assertEquals(2, bench.desk.peers());
    }

    @Test
    void tellsWhoElseOfTheWorldIsThere() {
        DeskBench.Visitor ann = bench.enter("ann");
        DeskBench.Visitor ben = bench.enter("ben");

        ann.say(new byte[] {NodeFrame.WHO});

        assertArrayEquals(NodeFrame.present(List.of(ben.peer())), ann.last());
    }

    @Test
    void framesThatAreNoneEndTheConnection() {
        for (byte[] frame : List.of(
                new byte[0],
                new byte[] {NodeFrame.WHO, 0},
                new byte[] {NodeFrame.LET_IN, 1, 2},
                new byte[] {(byte) NodeFrame.CHALLENGE},
                new byte[NodeFrame.MAX_BYTES],
                new byte[] {NodeFrame.CARRY, 1, 2, 3, 4, 5, 6, 7, 8})) {
            DeskBench.Visitor ann = bench.enter("ann");
            ann.say(frame);
            assertEquals(NodeRefusal.MALFORMED, ann.closed, Arrays.toString(frame));
        }
        assertEquals(6, bench.desk.refused(NodeRefusal.MALFORMED));
    }

    @Test
    void lifeOutsideTheBoundsIsRefused() {
        for (int life : new int[] {0, Registration.LIFE_MIN - 1, Registration.LIFE_MAX + 1, 65_535}) {
            DeskBench.Visitor ann = bench.open("ann");
            ann.life = life;
            ann.say(ann.registration(1));
            assertEquals(NodeRefusal.MALFORMED, ann.closed, "life " + life);
        }
        assertFalse(bench.desk.peers() > 0);
    }
}

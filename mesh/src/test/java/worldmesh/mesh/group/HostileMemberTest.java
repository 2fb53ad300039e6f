package worldmesh.mesh.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.EmptyMessage;
import org.jgroups.MergeView;
import org.jgroups.Message;
import org.jgroups.ObjectMessage;
import org.jgroups.View;
import org.jgroups.protocols.NAKACK4;
import org.jgroups.protocols.NakAckHeader;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.JoinRsp;
import org.jgroups.protocols.pbcast.STATE_TRANSFER;
import org.jgroups.stack.Protocol;
import org.jgroups.util.ByteArray;
import org.jgroups.util.ByteArrayDataOutputStream;
import org.jgroups.util.Digest;
import org.jgroups.util.MergeId;
import org.jgroups.util.Util;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.membership.PartyId;
import worldmesh.runtime.identity.PeerId;

/** What a member that lies about views, sources and types achieves: nothing. */
class HostileMemberTest {
    private static final PeerId SELF = peer(1);
    private static final PeerId COORDINATOR = peer(2);
    private static final PeerId NEXT = peer(3);
    private static final PeerId LAST = peer(4);
    private static final PeerId STRANGER = peer(9);
    private static final short GMS_ID = new GMS().getId();

    private static boolean deserialised;

    private final PartyState state = new PartyState(SELF, 8);
    private final GmsRules rules = new GmsRules(state);
    private final MessageGate gate = new MessageGate(MeshDiscovery.ID);

    /** What must never be made from bytes that a peer sent. */
    private static final class Trap implements Serializable {
        private static final long serialVersionUID = 1;

        private Object readResolve() {
            deserialised = true;
            return this;
        }
    }

    private static GroupAddress address(PeerId peer) {
        return new GroupAddress(peer, 1);
    }

    private static PeerId peer(int number) {
        byte[] id = new byte[PeerId.BYTES];
        id[0] = (byte) number;
        return PeerId.ofBytes(id);
    }

    @BeforeEach
    void stay() {
        state.address = address(SELF);
    }

    @BeforeAll
    static void registerAddresses() {
        assertNotNull(new MeshTransport(new DeafCarrier(), address(SELF)));
    }

    private static final class DeafCarrier implements GroupCarrier {
        @Override
        public List<PeerId> heard() {
            return List.of();
        }

        @Override
        public void send(PeerId to, byte[] data, int offset, int length) {
            throw new AssertionError("nothing is sent here");
        }

        @Override
        public boolean former(GroupAddress address) {
            return false;
        }

        @Override
        public @Nullable PeerId commonCoordinator(List<List<PeerId>> sides) {
            return null;
        }

        @Override
        public void installed(GroupChannel channel, View view) {
            throw new AssertionError("nothing is installed here");
        }
    }

    private void inParty() {
        for (PeerId peer : List.of(COORDINATOR, NEXT, LAST)) {
            state.admitted.add(peer);
            state.linked.add(peer);
        }
        state.install(view(COORDINATOR, 5, COORDINATOR, NEXT, SELF, LAST));
    }

    private static byte[] bytes(Message message) throws Exception {
        ByteArrayDataOutputStream out = new ByteArrayDataOutputStream(512);
        Util.writeMessage(message, out, message.getDest() == null);
        return Arrays.copyOf(out.buffer(), out.position());
    }

    private static Message from(PeerId peer, Message message) {
        return message.setSrc(address(peer));
    }

    private static Message gms(byte type, ByteArray body) {
        Message message = new BytesMessage(null).putHeader(GMS_ID, new GMS.GmsHeader(type));
        message.setArray(body);
        return message;
    }

    private static View view(PeerId creator, long id, PeerId... members) {
        return View.create(address(creator), id, addresses(members));
    }

    private static Address[] addresses(PeerId... members) {
        return Stream.of(members).map(HostileMemberTest::address).toArray(Address[]::new);
    }

    private static Message announcing(View view) throws Exception {
        // What GMS.marshal writes for a view without digest: a flag for each, then the view.
        ByteArrayDataOutputStream out = new ByteArrayDataOutputStream(512);
        int merge = view instanceof MergeView ? 4 : 0;
        out.writeShort(VIEW_PRESENT | merge);
        view.writeTo(out);
        return gms(GMS.GmsHeader.VIEW, out.getBuffer());
    }

    private static final int VIEW_PRESENT = 1;

    private GmsRules.Verdict judge(Message message, PeerId from) {
        return rules.judge(message, message.getHeader(GMS_ID), from, 0);
    }

    @Test
    void takesAViewFromItsCoordinatorOnly() throws Exception {
        inParty();

        assertEquals(
                GmsRules.Verdict.PASS, judge(announcing(view(COORDINATOR, 6, COORDINATOR, NEXT, SELF)), COORDINATOR));
        assertEquals(GmsRules.Verdict.REFUSE, judge(announcing(view(LAST, 900, LAST, SELF)), LAST));
        assertEquals(GmsRules.Verdict.REFUSE, judge(announcing(view(NEXT, 6, NEXT, SELF, LAST)), NEXT));
        assertEquals(GmsRules.Verdict.REFUSE, judge(announcing(view(STRANGER, 6, STRANGER, SELF)), STRANGER));
    }

    @Test
    void takesAViewFromTheNextOnceItsOwnLinkCallsTheCoordinatorDead() throws Exception {
        inParty();
        Message takeover = announcing(view(NEXT, 6, NEXT, SELF, LAST));

        state.silent.add(COORDINATOR);

        assertEquals(GmsRules.Verdict.PASS, judge(takeover, NEXT));
        assertEquals(GmsRules.Verdict.REFUSE, judge(announcing(view(LAST, 7, LAST, SELF)), LAST));
    }

    @Test
    void doesNotTakeAViewThatIsNotItsSendersOrLeavesItOutOrIsTooLarge() throws Exception {
        inParty();

        assertEquals(GmsRules.Verdict.REFUSE, judge(announcing(view(NEXT, 6, NEXT, SELF)), COORDINATOR));
        assertEquals(GmsRules.Verdict.SPENT, judge(announcing(view(COORDINATOR, 6, COORDINATOR, NEXT)), COORDINATOR));
        assertEquals(
                GmsRules.Verdict.REFUSE,
                judge(announcing(view(COORDINATOR, Long.MAX_VALUE, COORDINATOR, SELF)), COORDINATOR));
        PeerId[] stuffed = new PeerId[9];
        stuffed[0] = COORDINATOR;
        stuffed[1] = SELF;
        for (int i = 2; i < stuffed.length; i++) {
            stuffed[i] = peer(20 + i);
        }
        assertEquals(GmsRules.Verdict.REFUSE, judge(announcing(view(COORDINATOR, 6, stuffed)), COORDINATOR));
    }

    @Test
    void doesNotLetAMemberMergeItsOwnParty() {
        inParty();

        assertEquals(GmsRules.Verdict.REFUSE, judge(gms(GMS.GmsHeader.MERGE_REQ, new ByteArray(new byte[0])), LAST));
        assertEquals(
                GmsRules.Verdict.REFUSE,
                judge(gms(GMS.GmsHeader.INSTALL_MERGE_VIEW, new ByteArray(new byte[0])), LAST));
        assertEquals(
                GmsRules.Verdict.REFUSE, judge(gms(GMS.GmsHeader.INSTALL_DIGEST, new ByteArray(new byte[0])), LAST));
        assertEquals(GmsRules.Verdict.PASS, judge(gms(GMS.GmsHeader.MERGE_REQ, new ByteArray(new byte[0])), STRANGER));
    }

    @Test
    void nobodyJoinsOrLeavesForAnother() {
        inParty();
        Message join =
                new EmptyMessage(null).putHeader(GMS_ID, new GMS.GmsHeader(GMS.GmsHeader.JOIN_REQ, address(STRANGER)));
        Message leave =
                new EmptyMessage(null).putHeader(GMS_ID, new GMS.GmsHeader(GMS.GmsHeader.LEAVE_REQ, address(NEXT)));

        assertEquals(GmsRules.Verdict.REFUSE, judge(join, LAST));
        assertEquals(GmsRules.Verdict.PASS, judge(join, STRANGER));
        assertEquals(GmsRules.Verdict.REFUSE, judge(leave, LAST));
        assertEquals(GmsRules.Verdict.PASS, judge(leave, NEXT));
    }

    @Test
    void aJoinersAnswerIsTakenOnlyWhileItIsWaitedFor() throws Exception {
        Digest digest = new Digest(addresses(COORDINATOR, SELF), new long[] {0, 0, 0, 0});
        Message answer = gms(GMS.GmsHeader.JOIN_RSP, GMS.marshal(new JoinRsp(view(LAST, 6, LAST, SELF), digest)));

        assertEquals(GmsRules.Verdict.PASS, judge(answer, LAST));
        inParty();
        assertEquals(GmsRules.Verdict.SPENT, judge(answer, LAST));
    }

    @Test
    void aViewThatWasOvertakenIsReceivedSoThatItsSenderStopsToSayIt() throws Exception {
        inParty();

        assertEquals(GmsRules.Verdict.SPENT, judge(announcing(view(LAST, 5, LAST, SELF)), LAST));
        assertEquals(GmsRules.Verdict.SPENT, judge(announcing(view(LAST, 1, LAST)), LAST));
        assertEquals(GmsRules.Verdict.REFUSE, judge(announcing(view(LAST, 6, LAST, SELF)), LAST));
    }

    @Test
    void aMergeAskedForTooEarlyIsReceivedOnceItsLeaderHasGivenItUp() {
        inParty();
        Message request = new EmptyMessage(null)
                .putHeader(
                        GMS_ID, new GMS.GmsHeader(GMS.GmsHeader.MERGE_REQ).setMergeId(MergeId.create(address(LAST))));
        GMS.GmsHeader header = request.getHeader(GMS_ID);

        assertEquals(GmsRules.Verdict.REFUSE, rules.judge(request, header, LAST, 0));
        assertEquals(GmsRules.Verdict.REFUSE, rules.judge(request, header, LAST, 900_000_000L));
        assertEquals(GmsRules.Verdict.SPENT, rules.judge(request, header, LAST, 1_000_000_000L));
    }

    @Test
    void anEmptiedMessageKeepsItsPlaceInTheOrderAndNothingElse() throws Exception {
        NakAckHeader place = NakAckHeader.createMessageHeader(7);
        short multicast = new NAKACK4().getId();
        Message said = from(LAST, announcing(view(LAST, 1, LAST))).putHeader(multicast, place);

        Message empty = GroupChannel.emptied(said, GMS_ID);

        assertEquals(place, empty.getHeader(multicast));
        assertEquals(address(LAST), empty.getSrc());
        assertNull(empty.getHeader(GMS_ID));
        assertEquals(0, empty.getLength());
    }

    @Test
    void refusesTheJoinerThatIsOneTooMany() {
        inParty();
        for (int i = 0; i < 4; i++) {
            assertTrue(state.letsThrough(peer(30 + i), 0));
        }

        Message join =
                new EmptyMessage(null).putHeader(GMS_ID, new GMS.GmsHeader(GMS.GmsHeader.JOIN_REQ, address(STRANGER)));
        assertEquals(GmsRules.Verdict.FULL, judge(join, STRANGER));
    }

    @Test
    void neverMakesAnObjectOfAPeersBytes() throws Exception {
        Message message = from(LAST, new ObjectMessage(address(SELF), new Trap()));

        assertNull(gate.read(bytes(message), LAST));
        assertEquals(false, deserialised);
    }

    @Test
    void refusesAMessageThatNamesAnotherSource() throws Exception {
        Message message = from(COORDINATOR, new BytesMessage(address(SELF), new byte[4]));

        assertNotNull(gate.read(bytes(message), COORDINATOR));
        assertNull(gate.read(bytes(message), LAST));
    }

    @Test
    void refusesHeadersThatAreNotOfOurStack() throws Exception {
        Protocol foreign = new STATE_TRANSFER();
        Message message = from(LAST, new BytesMessage(address(SELF), new byte[4]))
                .putHeader(foreign.getId(), new STATE_TRANSFER.StateHeader());
        Message swapped = from(LAST, new BytesMessage(address(SELF), new byte[4]))
                .putHeader(foreign.getId(), new GMS.GmsHeader(GMS.GmsHeader.VIEW_ACK));

        assertNull(gate.read(bytes(message), LAST));
        assertNull(gate.read(bytes(swapped), LAST));
    }

    @Test
    void refusesEveryTruncationAndSurvivesEveryBitFlip() throws Exception {
        byte[] good = bytes(from(COORDINATOR, announcing(view(COORDINATOR, 6, COORDINATOR, NEXT, SELF))));
        assertNotNull(gate.read(good, COORDINATOR));

        for (int length = 0; length < good.length; length++) {
            assertNull(gate.read(Arrays.copyOf(good, length), COORDINATOR), "length " + length);
        }
        var random = new SplittableRandom(1);
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            bad[random.nextInt(bad.length)] ^= (byte) random.nextInt(256);
            Message read = gate.read(bad, COORDINATOR);
            if (read != null && read.getHeader(GMS_ID) != null) {
                judge(read, COORDINATOR);
            }
        }
    }

    @Test
    void anotherPartysFramesAreNotRead() {
        var party = PartyId.ofBytes(new byte[32]);
        byte[] otherId = new byte[32];
        otherId[3] = 1;
        var other = PartyId.ofBytes(otherId);

        byte[] frame = GroupFrame.encode(GroupFrame.Kind.PROBE, party, LAST.bytes());

        assertNotNull(GroupFrame.decode(frame, party));
        assertNull(GroupFrame.decode(frame, other));
    }
}

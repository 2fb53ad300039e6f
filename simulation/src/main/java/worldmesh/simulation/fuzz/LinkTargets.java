package worldmesh.simulation.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import worldmesh.mesh.crypto.MeshCrypto;
import worldmesh.mesh.group.PartyFrames;
import worldmesh.mesh.membership.PartyId;
import worldmesh.mesh.relay.RelayName;
import worldmesh.mesh.relay.RelayRefusal;
import worldmesh.mesh.session.RecordOpener;
import worldmesh.mesh.session.RecordSealer;
import worldmesh.mesh.session.Rekeying;
import worldmesh.mesh.session.ResumeAnswer;
import worldmesh.mesh.session.ResumeOffer;
import worldmesh.mesh.session.ResumeTerms;
import worldmesh.mesh.session.StreamPosition;
import worldmesh.mesh.session.Ticket;
import worldmesh.mesh.topic.PartyTopics;
import worldmesh.mesh.topic.TopicMessage;
import worldmesh.mesh.topic.TopicOutbox;
import worldmesh.mesh.transport.RelayFrame;
import worldmesh.mesh.wire.RecordHeader;
import worldmesh.mesh.wire.ResumeReply;
import worldmesh.mesh.wire.ResumeRequest;
import worldmesh.mesh.wire.TicketId;
import worldmesh.mesh.wire.Wire;
import worldmesh.mesh.wire.WireVersions;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.Signer;
import worldmesh.testkit.crypto.SimulatedMeshCrypto;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.testkit.fuzz.FuzzTarget;

/** What links bring to the mesh itself: sealed records, resumptions, frames of topics and of a party's group. */
final class LinkTargets {
    private static final int CID = 7;
    private static final long NONCE = 99;
    private static final ResumeTerms TERMS =
            new ResumeTerms(5, true, List.of(new StreamPosition(0, 700), new StreamPosition(1, 1L << 40)));

    private final SimulatedSignatures signatures = new SimulatedSignatures();
    private final Signer near = signatures.signer(1);
    private final Signer far = signatures.signer(2);

    static List<FuzzTarget> all() {
        LinkTargets links = new LinkTargets();
        return List.of(
                FuzzTarget.of("record", links.records(), links::record),
                FuzzTarget.of("resume-request", List.of(links.offer().request()), links::request),
                FuzzTarget.of("resume-reply", List.of(links.reply()), links::reply),
                FuzzTarget.of(
                        "resume-terms", List.of(TERMS.encode()), data -> ResumeTerms.decode(data, data.length) != null),
                FuzzTarget.of("relay", relayFrames(), LinkTargets::relay),
                TurnTarget.of(),
                GossipTarget.of(),
                FuzzTarget.of("topic", Corpus.of("topic"), new TopicReader()),
                FuzzTarget.of("group", Corpus.of("group"), new PartyFrames(party(), peer(2))::takes));
    }

    private static PartyId party() {
        byte[] id = new byte[PartyId.BYTES];
        Arrays.fill(id, (byte) 0xA0);
        return PartyId.ofBytes(id);
    }

    private static PeerId peer(int number) {
        byte[] id = new byte[PeerId.BYTES];
        Arrays.fill(id, (byte) number);
        return PeerId.ofBytes(id);
    }

    private static List<byte[]> relayFrames() {
        byte[] to = new byte[RelayFrame.OVERHEAD_BYTES + 30];
        to[0] = 0x30;
        byte[] from = new byte[RelayFrame.OVERHEAD_BYTES + Wire.MAX_DATAGRAM_BYTES];
        from[0] = 0x31;
        return List.of(to, from, new byte[] {0x32, 1, 2, 3, 4, 5, 6, 7, 2, 0, 0, 0});
    }

    /** As a record's content: the kind, then the rest. */
    private static boolean relay(byte[] data) {
        if (data.length == 0) {
            return false;
        }
        RelayFrame frame = RelayFrame.read(data[0] & 0xFF, new ByteReader(data, 1, data.length - 1));
        if (frame == null) {
            return false;
        }
        if (frame.offset() + frame.length() > data.length || frame.name() >>> (8 * RelayName.BYTES) != 0) {
            throw new IllegalStateException("a frame is larger than what it was read from");
        }
        return frame.kind() != RelayFrame.Kind.REFUSED || RelayRefusal.ofWire(frame.reason()) != null;
    }

    /** The same chances each time, so that what was sealed once is genuine again. */
    private MeshCrypto crypto(Signer of) {
        return new SimulatedMeshCrypto(of, signatures, new SplittableRandom(of == near ? 1 : 2));
    }

    private List<byte[]> records() {
        byte[] first = new byte[RecordHeader.OVERHEAD_BYTES + 40];
        byte[] second = new byte[Wire.MAX_DATAGRAM_BYTES];
        RecordSealer sealer =
                new RecordSealer(crypto(near), new byte[Ticket.SECRET_BYTES], CID, new Rekeying(1, 1L << 40), 0);
        int firstLength = sealer.seal(first, 40, 0);
        int secondLength = sealer.seal(second, second.length - RecordHeader.OVERHEAD_BYTES, 1);
        return List.of(Arrays.copyOf(first, firstLength), Arrays.copyOf(second, secondLength));
    }

    /** As a link does: whatever its size, the datagram is opened into a buffer of the largest. */
    private boolean record(byte[] data) {
        RecordOpener opener = new RecordOpener(crypto(far), new byte[Ticket.SECRET_BYTES]);
        byte[] plain = new byte[Wire.MAX_DATAGRAM_BYTES];
        int opened = data.length < RecordHeader.BYTES ? -1 : opener.open(data, data.length, plain, 0);
        if (opened < 0) {
            return false;
        }
        opener.accept();
        if (opener.open(data, data.length, plain, 0) != RecordOpener.REPLAYED) {
            throw new IllegalStateException("a record was opened twice");
        }
        return true;
    }

    private Ticket ticket(Signer leadsTo) {
        return new Ticket(new TicketId(3, 4), new byte[Ticket.SECRET_BYTES], leadsTo.publicKey(), WireVersions.LAST);
    }

    private ResumeOffer offer() {
        return new ResumeOffer(crypto(near), ticket(far), near.peer(), CID, NONCE, TERMS);
    }

    private boolean request(byte[] data) {
        ResumeRequest head = ResumeRequest.decode(data, data.length);
        if (head == null || head.version() != Wire.VERSION) {
            return false;
        }
        ResumeAnswer answer = ResumeAnswer.open(crypto(far), ticket(near), far.peer(), head, data);
        return answer != null && answer.agree(CID, TERMS) != null;
    }

    private byte[] reply() {
        byte[] request = offer().request();
        ResumeRequest head = ResumeRequest.decode(request, request.length);
        ResumeAnswer answer =
                head == null ? null : ResumeAnswer.open(crypto(far), ticket(near), far.peer(), head, request);
        ResumeAnswer.Result result = answer == null ? null : answer.agree(CID, TERMS);
        if (result == null) {
            throw new IllegalStateException("a genuine request is refused");
        }
        return result.reply();
    }

    private boolean reply(byte[] data) {
        ResumeReply head = ResumeReply.decode(data, data.length);
        return head != null && offer().onReply(head, data, data.length) != null;
    }

    /** Frames of one neighbour, in a life that forgets now and then what it has seen. */
    private static final class TopicReader implements FuzzTarget.Reader {
        private static final int LIFETIME = 512;
        private static final TopicOutbox NOWHERE = new TopicOutbox() {
            @Override
            public boolean send(PeerId to, byte[] frame) {
                return true;
            }

            @Override
            public void deliver(TopicMessage message) {}
        };

        private PartyTopics topics = fresh();
        private int read;

        private static PartyTopics fresh() {
            PartyTopics out = new PartyTopics(peer(9), 0);
            out.onNeighbourUp(peer(2), NOWHERE);
            out.onNeighbourUp(peer(3), NOWHERE);
            return out;
        }

        @Override
        public boolean reads(byte[] data) {
            if (++read % LIFETIME == 0) {
                topics = fresh();
            }
            return topics.onFrame(peer(2), data, NOWHERE);
        }
    }
}

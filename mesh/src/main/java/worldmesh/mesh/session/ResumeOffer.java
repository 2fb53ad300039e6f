package worldmesh.mesh.session;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.crypto.KeyAgreement;
import worldmesh.mesh.crypto.MeshCrypto;
import worldmesh.mesh.crypto.RecordCipher;
import worldmesh.mesh.wire.ResumeReply;
import worldmesh.mesh.wire.ResumeRequest;
import worldmesh.mesh.wire.TicketId;
import worldmesh.mesh.wire.Wire;
import worldmesh.runtime.identity.PeerId;

/** The initiator's side of one resumption: one request, said as often as needed; one reply. Confined to its owner. */
public final class ResumeOffer {
    private final MeshCrypto crypto;
    private final Ticket ticket;
    private final PeerId self;
    private final long nonce;
    private final KeyAgreement agreement;
    private final byte[] request;
    private final int spoken;

    /** What came of it. */
    public record Result(SessionKeys keys, ResumeTerms theirs, int remoteCid) {}

    /** Offers to go on as {@code terms} say; the other side will know this one by {@code cid}. */
    public ResumeOffer(MeshCrypto crypto, Ticket ticket, PeerId self, int cid, long nonce, ResumeTerms terms) {
        this.crypto = crypto;
        this.ticket = ticket.copy();
        this.self = self;
        this.nonce = nonce;
        this.agreement = crypto.agreement();
        byte[] said = terms.encode();
        int plain = said.length + ResumeCrypto.SIGNATURE_BYTES;
        this.spoken = ResumeRequest.HEAD_BYTES + plain + RecordCipher.TAG_BYTES;
        this.request = new ResumeRequest(
                        Wire.VERSION, cid, nonce, ticket.id(), agreement.share(), plain + RecordCipher.TAG_BYTES)
                .encodeHead();
        byte[] proof = crypto.sign(ResumeCrypto.requestProof(ticket.peer(), request, said));
        System.arraycopy(said, 0, request, ResumeRequest.HEAD_BYTES, said.length);
        System.arraycopy(proof, 0, request, ResumeRequest.HEAD_BYTES + said.length, proof.length);
        ResumeCrypto.requestCipher(crypto, ticket, request).seal(0, request, ResumeRequest.HEAD_BYTES, plain);
    }

    /** The datagram. */
    public byte[] request() {
        return request;
    }

    /** The ticket it spends. */
    public TicketId ticket() {
        return ticket.id();
    }

    /** Whom it is for. */
    public PeerId peer() {
        return ticket.peer();
    }

    /** True if a refusal or reply names this request. */
    public boolean named(long otherNonce) {
        return otherNonce == nonce;
    }

    /** Takes a reply; null if it is not genuine, and the genuine one may still come. */
    public @Nullable Result onReply(ResumeReply reply, byte[] datagram, int length) {
        byte[] transcript = ResumeCrypto.transcript(Arrays.copyOf(request, spoken), datagram);
        byte[] master = ResumeCrypto.master(ticket, agreement, reply.share(), transcript);
        int sealed = length - ResumeReply.HEAD_BYTES;
        if (master == null || sealed < RecordCipher.TAG_BYTES + ResumeCrypto.SIGNATURE_BYTES) {
            return null;
        }
        byte[] plain = new byte[sealed];
        RecordCipher cipher = ResumeCrypto.replyCipher(crypto, master);
        int opened = cipher.open(0, datagram, ResumeReply.HEAD_BYTES, sealed, plain);
        ResumeTerms theirs = opened < 0 ? null : proved(plain, opened - ResumeCrypto.SIGNATURE_BYTES, transcript);
        if (theirs == null) {
            return null;
        }
        wipe();
        return new Result(ResumeCrypto.keys(master, self, peer(), ticket.version()), theirs, reply.senderCid());
    }

    /** Forgets the keys: no reply is good any more. */
    public void wipe() {
        ticket.wipe();
        agreement.wipe();
    }

    private @Nullable ResumeTerms proved(byte[] plain, int length, byte[] transcript) {
        byte[] said = Arrays.copyOf(plain, length);
        byte[] proof = Arrays.copyOfRange(plain, length, length + ResumeCrypto.SIGNATURE_BYTES);
        boolean genuine = crypto.verify(ticket.key(), ResumeCrypto.replyProof(self, transcript, said), proof);
        return genuine ? ResumeTerms.decode(said, length) : null;
    }
}

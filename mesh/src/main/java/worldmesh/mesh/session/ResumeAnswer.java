package worldmesh.mesh.session;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.crypto.KeyAgreement;
import worldmesh.mesh.crypto.MeshCrypto;
import worldmesh.mesh.crypto.RecordCipher;
import worldmesh.mesh.wire.ResumeReply;
import worldmesh.mesh.wire.ResumeRequest;
import worldmesh.runtime.identity.PeerId;

/** The responder's side of one resumption whose request was genuine. Confined to its owner. */
public final class ResumeAnswer {
    private final MeshCrypto crypto;
    private final Ticket ticket;
    private final PeerId self;
    private final ResumeRequest head;
    private final byte[] request;
    private final ResumeTerms theirs;

    /** The reply and the keys of the link that it leads to. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Result(byte[] reply, SessionKeys keys) {}

    private ResumeAnswer(
            MeshCrypto crypto, Ticket ticket, PeerId self, ResumeRequest head, byte[] request, ResumeTerms theirs) {
        this.crypto = crypto;
        this.ticket = ticket;
        this.self = self;
        this.head = head;
        this.request = request;
        this.theirs = theirs;
    }

    /**
     * Opens a request; null if it was changed, made without the ticket's secret, or not signed by whom the ticket leads
     * to. The signature is looked at only if the seal holds: a flood of forged requests costs one hash each.
     */
    public static @Nullable ResumeAnswer open(
            MeshCrypto crypto, Ticket ticket, PeerId self, ResumeRequest head, byte[] datagram) {
        int plainBytes = head.sealedBytes() - RecordCipher.TAG_BYTES;
        int saidBytes = plainBytes - ResumeCrypto.SIGNATURE_BYTES;
        if (saidBytes < 0) {
            return null;
        }
        byte[] plain = new byte[head.sealedBytes()];
        RecordCipher cipher = ResumeCrypto.requestCipher(crypto, ticket, datagram);
        if (cipher.open(0, datagram, ResumeRequest.HEAD_BYTES, head.sealedBytes(), plain) < 0) {
            return null;
        }
        byte[] said = Arrays.copyOf(plain, saidBytes);
        byte[] proof = Arrays.copyOfRange(plain, saidBytes, plainBytes);
        ResumeTerms theirs = crypto.verify(ticket.key(), ResumeCrypto.requestProof(self, datagram, said), proof)
                ? ResumeTerms.decode(said, saidBytes)
                : null;
        byte[] request = Arrays.copyOf(datagram, head.sealedBytes() + ResumeRequest.HEAD_BYTES);
        return theirs == null ? null : new ResumeAnswer(crypto, ticket, self, head, request, theirs);
    }

    /** The head of the request. */
    public ResumeRequest head() {
        return head;
    }

    /** What the other side brings along. */
    public ResumeTerms theirs() {
        return theirs;
    }

    /** Agrees, to be known by {@code cid}; null if the other side's share is none. */
    public @Nullable Result agree(int cid, ResumeTerms own) {
        KeyAgreement agreement = crypto.agreement();
        byte[] header = new ResumeReply(head.cid(), cid, head.nonce(), agreement.share()).encodeHead();
        byte[] transcript = ResumeCrypto.transcript(request, header);
        byte[] master = ResumeCrypto.master(ticket, agreement, head.share(), transcript);
        agreement.wipe();
        if (master == null) {
            return null;
        }
        byte[] said = own.encode();
        byte[] proof = crypto.sign(ResumeCrypto.replyProof(ticket.peer(), transcript, said));
        byte[] reply = ResumeCrypto.join(header, said, proof, new byte[RecordCipher.TAG_BYTES]);
        ResumeCrypto.replyCipher(crypto, master).seal(0, reply, ResumeReply.HEAD_BYTES, said.length + proof.length);
        return new Result(reply, ResumeCrypto.keys(master, ticket.peer(), self, ticket.version()));
    }
}

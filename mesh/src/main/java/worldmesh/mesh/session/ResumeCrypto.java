package worldmesh.mesh.session;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.crypto.Hkdf;
import worldmesh.mesh.crypto.KeyAgreement;
import worldmesh.mesh.crypto.MeshCrypto;
import worldmesh.mesh.crypto.RecordCipher;
import worldmesh.mesh.wire.ResumeReply;
import worldmesh.mesh.wire.ResumeRequest;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.SignatureVerifier;

/** How the two messages of a resumption are sealed, signed and turned into keys. Stateless. */
final class ResumeCrypto {
    static final int SIGNATURE_BYTES = SignatureVerifier.SIGNATURE_BYTES;

    private static final byte[] TRANSCRIPT = ascii("worldmesh resume 1");
    private static final byte[] REQUEST = ascii("worldmesh resume request 1");
    private static final byte[] REPLY = ascii("worldmesh resume reply 1");
    private static final byte[] REPLY_KEY = ascii("reply");
    private static final byte[] LINK = ascii("link");

    private ResumeCrypto() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] joined = Arrays.copyOf(parts[0], length);
        int at = parts[0].length;
        for (int i = 1; i < parts.length; i++) {
            System.arraycopy(parts[i], 0, joined, at, parts[i].length);
            at += parts[i].length;
        }
        return joined;
    }

    /** Opens a request only: everything in its head goes into the key. */
    static RecordCipher requestCipher(MeshCrypto crypto, Ticket ticket, byte[] datagram) {
        byte[] head = Arrays.copyOf(datagram, ResumeRequest.HEAD_BYTES);
        return cipher(crypto, Hkdf.extract(ticket.secret(), head));
    }

    private static RecordCipher cipher(MeshCrypto crypto, byte[] secret) {
        TrafficSecret once = new TrafficSecret(secret);
        RecordCipher cipher = once.cipher(crypto);
        once.wipe();
        return cipher;
    }

    /** What the signature in a request covers. */
    static byte[] requestProof(PeerId responder, byte[] datagram, byte[] terms) {
        return join(REQUEST, responder.bytes(), Arrays.copyOf(datagram, ResumeRequest.HEAD_BYTES), terms);
    }

    /** What the signature in a reply covers. */
    static byte[] replyProof(PeerId initiator, byte[] transcript, byte[] terms) {
        return join(REPLY, initiator.bytes(), transcript, terms);
    }

    /** The request without its padding, and the reply's head. */
    static byte[] transcript(byte[] request, byte[] reply) {
        return Hkdf.hmac(TRANSCRIPT, join(request, Arrays.copyOf(reply, ResumeReply.HEAD_BYTES)));
    }

    /** The secret of the new link; null if the other side's share is none. */
    static byte @Nullable [] master(Ticket ticket, KeyAgreement own, byte[] theirs, byte[] transcript) {
        byte[] shared = own.agree(theirs);
        if (shared == null) {
            return null;
        }
        byte[] input = join(shared, transcript);
        byte[] master = Hkdf.extract(ticket.secret(), input);
        Arrays.fill(shared, (byte) 0);
        Arrays.fill(input, (byte) 0);
        return master;
    }

    static RecordCipher replyCipher(MeshCrypto crypto, byte[] master) {
        return cipher(crypto, Hkdf.expand(master, REPLY_KEY, Hkdf.HASH_BYTES));
    }

    /** The keys of the new link; wipes {@code master}. */
    static SessionKeys keys(byte[] master, PeerId initiator, PeerId responder, int version) {
        byte[] exported = Hkdf.expand(master, LINK, 2 * Hkdf.HASH_BYTES);
        Arrays.fill(master, (byte) 0);
        return SessionKeys.derive(exported, initiator, responder, version);
    }
}

package worldmesh.mesh.session;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import worldmesh.mesh.crypto.Hkdf;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;

/**
 * The secrets of a session: HKDF of the exported secret, both peers and the role. The TLS 1.3 exporter alone does not
 * cover the initiator's certificate (RFC 8446 §7.5), so both ids go in here.
 *
 * @param version of the wire, which both sides agreed on when they shook hands
 */
@SuppressWarnings("ArrayRecordComponent")
public record SessionKeys(
        byte[] initiatorSecret, byte[] responderSecret, byte[] channelBinding, byte[] resumption, int version) {
    private static final byte[] SALT = "worldmesh link 1".getBytes(StandardCharsets.US_ASCII);

    /** Derives the secrets of a link in {@code version} of the wire and wipes {@code exported}. */
    public static SessionKeys derive(byte[] exported, PeerId initiator, PeerId responder, int version) {
        byte[] master = Hkdf.extract(SALT, exported);
        Arrays.fill(exported, (byte) 0);
        SessionKeys keys = new SessionKeys(
                Hkdf.expand(master, info("initiator", initiator, responder), Hkdf.HASH_BYTES),
                Hkdf.expand(master, info("responder", initiator, responder), Hkdf.HASH_BYTES),
                Hkdf.expand(master, info("binding", initiator, responder), Hkdf.HASH_BYTES),
                Hkdf.expand(master, info("resumption", initiator, responder), Hkdf.HASH_BYTES),
                version);
        Arrays.fill(master, (byte) 0);
        return keys;
    }

    private static byte[] info(String role, PeerId initiator, PeerId responder) {
        return new ByteWriter(128)
                .text(role)
                .bytes(initiator.bytes())
                .bytes(responder.bytes())
                .toBytes();
    }

    /** Says nothing about the secrets. */
    @Override
    public String toString() {
        return "SessionKeys";
    }
}

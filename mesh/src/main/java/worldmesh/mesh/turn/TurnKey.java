package worldmesh.mesh.turn;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals and checks messages by a long-term credential (RFC 8489 §9.2). The algorithms are what the standard demands of
 * every server; they protect an allocation, never what passes through it. Confined to the owner.
 */
public final class TurnKey {
    /** The size of MESSAGE-INTEGRITY's value. */
    static final int INTEGRITY_BYTES = 20;

    private final Mac mac;

    private TurnKey(Mac mac) {
        this.mac = mac;
    }

    /** The key of {@code user} in {@code realm}. */
    public static TurnKey of(String user, byte[] realm, String password) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update((user + ":").getBytes(StandardCharsets.UTF_8));
            digest.update(realm);
            digest.update((":" + password).getBytes(StandardCharsets.UTF_8));
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(digest.digest(), "HmacSHA1"));
            return new TurnKey(mac);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has MD5 and HmacSHA1", e);
        }
    }

    /** The integrity of the message before {@code offset}, as if it ended with that attribute. */
    byte[] integrity(byte[] message, int offset) {
        byte[] head = Arrays.copyOf(message, TurnMessage.HEADER_BYTES);
        int size = offset - TurnMessage.HEADER_BYTES + 4 + INTEGRITY_BYTES;
        ByteBuffer.wrap(head).putShort(2, (short) size);
        mac.update(head);
        mac.update(message, TurnMessage.HEADER_BYTES, offset - TurnMessage.HEADER_BYTES);
        return mac.doFinal();
    }

    /** True if {@code message}, which {@code data} was read as, was sealed by this key. */
    public boolean holds(TurnMessage message, byte[] data) {
        int offset = message.attributes().integrityOffset;
        if (offset < 0) {
            return false;
        }
        byte[] said = Arrays.copyOfRange(data, offset + 4, offset + 4 + INTEGRITY_BYTES);
        return MessageDigest.isEqual(said, integrity(data, offset));
    }
}

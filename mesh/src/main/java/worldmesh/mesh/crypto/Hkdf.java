package worldmesh.mesh.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF with SHA-256 (RFC 5869) and the HMAC it is made of. Stateless. */
public final class Hkdf {
    /** The size of a hash in bytes. */
    public static final int HASH_BYTES = 32;

    private static final String HMAC = "HmacSHA256";

    private Hkdf() {}

    /** HMAC-SHA-256 of {@code message}. */
    public static byte[] hmac(byte[] key, byte[] message) {
        return mac(key).doFinal(message);
    }

    /** RFC 5869 §2.2. */
    public static byte[] extract(byte[] salt, byte[] input) {
        return hmac(salt, input);
    }

    /** RFC 5869 §2.3, for at most 255 blocks. */
    public static byte[] expand(byte[] secret, byte[] info, int length) {
        Mac mac = mac(secret);
        byte[] out = new byte[length];
        byte[] block = new byte[0];
        int done = 0;
        for (int i = 1; done < length; i++) {
            mac.update(block);
            mac.update(info);
            mac.update((byte) i);
            block = mac.doFinal();
            int count = Math.min(block.length, length - done);
            System.arraycopy(block, 0, out, done, count);
            done += count;
        }
        Arrays.fill(block, (byte) 0);
        return out;
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }
}

package worldmesh.world.hash;

import java.security.DigestException;
import java.security.MessageDigest;

/** Makes SHA-256 values without an object for each. Used again and again; not thread-safe. */
public final class Hasher {
    private final MessageDigest digest = Hash.sha256();

    /** Puts the SHA-256 of {@code length} bytes of {@code data} from {@code offset} at the beginning of an array. */
    public void hash(byte[] data, int offset, int length, byte[] to) {
        digest.update(data, offset, length);
        try {
            digest.digest(to, 0, Hash.BYTES);
        } catch (DigestException e) {
            throw new IllegalArgumentException("a hash does not fit " + to.length + " bytes", e);
        }
    }
}

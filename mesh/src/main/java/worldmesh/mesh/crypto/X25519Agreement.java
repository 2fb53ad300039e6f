package worldmesh.mesh.crypto;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.jspecify.annotations.Nullable;

/** X25519 (RFC 7748) with a key drawn for one agreement. Confined to its owner. */
final class X25519Agreement implements KeyAgreement {
    private final byte[] key = new byte[X25519.SCALAR_SIZE];
    private final byte[] share = new byte[X25519.POINT_SIZE];

    X25519Agreement(SecureRandom random) {
        X25519.generatePrivateKey(random, key);
        X25519.generatePublicKey(key, 0, share, 0);
    }

    @Override
    public byte[] share() {
        return share.clone();
    }

    @Override
    public byte @Nullable [] agree(byte[] theirs) {
        byte[] secret = new byte[X25519.POINT_SIZE];
        // False for a share of small order, whose secret everybody knows (RFC 7748 §6.1).
        return X25519.calculateAgreement(key, 0, theirs, 0, secret, 0) ? secret : null;
    }

    @Override
    public void wipe() {
        Arrays.fill(key, (byte) 0);
    }
}

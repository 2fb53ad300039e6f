package worldmesh.mesh;

import java.security.SecureRandom;
import java.util.SplittableRandom;

/** A repeatable stand-in for the machine's entropy. */
public final class SeededSecureRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final transient SplittableRandom random;

    public SeededSecureRandom(long seed) {
        super(null, null);
        this.random = new SplittableRandom(seed);
    }

    @Override
    public void nextBytes(byte[] bytes) {
        random.nextBytes(bytes);
    }
}

package worldmesh.mesh;

import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import worldmesh.mesh.wire.Wire;

/** Draws connection ids that are not in use. Confined to the owner. */
final class Cids {
    private final RandomGenerator random;
    private IntPredicate inUse = cid -> false;

    Cids(RandomGenerator random) {
        this.random = random;
    }

    /** Names who knows which ids are in use; called once, when they all exist. */
    void ask(IntPredicate users) {
        inUse = users;
    }

    /** A free id; the bounds on links keep nearly all of the 2^24 free. */
    int draw() {
        int cid = random.nextInt(1 << Wire.CID_BITS);
        while (inUse.test(cid)) {
            cid = random.nextInt(1 << Wire.CID_BITS);
        }
        return cid;
    }
}

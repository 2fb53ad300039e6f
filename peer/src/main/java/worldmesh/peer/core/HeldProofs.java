package worldmesh.peer.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.ProofId;

/** Proofs that count only once the authority's log carries or covers them. The oldest make room: a link brings all. */
final class HeldProofs {
    static final int PROOFS_MAX = 16_384;

    private final Map<ProofId, Proof> held = new LinkedHashMap<>();

    void add(Proof proof) {
        held.put(proof.id(), proof);
        if (held.size() > PROOFS_MAX) {
            held.remove(held.keySet().iterator().next());
        }
    }

    /** Takes out what may be learned now, in the order it came. */
    List<Proof> take(Predicate<Proof> admitted) {
        List<Proof> free = new ArrayList<>();
        held.values().removeIf(proof -> admitted.test(proof) && free.add(proof));
        return free;
    }
}

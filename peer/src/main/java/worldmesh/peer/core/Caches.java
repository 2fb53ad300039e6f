package worldmesh.peer.core;

import java.util.ArrayList;
import java.util.List;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.metrics.CacheStats;
import worldmesh.world.state.RecordReads;

/** Reads what the caches of a session and of its world did, by the names of docs/architecture.md, "Caches". */
final class Caches {
    /** As many as {@link worldmesh.runtime.loop.ForesightVerifier} remembers. */
    private static final int SIGNATURES_MAX = 2_048;

    private Caches() {}

    /** All of them, always the same ones in the same order. */
    static List<CacheStats> of(SessionScope scope, Replication replication, SocialDesk social) {
        LocalWorld world = scope.world;
        List<CacheStats> all = new ArrayList<>();
        RecordReads reads = world.isKnown() ? world.replica().stats().reads() : new RecordReads();
        all.add(new CacheStats("records", reads.hits(), reads.misses(), reads.kept(), 0));
        SignatureVerifier verifier = world.parts().verifier();
        all.add(new CacheStats("signatures", verifier.hits(), verifier.misses(), verifier.foreseen(), SIGNATURES_MAX));
        all.add(replication.blocks().cache());
        all.add(social.assets().cache());
        all.addAll(world.store().caches());
        return all;
    }
}

package worldmesh.world.replica;

import java.util.ArrayList;
import java.util.List;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.trust.ReplicaCertificate;

/**
 * Merges many batches, of one or of many sectors, whose signatures are looked into beside merging them: on as many
 * cores as the replica's {@link worldmesh.runtime.identity.SignatureVerifier} uses for what it foresees. Sectors keep
 * their one writer, the thread of the replica, and results are those of merging one after the other.
 */
public final class MergeAhead {
    private final Replica replica;

    /** Merges into this replica. */
    public MergeAhead(Replica replica) {
        this.replica = replica;
    }

    /** A batch will be merged soon: its signature is looked into meanwhile, if it is news of a known author. */
    public void foresee(SignedBatch batch) {
        ReplicaCertificate author = replica.book.proofs().certificate(batch.replica());
        SectorReplica sector = replica.book.known(batch.sector());
        boolean news = sector == null || batch.sequence() > sector.state().sequence(batch.replica());
        if (author != null && news) {
            batch.foresee(replica.setup.verifier(), author.key());
        }
    }

    /** Merges the batches in their order; answers what became of each. */
    public List<MergeResult> merge(List<SignedBatch> batches, long worldMillis) {
        batches.forEach(this::foresee);
        List<MergeResult> results = new ArrayList<>(batches.size());
        for (SignedBatch batch : batches) {
            results.add(replica.merge(batch, worldMillis));
        }
        return results;
    }
}

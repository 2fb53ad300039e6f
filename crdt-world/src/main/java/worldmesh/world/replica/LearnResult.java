package worldmesh.world.replica;

import java.util.List;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.trust.LearnStatus;

/** What became of a proof, the batches that it let apply, and what changed. */
public record LearnResult(LearnStatus status, List<SignedBatch> batches, List<Change> changes) {
    /** Copies the lists. */
    public LearnResult {
        batches = List.copyOf(batches);
        changes = List.copyOf(changes);
    }
}

package worldmesh.world.replica;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.delta.OpBuffer;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.state.Author;
import worldmesh.world.state.BatchApplication;
import worldmesh.world.state.Cut;
import worldmesh.world.state.SectorState;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.ProofBook;

/** Applies whole batches, admitted before, to states of their sector. */
final class BatchReplay {
    private final ProofBook proofs;
    private final BatchApplication application;
    private final OpBuffer buffer;

    BatchReplay(ProofBook proofs, BatchApplication application, OpBuffer buffer) {
        this.proofs = proofs;
        this.application = application;
        this.buffer = buffer;
    }

    /** Who wrote the batch, null if the certificate is not known. */
    @Nullable Author author(SignedBatch batch) {
        PeerId peer = proofs.peerOf(batch.replica());
        Grant grant = batch.grant() == null ? null : proofs.grantFor(batch.replica(), batch.grant());
        return peer == null ? null : new Author(batch.replica(), peer, batch.clock(), grant);
    }

    /** True if its author was not cut off before it. */
    boolean counts(SignedBatch batch) {
        return batch.sequence() <= proofs.lastValid(batch.replica(), batch.sector());
    }

    /** True if no author in the state was cut off before its last batch there. */
    boolean counts(SectorState state) {
        for (Map.Entry<Long, SectorState.Progress> entry : state.progress().entrySet()) {
            if (entry.getValue().sequence() > proofs.lastValid(entry.getKey(), state.id())) {
                return false;
            }
        }
        return true;
    }

    /** True if no author was cut off before what the cut says of it. */
    boolean counts(Cut cut) {
        for (Map.Entry<Long, Long> entry : cut.reached().entries().entrySet()) {
            if (entry.getValue() > proofs.lastValid(entry.getKey(), cut.sector())) {
                return false;
            }
        }
        return true;
    }

    /** Applies the batch if it is the author's next in this state. */
    boolean replay(SectorState state, SignedBatch batch) {
        Author author = author(batch);
        if (author == null || batch.sequence() != state.sequence(batch.replica()) + 1) {
            return false;
        }
        application.apply(state, batch.read(buffer), author);
        state.advance(batch.replica(), batch.sequence(), batch.clock());
        return true;
    }
}

package worldmesh.world.replica;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.delta.BatchHeader;
import worldmesh.world.delta.OpBuffer;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.state.Author;
import worldmesh.world.state.BatchApplication;
import worldmesh.world.state.Cut;
import worldmesh.world.state.SectorState;
import worldmesh.world.sync.BatchLog;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.ProofBook;
import worldmesh.world.trust.ProofId;

/** Applies whole batches, admitted before, to states of their sector. */
final class BatchReplay {
    private final ProofBook proofs;
    private final BatchApplication application;
    private final OpBuffer buffer = new OpBuffer();

    BatchReplay(ProofBook proofs, BatchApplication application) {
        this.proofs = proofs;
        this.application = application;
    }

    /** Who wrote the batch, null if the certificate is not known. */
    @Nullable Author author(SignedBatch batch) {
        return author(batch.replica(), batch.clock(), batch.grant());
    }

    /** Who wrote the batch, null if the certificate is not known. */
    @Nullable Author author(BatchHeader batch) {
        return author(batch.replica(), batch.clock(), batch.grant());
    }

    private @Nullable Author author(long replica, long clock, @Nullable ProofId named) {
        PeerId peer = proofs.peerOf(replica);
        Grant grant = named == null ? null : proofs.grantFor(replica, named);
        return peer == null ? null : new Author(replica, peer, clock, grant);
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

    /** Takes the oldest batch of a log into a state, if it is its author's next there. */
    void takeOldest(BatchLog log, SectorState state) {
        BatchHeader oldest = log.removeOldest(buffer);
        Author author = author(oldest);
        if (author != null && oldest.sequence() == state.sequence(oldest.replica()) + 1) {
            application.apply(state, buffer, author);
            state.advance(oldest.replica(), oldest.sequence(), oldest.clock());
        }
    }
}

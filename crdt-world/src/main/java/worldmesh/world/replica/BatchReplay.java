package worldmesh.world.replica;

import java.util.Map;
import org.agrona.collections.Long2ObjectHashMap;
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
    /** A replica's peer never changes. */
    private final Long2ObjectHashMap<Author> plain = new Long2ObjectHashMap<>();

    BatchReplay(ProofBook proofs, BatchApplication application) {
        this.proofs = proofs;
        this.application = application;
    }

    /** Who wrote the batch, null if the certificate is not known. */
    @Nullable Author author(SignedBatch batch) {
        return author(batch.replica(), batch.clock(), batch.grant());
    }

    /** Who writes batches of columns under no grant, at no time in particular; null if the certificate is not known. */
    @Nullable Author plainAuthor(long replica) {
        Author known = plain.get(replica);
        if (known == null) {
            known = author(replica, 0, null);
            if (known != null) {
                plain.put(replica, known);
            }
        }
        return known;
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

    /** Takes the oldest batch of a log into a state, if it is its author's next there; answers it then, else null. */
    @Nullable OpBuffer takeOldest(BatchLog log, SectorState state) {
        BatchHeader oldest = log.removeOldest(buffer);
        long replica = oldest.replica();
        boolean isPlain = oldest.grant() == null && buffer.others().isEmpty();
        Author author = isPlain ? plainAuthor(replica) : author(replica, oldest.clock(), oldest.grant());
        if (author == null || oldest.sequence() != state.sequence(replica) + 1) {
            return null;
        }
        if (isPlain) {
            application.applyColumns(state, buffer, author, oldest.clock());
        } else {
            application.apply(state, buffer, author);
        }
        state.advance(replica, oldest.sequence(), oldest.clock());
        return buffer;
    }
}

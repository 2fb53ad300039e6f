package worldmesh.benchmarks.crdt;

import java.util.List;
import java.util.Objects;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.world.component.Component;
import worldmesh.world.component.Schema;
import worldmesh.world.component.Text;
import worldmesh.world.crdt.sequence.Author;
import worldmesh.world.crdt.sequence.EditLog;
import worldmesh.world.crdt.sequence.Sequence;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.replica.Change;
import worldmesh.world.replica.MergeResult;
import worldmesh.world.replica.Replica;
import worldmesh.world.sector.SectorId;

/**
 * One run of W5: one replica types a trace, and after each hundred edits another merges what they were. Either through
 * the public API, signed batches and changes told on both sides, or with the sequence alone.
 */
final class TextRun implements MeasuredRun {
    private static final int TRANSACTION = 100;

    private final Meter local = new Meter();
    private final Meter merge = new Meter();
    private final EditTrace trace;
    private long bytes;
    private long signatureBytes;
    private int snapshotBytes;
    private boolean converged;
    private long runsTold;

    @Component("bench.text")
    @Text
    record Page(String text) {}

    private TextRun(EditTrace trace) {
        this.trace = trace;
    }

    /** Types into a component of an entity. */
    static TextRun throughReplicas(EditTrace trace) {
        TextRun run = new TextRun(trace);
        WorkloadParty party = new WorkloadParty(1, Schema.of(Page.class));
        Replica one = party.open(WorkloadParty.FOUNDER);
        Replica other = party.open(1);
        EntityId page = one.spawn(SectorId.ORIGIN);
        one.seal(WorkloadParty.NOON).forEach(batch -> other.merge(batch, WorkloadParty.NOON));
        for (List<EditTrace.Edit> edits : trace.parts(TRANSACTION)) {
            run.exchange(one, other, page, edits);
        }
        run.converged = run.runsTold > 0
                && one.digest().equals(other.digest())
                && trace.end().equals(text(one, page))
                && trace.end().equals(text(other, page));
        run.snapshotBytes = one.snapshot(SectorId.ORIGIN).encode().length;
        return run;
    }

    private static String text(Replica replica, EntityId page) {
        return Objects.requireNonNull(replica.get(page, Page.class), "the page is gone")
                .text();
    }

    private void exchange(Replica one, Replica other, EntityId page, List<EditTrace.Edit> edits) {
        byte[][] sealed = new byte[1][];
        local.time(edits.size(), () -> {
            for (EditTrace.Edit edit : edits) {
                if (edit.deleted() > 0) {
                    one.deleteText(page, Page.class, edit.position(), edit.deleted());
                }
                if (!edit.inserted().isEmpty()) {
                    one.insertText(page, Page.class, edit.position(), edit.inserted());
                }
            }
            List<SignedBatch> batches = one.seal(WorkloadParty.NOON);
            if (batches.size() != 1) {
                throw new IllegalStateException("a hundred edits made " + batches.size() + " batches");
            }
            sealed[0] = batches.get(0).encode();
            told(one.localChanges());
        });
        bytes += sealed[0].length - SignatureVerifier.SIGNATURE_BYTES;
        signatureBytes += SignatureVerifier.SIGNATURE_BYTES;
        merge.time(edits.size(), () -> {
            SignedBatch batch = Objects.requireNonNull(other.decode(sealed[0]), "a batch is malformed");
            if (other.merge(batch, WorkloadParty.NOON) instanceof MergeResult.Applied applied) {
                told(applied.changes());
            } else {
                throw new IllegalStateException("a batch was not applied");
            }
        });
    }

    /** What an editor would draw: the runs that were typed and deleted. */
    private void told(List<Change> changes) {
        for (Change change : changes) {
            runsTold += change.textEdits().size();
        }
    }

    /** Types into two sequences. */
    static TextRun alone(EditTrace trace) {
        TextRun run = new TextRun(trace);
        Author author = new Author(77, SectorId.ORIGIN);
        Sequence one = new Sequence();
        Sequence other = new Sequence();
        for (List<EditTrace.Edit> edits : trace.parts(TRANSACTION)) {
            byte[][] said = new byte[1][];
            run.local.time(edits.size(), () -> said[0] = type(one, author, edits));
            run.bytes += said[0].length;
            run.merge.time(edits.size(), () -> {
                EditLog log = Objects.requireNonNull(EditLog.decode(new ByteReader(said[0])), "a log is malformed");
                if (!log.apply(other, author)) {
                    throw new IllegalStateException("a log is out of order");
                }
            });
        }
        run.converged = trace.end().equals(one.toString()) && trace.end().equals(other.toString());
        ByteWriter state = new ByteWriter();
        one.encode(state);
        run.snapshotBytes = state.size();
        return run;
    }

    private static byte[] type(Sequence text, Author author, List<EditTrace.Edit> edits) {
        EditLog log = new EditLog(author, text.written(author));
        for (EditTrace.Edit edit : edits) {
            if (edit.deleted() > 0) {
                text.delete(edit.position(), edit.deleted(), log);
            }
            if (!edit.inserted().isEmpty()) {
                text.insert(author, edit.position(), edit.inserted(), log);
            }
        }
        ByteWriter out = new ByteWriter(256);
        log.encode(out);
        return out.toBytes();
    }

    @Override
    public Meter local() {
        return local;
    }

    @Override
    public Meter merge() {
        return merge;
    }

    double bytesPerEdit() {
        return bytes / (double) trace.edits().size();
    }

    double signedBytesPerEdit() {
        return (bytes + signatureBytes) / (double) trace.edits().size();
    }

    int snapshotBytes() {
        return snapshotBytes;
    }

    boolean converged() {
        return converged;
    }
}

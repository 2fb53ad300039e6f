package worldmesh.world.replica;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.world.entity.EntityId;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.SectorState;
import worldmesh.world.sync.Difference;
import worldmesh.world.sync.SketchPart;
import worldmesh.world.sync.Snapshot;
import worldmesh.world.sync.sketch.HashPrefixes;
import worldmesh.world.sync.sketch.SketchDecoder;

/** The side of a session that takes symbols until it knows all differences: {@link Reconciler#answer}. */
public final class SketchAnswer {
    /** What a part led to. */
    public enum Progress {
        /** More symbols are needed. */
        MORE,
        /** All differences are known: send {@link #answer}. */
        FOUND,
        /** More symbols are not worth it, or these are of no state: a snapshot is. */
        GIVEN_UP
    }

    private final Reconciler reconciler;
    private final SectorReplica sector;
    private final SectorState theirs;
    private final SketchBasis basis;
    private final SketchDecoder decoder;
    private final long session;
    private final int theirItems;
    private Progress progress = Progress.MORE;

    SketchAnswer(Reconciler reconciler, SectorReplica sector, SketchPart first, SectorState theirs) {
        this.reconciler = reconciler;
        this.sector = sector;
        this.theirs = theirs;
        this.session = first.session();
        this.basis = SketchBasis.of(sector, first.key());
        this.decoder = new SketchDecoder(basis.sketch());
        this.theirItems = first.opening() == null ? 0 : first.opening().items();
    }

    /** Takes a part; those of other sessions and out of order change nothing. */
    public Progress add(SketchPart part) {
        if (progress != Progress.MORE) {
            return progress;
        }
        if (part.session() != session || part.first() != decoder.symbols()) {
            reconciler.noteRefused();
            return progress;
        }
        if (decoder.add(part.symbols())) {
            progress = Progress.FOUND;
            reconciler.noteFound(decoder.symbols(), decoder.onlyOurs().length + decoder.onlyTheirs().length);
        } else if (decoder.isFailed() || SketchOffer.isLast(decoder.symbols(), theirItems)) {
            progress = Progress.GIVEN_UP;
            reconciler.noteGivenUp();
        }
        return progress;
    }

    /** How many symbols came. */
    public int symbols() {
        return decoder.symbols();
    }

    /** How many items the two states differed by, as far as they are found. */
    public int differences() {
        return decoder.onlyOurs().length + decoder.onlyTheirs().length;
    }

    /** What this side has more and what it lacks; null if nothing was found or too much happened since. */
    public @Nullable Difference answer() {
        reconciler.replica().closeEdits();
        Collection<EntityId> changed = progress == Progress.FOUND ? basis.changed() : null;
        if (changed == null) {
            return null;
        }
        long[] ours = decoder.onlyOurs();
        Arrays.sort(ours);
        SectorState part =
                basis.items().part(sector.state(), hash -> Arrays.binarySearch(ours, hash) >= 0, changed, theirs);
        Snapshot more = Snapshot.of(reconciler.replica().manifest().worldId(), part);
        return new Difference(session, more, HashPrefixes.of(decoder.onlyTheirs(), theirItems));
    }

    /** The session. */
    public long session() {
        return session;
    }

    /** The sector. */
    public SectorId sectorId() {
        return sector.state().id();
    }

    /** What this side lacks, and how far it heard; nothing of what it has. Null if nothing was found. */
    public @Nullable Difference ask() {
        if (progress != Progress.FOUND) {
            return null;
        }
        reconciler.replica().closeEdits();
        Snapshot known = Snapshot.of(
                reconciler.replica().manifest().worldId(), sector.state().outline());
        return new Difference(session, known, HashPrefixes.of(decoder.onlyTheirs(), theirItems));
    }

    /**
     * The other side's snapshot, made of what was lacking and of what this side has without the batches that the other
     * has not; to be installed as if it had come whole. Null, counted, if it is not the one of that hash.
     */
    public @Nullable Snapshot complete(Difference rest, Hash whole) {
        Replica replica = reconciler.replica();
        replica.closeEdits();
        boolean fits = rest.session() == session
                && progress == Progress.FOUND
                && rest.more().sector().equals(sector.state().id());
        SectorState lacked = fits ? rest.more().open() : null;
        if (lacked != null && lacked.cut() == sector.state().cut()) {
            SectorState all = replica.book.upTo(sector, lacked.vector());
            all.join(lacked);
            Snapshot made = Snapshot.of(replica.manifest().worldId(), all);
            if (made.hash().equals(whole)) {
                return made;
            }
        }
        reconciler.noteRefused();
        return null;
    }

    /** Takes what this side lacked; null, and nothing changed, if it is malformed or of another session. */
    public @Nullable List<Change> accept(Difference rest) {
        boolean fits = rest.session() == session
                && progress == Progress.FOUND
                && rest.more().sector().equals(sector.state().id());
        List<Change> changes = fits ? reconciler.replica().reconcile(rest.more()) : null;
        if (changes == null) {
            reconciler.noteRefused();
        }
        return changes;
    }
}

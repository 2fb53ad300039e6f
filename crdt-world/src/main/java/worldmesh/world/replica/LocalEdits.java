package worldmesh.world.replica;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.causal.HybridClock;
import worldmesh.world.delta.BatchSink;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.OpBuffer;
import worldmesh.world.delta.OpKind;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Author;
import worldmesh.world.state.BatchApplication;
import worldmesh.world.state.SectorState;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.ProofId;
import worldmesh.world.trust.ReplicaIdentity;
import worldmesh.world.trust.WorldId;

/**
 * Applies this replica's own ops at once and seals them into signed batches. All ops between two seals share one clock,
 * and a seal comes before every merge, so that an edit is always newer than what its author had seen. Not thread-safe.
 */
final class LocalEdits {
    private static final int NONE = Integer.MAX_VALUE;

    private final ReplicaIdentity self;
    private final WorldId world;
    private final WorldBook book;
    private final HybridClock clock;
    private final OpenWindows open = new OpenWindows();
    private final ArrayDeque<EditWindow> spare = new ArrayDeque<>();
    private final Outbox sealed = new Outbox();
    private final BatchApplication application;
    /** Who writes under no grant, at no time in particular. */
    private final Author plain;

    private final List<Change> changes;
    private Predicate<ProofId> undecided = claim -> false;
    private int heldFrom = NONE;
    /** Rises with all but edits of cells and births: an entity located since is where it was, and so is its window. */
    private int turns;

    private @Nullable LocalEdits other;
    private @Nullable Consumer<Op> recorder;
    private long openClock;
    /** The window that was written to last, and its sector. */
    private @Nullable EditWindow current;

    private @Nullable SectorId currentSector;
    /** Up to how many proofs, and in which sector, this peer is known not to be cut off. */
    private int checkedProofs = -1;

    private @Nullable SectorId checkedSector;

    LocalEdits(Replica.Setup setup, WorldBook book, HybridClock clock) {
        this(setup, setup.self(), book, clock, new ArrayList<>());
    }

    private LocalEdits(
            Replica.Setup setup, ReplicaIdentity self, WorldBook book, HybridClock clock, List<Change> changes) {
        this.self = self;
        this.world = setup.manifest().worldId();
        this.book = book;
        this.clock = clock;
        this.application = new BatchApplication(book.rules(), book);
        this.plain = new Author(self.replica(), self.peer(), 0, null);
        this.changes = changes;
    }

    /** Edits of another identity of the same peer in the same world; the changes are told together. */
    LocalEdits of(Replica.Setup setup, ReplicaIdentity identity) {
        return new LocalEdits(setup, identity, book, clock, changes);
    }

    /** Batches that name such a claim, and all after them, are held until {@link #release}. */
    void holdBy(Predicate<ProofId> claimIsUndecided) {
        undecided = claimIsUndecided;
    }

    /** Closes those before each edit, so that an edit is newer than what this peer wrote before as somebody else. */
    void alternateWith(LocalEdits others) {
        other = others;
    }

    /** Tells each op before it is applied; null tells nobody. */
    void recordTo(@Nullable Consumer<Op> to) {
        turns++;
        recorder = to;
    }

    boolean isRecording() {
        return recorder != null;
    }

    private void record(Op op) {
        if (recorder != null) {
            recorder.accept(op);
        }
    }

    /** What was held can go. */
    void release() {
        heldFrom = NONE;
    }

    /** The clock of the ops that are not sealed yet. */
    long openClock() {
        if (openClock == 0) {
            openClock = clock.tick();
        }
        return openClock;
    }

    /** Applies an op of this replica; an {@link IllegalStateException} if the rules refuse it. */
    void edit(SectorId id, Op op, @Nullable Grant grant) {
        turns++;
        EditWindow window = window(id, grant);
        settle();
        EntityId entity = op.entity();
        if (OpBuffer.fits(op) && entity != null) {
            SectorReplica known = book.known(id);
            window.ops().add(op, window.nextIndex());
            applyLast(
                    id, window, known == null ? SectorState.NONE : known.state().slot(entity));
            return;
        }
        record(op);
        Author author = author(window);
        boolean untouched = book.known(id) == null;
        SectorState state = book.sector(id).state();
        boolean rewrites = window.rewrites(op);
        if (!book.apply(state, op, window.nextIndex(), author)) {
            throw refuse(id, untouched, op);
        }
        if (rewrites && op instanceof Op.Write write) {
            book.application().rewrite(state, write, author);
        }
        window.addOther(op);
    }

    /** The window of a sector, to whose ops one is then added and {@link #applyLast} called. */
    EditWindow window(SectorId id, @Nullable Grant grant) {
        if (checkedProofs != book.proofs().count() || !id.equals(checkedSector)) {
            check(id);
        }
        if (other != null) {
            other.close();
        }
        book.changes().forget();
        EditWindow window = id.equals(currentSector) ? current : open.get(id);
        if (window == null || grant != null || window.isFull()) {
            window = fitting(id, window, grant);
        }
        if (window != current) {
            // What is pending here was changed first.
            settle();
            turns++;
            current = window;
            currentSector = id;
        }
        return window;
    }

    private EditWindow fitting(SectorId id, @Nullable EditWindow known, @Nullable Grant grant) {
        EditWindow window = known;
        if (window != null && (window.isFull() || !window.accepts(grant))) {
            close();
            window = null;
        }
        if (window == null) {
            window = spare.isEmpty() ? new EditWindow(book) : spare.pop();
            open.put(id, window);
            application.renew();
        }
        window.under(grant);
        return window;
    }

    /** Refuses edits of a peer that was cut off; what proofs say changes only with their number. */
    private void check(SectorId id) {
        if (book.proofs().lastValid(self.replica(), id) != Long.MAX_VALUE) {
            throw new IllegalStateException("this peer was removed from the world and cannot change it any more");
        }
        checkedProofs = book.proofs().count();
        checkedSector = id;
    }

    /** As long as it stays, an entity is where it was located, and the window is the one that was asked for last. */
    int turns() {
        return turns;
    }

    /** Applies what is pending, so that what it changed is noted. */
    private void settle() {
        if (current != null) {
            current.cells().apply();
        }
    }

    private void settleAll() {
        turns++;
        settle();
        if (other != null) {
            other.settle();
        }
    }

    private Author author(EditWindow window) {
        Author author = window.author();
        return author != null
                ? author
                : window.author(new Author(self.replica(), self.peer(), openClock(), window.grant()));
    }

    /**
     * Applies the op that was added last to the window's columns, to an entity that has this slot: at once, or before
     * anybody can see the difference. Answers the slot it has then; an {@link IllegalStateException} if the rules
     * refuse the op.
     */
    int applyLast(SectorId id, EditWindow window, int slot) {
        SectorReplica sector = window.sector();
        if (sector == null || !isForLater(window, sector.state(), slot)) {
            return applyNow(id, window, slot);
        }
        int earlier = window.earlier();
        if (earlier >= 0 && !window.cells().isPending(earlier)) {
            return rewrite(window, sector.state(), slot, earlier);
        }
        if (earlier < 0 || !window.merge(earlier)) {
            window.cells().add(sector.state(), slot, self.replica(), openClock);
        }
        return slot;
    }

    /** Changes a cell once more that was changed in this window and looked at since. */
    private int rewrite(EditWindow window, SectorState state, int slot, int earlier) {
        window.cells().apply();
        application.applyLast(state, window.ops(), slot, plain, openClock);
        // Among writes of one clock the greater bytes win; of this replica's own the last shall.
        application.rewriteLast(state, window.ops(), slot, plain, openClock);
        window.merge(earlier);
        return slot;
    }

    /** True if the op that was added last is allowed, changes but a cell, and nobody asks for it now. */
    private boolean isForLater(EditWindow window, SectorState state, int slot) {
        return slot != SectorState.NONE
                && openClock != 0
                && recorder == null
                && window.grant() == null
                && application.isOfCell(state, window.ops(), slot, plain);
    }

    /** Births come before what is pending of those that were born before them, but after all other changes. */
    private void settleBefore(EditWindow window, int slot) {
        OpBuffer ops = window.ops();
        boolean birth = ops.kind(ops.shape(ops.size() - 1)) == OpKind.SPAWN && slot == SectorState.NONE;
        if (!birth || !window.cells().isOfNewborns()) {
            window.cells().apply();
        }
        turns += birth ? 0 : 1;
    }

    private int applyNow(SectorId id, EditWindow window, int slot) {
        settleBefore(window, slot);
        Author author = window.grant() == null ? plain : author(window);
        SectorReplica sector = window.sector();
        boolean untouched = sector == null && book.known(id) == null;
        if (sector == null) {
            sector = book.sector(id);
            window.sector(sector);
        }
        SectorState state = sector.state();
        OpBuffer ops = window.ops();
        if (recorder != null) {
            record(ops.op(ops.size() - 1));
        }
        int after = application.applyLast(state, ops, slot, author, openClock());
        if (after >= 0 && slot == SectorState.NONE) {
            window.cells().born(state, after);
        }
        if (after == BatchApplication.REFUSAL) {
            Op refused = ops.op(ops.size() - 1);
            ops.removeLast();
            window.sector(null);
            throw refuse(id, untouched, refused);
        }
        int earlier = window.earlier();
        if (earlier >= 0) {
            // Among writes of one clock the greater bytes win; of this replica's own the last shall.
            application.rewriteLast(state, ops, after, author, openClock);
            window.merge(earlier);
        }
        return after;
    }

    private IllegalStateException refuse(SectorId id, boolean untouched, Op op) {
        if (untouched) {
            book.forget(id);
        }
        return new IllegalStateException(
                "the world's rules refuse " + op + "; its author must own the entity or hold the authority");
    }

    /** Signs what is open. Batches wait for {@link #drain}. */
    void close() {
        turns++;
        if (openClock == 0) {
            return;
        }
        for (int i = 0; i < open.count(); i++) {
            EditWindow window = open.window(i);
            if (!window.isEmpty()) {
                seal(open.sector(i), window);
            }
            window.reset();
            spare.push(window);
        }
        open.clear();
        current = null;
        currentSector = null;
        openClock = 0;
    }

    private void seal(SectorId id, EditWindow window) {
        window.cells().apply();
        SectorReplica sector = book.sector(id);
        long sequence = sector.state().sequence(self.replica()) + 1;
        Grant grant = window.grant();
        OpBuffer ops = window.ops();
        ByteWriter batch = ops.scribe()
                .begin(world, id, self.replica(), sequence)
                .seal(openClock, grant == null ? null : grant.id(), self.signer());
        if (heldFrom == NONE && namesUndecided(window)) {
            heldFrom = sealed.count();
        }
        book.retain(sector, sealed.add(batch, ops.count()), ops.count());
    }

    private boolean namesUndecided(EditWindow window) {
        List<Op> others = window.ops().others();
        for (int i = 0; i < others.size(); i++) {
            ProofId claim = Op.claimNamed(others.get(i));
            if (claim != null && undecided.test(claim)) {
                return true;
            }
        }
        return false;
    }

    /** The signed batches since the last call that are not held. */
    List<SignedBatch> drain() {
        List<SignedBatch> out = sealed.take(free());
        heldFrom = heldFrom == NONE ? NONE : 0;
        return out;
    }

    /** The same as bytes. */
    void drain(BatchSink sink) {
        sealed.take(free(), sink);
        heldFrom = heldFrom == NONE ? NONE : 0;
    }

    private int free() {
        return Math.min(heldFrom, sealed.count());
    }

    /** Tells what was edited before something else changes the world; what was told may still be looked at. */
    void collect() {
        settleAll();
        book.changes().settle();
        List<Change> told = book.changes().finish(Origin.LOCAL);
        if (!told.isEmpty()) {
            told.forEach(Change::keep);
            changes.addAll(told);
        }
    }

    /** Keeps changes that no result of a merge carries. */
    void addChanges(List<Change> more) {
        changes.addAll(more);
    }

    /** Forgets the changes since the last call. */
    void dropChanges() {
        settleAll();
        changes.clear();
        book.changes().drop();
    }

    /** The changes since the last call, to be looked at before the next edit or merge. */
    List<Change> drainChanges() {
        settleAll();
        if (changes.isEmpty()) {
            return book.changes().finish(Origin.LOCAL);
        }
        collect();
        List<Change> out = List.copyOf(changes);
        changes.clear();
        return out;
    }
}

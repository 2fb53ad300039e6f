package worldmesh.world.replica;

import java.util.Collection;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.entity.EntityId;
import worldmesh.world.hash.Hash;
import worldmesh.world.state.SectorState;
import worldmesh.world.sync.Difference;
import worldmesh.world.sync.SketchPart;
import worldmesh.world.sync.Snapshot;
import worldmesh.world.sync.sketch.HashPrefixes;
import worldmesh.world.sync.sketch.SketchEncoder;
import worldmesh.world.sync.sketch.SketchKey;

/** The side of a session that streams symbols: {@link Reconciler#offer}. Same thread as the replica. */
public final class SketchOffer {
    /** Few differences are found by the first part. */
    private static final int FIRST_PART = 32;

    private static final int LEAST_PART = 16;

    /** A part is at most so much longer than needed. */
    private static final int GROWTH = 16;

    private final Reconciler reconciler;
    private final SectorReplica sector;
    private final SketchBasis basis;
    private final SketchKey key;
    private final SketchEncoder encoder;
    private final Snapshot known;
    private int sent;

    SketchOffer(Reconciler reconciler, SketchBasis basis) {
        this.reconciler = reconciler;
        this.basis = basis;
        this.sector = basis.sector();
        this.key = basis.key();
        this.encoder = basis.sketch();
        this.known = Snapshot.of(
                reconciler.replica().manifest().worldId(), sector.state().outline());
    }

    private static int partAfter(int sent) {
        return sent == 0 ? FIRST_PART : Math.max(LEAST_PART, sent / GROWTH);
    }

    /** True if who offers a sketch of so many items sends no more after so many symbols. */
    static boolean isLast(int sent, int items) {
        return sent + partAfter(sent) > Reconciler.limit(items);
    }

    /** The next symbols to send, null if more are not worth it: then a snapshot is. */
    public @Nullable SketchPart next() {
        int size = partAfter(sent);
        if (isLast(sent, encoder.items())) {
            reconciler.noteGivenUp();
            return null;
        }
        int first = sent;
        sent += size;
        SketchPart.Opening opening = first == 0 ? new SketchPart.Opening(key.high(), encoder.items(), known) : null;
        return new SketchPart(key.low(), opening, first, encoder.symbols(first, sent));
    }

    /** How many symbols were sent. */
    public int sent() {
        return sent;
    }

    /** What the session is named by. */
    public long session() {
        return key.low();
    }

    /** What the answer changed here, and what is to be sent back, null if the other side lacks nothing. */
    public record Outcome(List<Change> changes, @Nullable Difference rest) {}

    /** Takes the answer; null, and nothing changed, if it is malformed, of another session or too late. */
    public @Nullable Outcome accept(Difference answer) {
        reconciler.replica().closeEdits();
        Collection<EntityId> changed = basis.changed();
        SectorState more = answer.session() == key.low()
                        && answer.more().sector().equals(sector.state().id())
                ? answer.more().open()
                : null;
        List<Change> changes =
                changed == null || more == null ? null : reconciler.replica().reconcile(answer.more());
        if (changes == null || changed == null || more == null) {
            reconciler.noteRefused();
            return null;
        }
        boolean lacksNothing = answer.lacks().count() == 0 && changed.isEmpty();
        return new Outcome(changes, lacksNothing ? null : rest(answer.lacks()::names, changed, more));
    }

    /**
     * What the other side asked for.
     *
     * @param rest what it lacks
     * @param whole the hash of this side's snapshot, which it can put together from that and its own
     * @param at how far it will be then
     */
    public record Told(Difference rest, Hash whole, VersionVector at) {}

    /**
     * Tells what the other side asks for, and believes nothing of what it says it has. Null, counted, if the question
     * is malformed, of another session or too late, or if something here waits for a decision.
     */
    public @Nullable Told tell(Difference ask) {
        reconciler.replica().closeEdits();
        Collection<EntityId> changed = basis.changed();
        SectorState theirs = ask.session() == key.low()
                        && ask.more().sector().equals(sector.state().id())
                ? ask.more().open()
                : null;
        if (changed == null || theirs == null || reconciler.replica().isUndecided(sector.state())) {
            reconciler.noteRefused();
            return null;
        }
        Hash whole = Snapshot.of(reconciler.replica().manifest().worldId(), sector.state())
                .hash();
        return new Told(
                rest(ask.lacks()::names, changed, theirs), whole, sector.state().vector());
    }

    private Difference rest(LongPredicate lacked, Collection<EntityId> changed, SectorState theirs) {
        SectorState part = basis.items().part(sector.state(), lacked, changed, theirs);
        Snapshot rest = Snapshot.of(reconciler.replica().manifest().worldId(), part);
        return new Difference(key.low(), rest, HashPrefixes.none());
    }
}

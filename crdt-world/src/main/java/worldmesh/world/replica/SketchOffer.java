package worldmesh.world.replica;

import java.util.Collection;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import worldmesh.world.entity.EntityId;
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
    private final Reconciler.Moment moment;
    private final SketchKey key;
    private final SketchEncoder encoder;
    private final Snapshot known;
    private int sent;

    SketchOffer(Reconciler reconciler, SectorReplica sector, SketchKey key) {
        this.reconciler = reconciler;
        this.sector = sector;
        this.key = key;
        this.moment = new Reconciler.Moment(sector, key);
        this.encoder = new SketchEncoder(moment.items().hashes());
        this.known = Snapshot.of(
                reconciler.replica().manifest().worldId(), sector.state().outline());
    }

    /** The next symbols to send, null if more are not worth it: then a snapshot is. */
    public @Nullable SketchPart next() {
        int size = sent == 0 ? FIRST_PART : Math.max(LEAST_PART, sent / GROWTH);
        if (sent + size > Reconciler.limit(encoder.items())) {
            reconciler.noteGivenUp();
            return null;
        }
        int first = sent;
        sent += size;
        SketchPart.Opening opening = first == 0 ? new SketchPart.Opening(key.high(), encoder.items(), known) : null;
        return new SketchPart(key.low(), opening, first, encoder.symbols(first, sent));
    }

    /** What the answer changed here, and what is to be sent back, null if the other side lacks nothing. */
    public record Outcome(List<Change> changes, @Nullable Difference rest) {}

    /** Takes the answer; null, and nothing changed, if it is malformed, of another session or too late. */
    public @Nullable Outcome accept(Difference answer) {
        reconciler.replica().closeEdits();
        Collection<EntityId> changed = moment.changed();
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

    private Difference rest(LongPredicate lacked, Collection<EntityId> changed, SectorState theirs) {
        SectorState part = moment.items().part(sector.state(), lacked, changed, theirs);
        Snapshot rest = Snapshot.of(reconciler.replica().manifest().worldId(), part);
        return new Difference(key.low(), rest, HashPrefixes.none());
    }
}

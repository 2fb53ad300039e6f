package worldmesh.world.replica;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.SectorState;
import worldmesh.world.state.StateItems;
import worldmesh.world.sync.SketchPart;
import worldmesh.world.sync.sketch.CodedSymbols;
import worldmesh.world.sync.sketch.SketchKey;

/**
 * Brings two replicas to one state of a sector when batches alone cannot: chooses the way, and where vectors do not
 * compare finds by a rateless sketch what they differ by (Yang, Gilad, Alizadeh, SIGCOMM 2024). One side offers and
 * streams symbols until it is told; the other answers with what it has more and what it lacks; the first sends that.
 * Edits and merges while a session lasts do no harm, snapshots and rebuilds end it. Same thread as the replica.
 */
public final class Reconciler {
    /** Beyond one symbol for so many items a snapshot is no larger than the sketch. */
    private static final int ITEMS_PER_SYMBOL = 4;

    private static final int LEAST_LIMIT = 256;

    private final Replica replica;
    private final Map<CatchUp, Long> chosen = new EnumMap<>(CatchUp.class);
    private long symbols;
    private long differences;
    private long found;
    private long givenUp;
    private long refused;

    /** Reconciles this replica with others. */
    public Reconciler(Replica replica) {
        this.replica = replica;
    }

    /** The cheapest way to bring a peer with this vector up to date, and why. */
    public CatchUp wayTo(SectorId sector, VersionVector theirs) {
        CatchUp way = way(sector, theirs);
        chosen.merge(way, 1L, Long::sum);
        return way;
    }

    private CatchUp way(SectorId sector, VersionVector theirs) {
        if (!replica.needsSnapshot(sector, theirs)) {
            return CatchUp.BATCHES_RETAINED;
        }
        SectorReplica found = replica.book.known(sector);
        if (found == null || replica.isUndecided(found.state())) {
            return CatchUp.SNAPSHOT_OF_WHAT_IS_DECIDED;
        }
        long all = 0;
        long shared = 0;
        for (Map.Entry<Long, Long> entry : replica.vector(sector).entries().entrySet()) {
            all += entry.getValue();
            shared += Math.min(entry.getValue(), theirs.last(entry.getKey()));
        }
        return 2 * shared < all ? CatchUp.SNAPSHOT_AS_MOST_DIFFERS : CatchUp.SKETCH_AS_MOST_IS_SHARED;
    }

    /** Begins a session under a fresh random key; null if this replica holds a tenure's undecided batches. */
    public @Nullable SketchOffer offer(SectorId sector, SketchKey key) {
        SectorReplica found = ready(sector);
        return found == null ? null : new SketchOffer(this, found, key);
    }

    /** Answers the session that a part opens; null, counted, if it opens none, or none in this world. */
    public @Nullable SketchAnswer answer(SketchPart first) {
        SketchPart.Opening opening = first.opening();
        boolean ours = opening != null
                && opening.known().world().equals(replica.manifest().worldId());
        SectorReplica found =
                opening == null || !ours ? null : ready(opening.known().sector());
        SectorState theirs =
                opening == null || found == null ? null : opening.known().open();
        if (opening == null
                || theirs == null
                || found == null
                || theirs.cut() != found.state().cut()) {
            refused++;
            return null;
        }
        return new SketchAnswer(this, found, first, theirs);
    }

    private @Nullable SectorReplica ready(SectorId sector) {
        replica.closeEdits();
        SectorReplica found = replica.book.sector(sector);
        return replica.isUndecided(found.state()) ? null : found;
    }

    Replica replica() {
        return replica;
    }

    /** The most symbols that are worth it between states of so many items. */
    static int limit(int items) {
        return Math.min(CodedSymbols.MAX, Math.max(LEAST_LIMIT, items / ITEMS_PER_SYMBOL));
    }

    void noteFound(int symbolsTaken, int itemsFound) {
        found++;
        symbols += symbolsTaken;
        differences += itemsFound;
    }

    void noteGivenUp() {
        givenUp++;
    }

    void noteRefused() {
        refused++;
    }

    /** Which ways were chosen and what sketches cost. */
    public CatchUpStats stats() {
        return new CatchUpStats(Map.copyOf(chosen), found, givenUp, refused, symbols, differences);
    }

    /** The items of a sector's state at a moment, and what changed since. */
    static final class Moment {
        private final SectorReplica sector;
        private final StateItems items;
        private final long mark;
        private final int leaps;

        Moment(SectorReplica sector, SketchKey key) {
            this.sector = sector;
            this.items = StateItems.of(sector.state(), key);
            this.mark = sector.log().mark();
            this.leaps = sector.leaps();
        }

        StateItems items() {
            return items;
        }

        /** The entities of all ops since, null if that is not known any more. */
        @Nullable Collection<EntityId> changed() {
            List<SignedBatch> since = sector.leaps() == leaps ? sector.log().since(mark) : null;
            if (since == null) {
                return null;
            }
            Set<EntityId> out = new HashSet<>();
            for (SignedBatch batch : since) {
                for (Op op : batch.ops()) {
                    EntityId entity = op.entity();
                    if (entity == null) {
                        return null;
                    }
                    out.add(entity);
                }
            }
            return out;
        }
    }
}

package worldmesh.world.replica;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.SectorState;
import worldmesh.world.sync.SketchPart;
import worldmesh.world.sync.sketch.CodedSymbols;
import worldmesh.world.sync.sketch.SketchKey;

/**
 * Brings two replicas to one state of a sector when batches alone cannot: chooses the way, and where vectors do not
 * compare finds by a rateless sketch what they differ by (Yang, Gilad, Alizadeh, SIGCOMM 2024). One side offers and
 * streams symbols until it is told. If the two believe each other's state the other answers with what it has more and
 * what it lacks, and the first sends that; else the other asks for what it lacks alone, and puts the first one's
 * snapshot together from that and its own. Edits and merges while a session lasts do no harm, snapshots and rebuilds
 * end it. Same thread as the replica.
 */
public final class Reconciler {
    /** Beyond one symbol for so many items a snapshot is no larger than the sketch. */
    private static final int ITEMS_PER_SYMBOL = 4;

    private static final int LEAST_LIMIT = 256;

    /** A snapshot of so few copies takes about as much as the first symbols do. */
    private static final int SMALL = 32;

    private Replica replica;
    private final Map<SectorId, SketchBasis> bases = new TreeMap<>();
    private final Map<CatchUp, Long> chosen = new EnumMap<>(CatchUp.class);
    private long symbols;
    private long differences;
    private long found;
    private long givenUp;
    private long refused;
    private long packed;

    /** Reconciles this replica with others. */
    public Reconciler(Replica replica) {
        this.replica = replica;
    }

    /** Goes on with a replica that was opened anew; sessions end, counts stay. */
    public void reopen(Replica opened) {
        if (opened != replica) {
            replica = opened;
            forget();
        }
    }

    /** Forgets the sketches that were kept for the next session, and with them their keys. */
    public void forget() {
        bases.clear();
    }

    /** True if nothing in the sector waits for a decision: without that no session can begin. */
    public boolean isDecided(SectorId sector) {
        SectorReplica found = replica.book.known(sector);
        return found == null || !replica.isUndecided(found.state());
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
        if (found != null && found.state().cut() > 0) {
            return CatchUp.SNAPSHOT_OF_A_CUT;
        }
        if (found == null || replica.isUndecided(found.state())) {
            return CatchUp.SNAPSHOT_OF_WHAT_IS_DECIDED;
        }
        if (found.state().size() < SMALL) {
            return CatchUp.SNAPSHOT_AS_IT_IS_SMALL;
        }
        long all = 0;
        long shared = 0;
        for (Map.Entry<Long, Long> entry : replica.vector(sector).entries().entrySet()) {
            all += entry.getValue();
            shared += Math.min(entry.getValue(), theirs.last(entry.getKey()));
        }
        return 2 * shared < all ? CatchUp.SNAPSHOT_AS_MOST_DIFFERS : CatchUp.SKETCH_AS_MOST_IS_SHARED;
    }

    /** A sketch led to nothing, and a snapshot is sent after all. */
    public void noteFallback() {
        chosen.merge(CatchUp.SNAPSHOT_AS_A_SKETCH_FAILED, 1L, Long::sum);
    }

    /**
     * Begins a session under a fresh random key, or that of a sketch kept since the session before; null if this
     * replica holds a tenure's undecided batches.
     */
    public @Nullable SketchOffer offer(SectorId sector, SketchKey key) {
        SectorReplica found = ready(sector);
        if (found == null) {
            return null;
        }
        SketchBasis kept = bases.get(sector);
        SketchBasis basis = kept == null ? null : kept.followed();
        if (basis == null) {
            basis = SketchBasis.of(found, key);
            packed++;
        }
        bases.put(sector, basis);
        return new SketchOffer(this, basis);
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
        return new CatchUpStats(Map.copyOf(chosen), found, givenUp, refused, symbols, differences, packed);
    }
}

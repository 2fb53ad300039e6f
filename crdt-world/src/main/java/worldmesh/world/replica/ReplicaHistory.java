package worldmesh.world.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.causal.HybridClock;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.component.ComponentType;
import worldmesh.world.crdt.Register;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Resident;
import worldmesh.world.state.SectorState;
import worldmesh.world.sync.BatchLog;
import worldmesh.world.sync.Snapshot;

/**
 * What a replica retains of its past: the world as it was, who wrote what, and the undoing of own edits. It reaches as
 * far back as the signed batches that {@link ReplicaLimits} retain, beyond them is only their joined state. Asking
 * changes nothing and costs what is asked: a past is computed anew from all that is retained of its sectors. Edits that
 * are not sealed are no part of history yet. Confined to the replica's thread.
 */
public final class ReplicaHistory {
    private final Replica.Setup setup;
    private final WorldBook book;
    private final UndoDoor door;

    ReplicaHistory(Replica.Setup setup, WorldBook book, UndoDoor door) {
        this.setup = setup;
        this.book = book;
        this.door = door;
    }

    /** The stamp of a moment: all that was written up to that millisecond of world time is before it. */
    public static long stampOf(long worldMillis) {
        return HybridClock.lastOf(worldMillis);
    }

    /** The earliest stamp that {@link #at(long)} can answer; 0 while nothing was dropped. */
    public long oldest() {
        long oldest = 0;
        for (SectorReplica sector : book.sectors().values()) {
            long below = newestClock(book.without(sector, batch -> true));
            oldest = Long.compareUnsigned(below, oldest) > 0 ? below : oldest;
        }
        return oldest;
    }

    /** The retained batches of a sector: to be read, and not kept. */
    public BatchLog retained(SectorId sector) {
        SectorReplica found = book.known(sector);
        return found == null ? new BatchLog() : found.log();
    }

    /** What the retained batches of a sector rest on, as a copy: empty while all there ever were are retained. */
    public SectorState below(SectorId sector) {
        SectorReplica found = book.known(sector);
        return found == null ? new SectorState(sector) : found.below();
    }

    /** How far that reaches. */
    public VersionVector belowVector(SectorId sector) {
        SectorReplica found = book.known(sector);
        return found == null ? new VersionVector() : found.belowVector();
    }

    /** The same as a snapshot, without opening it where it lies packed; null while it is empty. */
    public @Nullable Snapshot belowSnapshot(SectorId sector) {
        SectorReplica found = book.known(sector);
        return found == null ? null : found.belowSnapshot(setup.manifest().worldId());
    }

    private static long newestClock(SectorState state) {
        long newest = 0;
        for (SectorState.Progress last : state.progress().values()) {
            newest = Long.compareUnsigned(last.clock(), newest) > 0 ? last.clock() : newest;
        }
        return newest;
    }

    /** What the replica knows of each sector now, for {@link #at(Map)} later. */
    public Map<SectorId, VersionVector> now() {
        TreeMap<SectorId, VersionVector> out = new TreeMap<>();
        book.sectors().forEach((id, sector) -> out.put(id, sector.state().vector()));
        return out;
    }

    /**
     * The world that all batches make which this replica has now and whose stamp is at most this one: what every peer
     * saw at that stamp once it had heard of all that was written before. Stamps respect cause and effect, so no batch
     * is in it without those that its author had seen.
     *
     * @throws HistoryGoneException if a batch above the stamp is no longer retained by itself
     */
    public PastWorld at(long stamp) {
        List<SectorState> states = new ArrayList<>();
        for (Map.Entry<SectorId, SectorReplica> entry : book.sectors().entrySet()) {
            SectorState past = book.without(entry.getValue(), batch -> Long.compareUnsigned(batch.clock(), stamp) > 0);
            if (Long.compareUnsigned(newestClock(past), stamp) > 0) {
                throw new HistoryGoneException("the world at stamp " + stamp + " is not retained in sector "
                        + entry.getKey() + "; the oldest that is, is " + oldest());
            }
            states.add(past);
        }
        return new PastWorld(setup.schema(), book.proofs(), states);
    }

    /**
     * Those sectors as this replica knew them when it knew exactly these batches of them.
     *
     * @throws HistoryGoneException if a batch above its vector is no longer retained by itself
     * @throws IllegalArgumentException if a vector names a batch that this replica does not have
     */
    public PastWorld at(Map<SectorId, VersionVector> vectors) {
        List<SectorState> states = new ArrayList<>();
        vectors.forEach((id, vector) -> states.add(at(id, vector)));
        return new PastWorld(setup.schema(), book.proofs(), states);
    }

    private SectorState at(SectorId id, VersionVector vector) {
        SectorReplica sector = book.known(id);
        Predicate<SignedBatch> later = batch -> batch.sequence() > vector.last(batch.replica());
        SectorState past = sector == null ? new SectorState(id) : book.without(sector, later);
        VersionVector reached = past.vector();
        if (!vector.covers(reached)) {
            throw new HistoryGoneException(
                    "sector " + id + " at " + vector + " is not retained; the oldest that is, is "
                            + book.without(book.sector(id), batch -> true).vector());
        }
        if (!reached.covers(vector)) {
            throw new IllegalArgumentException(
                    "sector " + id + " is known up to " + reached + ", and not yet " + vector);
        }
        return past;
    }

    /**
     * Who wrote a component of an entity, alive or dead: its retained batches in the order of their stamps. A register
     * whose winning write is retained no longer is told by its stamp alone.
     */
    public List<Authorship> audit(EntityId entity, Class<? extends Record> type) {
        ComponentType<?> component = setup.schema().type(type);
        return audit(entity, component.id());
    }

    /** The same by the component's id, whether the schema knows it or not. */
    public List<Authorship> audit(EntityId entity, int component) {
        return new Audit(book, entity, component).tell();
    }

    /** The world time at which the value of a register was written; empty where no time of it is kept. */
    public OptionalLong writtenMillis(EntityId entity, ComponentType<?> type) {
        Resident resident = book.residents().resident(entity);
        long clock = resident != null && resident.cell(type.id()) instanceof Register register
                ? register.stamp().clock()
                : 0;
        return clock == 0 ? OptionalLong.empty() : OptionalLong.of(HybridClock.millis(clock));
    }

    /** The peer behind a replica id, by its certificate; null if that is unknown. */
    public @Nullable PeerId peerOf(long replica) {
        return book.proofs().peerOf(replica);
    }

    /** An empty stack of own edits that can be undone; edits outside its {@link UndoStack#record} are none of its. */
    public UndoStack undoStack() {
        return new UndoStack(door, door::put);
    }

    /** The same where registers are not written to the replica itself but by something above it. */
    public UndoStack undoStack(BiConsumer<EntityId, Record> put) {
        return new UndoStack(door, put);
    }
}

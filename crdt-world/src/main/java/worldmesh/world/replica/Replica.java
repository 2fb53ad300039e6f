package worldmesh.world.replica;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.component.Schema;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.sync.Snapshot;
import worldmesh.world.trust.OwnershipCheck;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.ReplicaIdentity;
import worldmesh.world.trust.WorldManifest;

/**
 * One peer's copy of a world. Local edits are visible at once and leave as signed batches at {@link #seal}; batches of
 * others come in through {@link #merge} in any order, twice or late, and equal sets of batches and proofs give equal
 * worlds. Pure and confined to one thread.
 */
public final class Replica {
    /** What a replica is made of; the check is a seam for planted bugs. */
    public record Setup(
            WorldManifest manifest,
            Schema schema,
            ReplicaIdentity self,
            SignatureVerifier verifier,
            OwnershipCheck ownership,
            ReplicaLimits limits) {}

    private final Setup setup;

    /** An empty replica with the strict ownership check and default limits. */
    public Replica(WorldManifest manifest, Schema schema, ReplicaIdentity self, SignatureVerifier verifier) {
        this(new Setup(manifest, schema, self, verifier, OwnershipCheck.STRICT, ReplicaLimits.DEFAULT));
    }

    /** An empty replica. */
    public Replica(Setup setup) {
        this.setup = setup;
    }

    /** The founding record of the world. */
    public WorldManifest manifest() {
        return setup.manifest();
    }

    /** The schema of this program. */
    public Schema schema() {
        return setup.schema();
    }

    /** Who this replica is. */
    public ReplicaIdentity self() {
        return setup.self();
    }

    /** Tells the replica world time, so that stamps of edits before the next seal or merge are close to it. */
    public void advance(long worldMillis) {
        throw new UnsupportedOperationException();
    }

    // Local edits. A wrong one (foreign owner, dead entity, no grant) is an IllegalStateException.

    /** A new entity with these components, owned by this peer; OWNED components make the entity itself OWNED. */
    public EntityId spawn(SectorId sector, Record... components) {
        throw new UnsupportedOperationException();
    }

    /** Under this peer's newest grant: a new entity of another owner, CRITICAL itself; components SHARED or OWNED. */
    public EntityId spawnAs(PeerId owner, SectorId sector, Record... components) {
        throw new UnsupportedOperationException();
    }

    /** Ends an entity for ever. */
    public void delete(EntityId entity) {
        throw new UnsupportedOperationException();
    }

    /** Sets a register that is SHARED, or OWNED by this peer. */
    public void put(EntityId entity, Record value) {
        throw new UnsupportedOperationException();
    }

    /** Sets a CRITICAL register under this peer's grant of that epoch at an index of the authority's log. */
    public void putCritical(EntityId entity, Record value, long epoch, long index) {
        throw new UnsupportedOperationException();
    }

    /** Adds to a counter. */
    public void add(EntityId entity, Class<? extends Record> counter, long amount) {
        throw new UnsupportedOperationException();
    }

    /** Adds an element to a set; wins over concurrent removals, also if it was an element already. */
    public void addElement(EntityId entity, Class<? extends Record> set, String element) {
        throw new UnsupportedOperationException();
    }

    /** Removes an element from a set. */
    public void removeElement(EntityId entity, Class<? extends Record> set, String element) {
        throw new UnsupportedOperationException();
    }

    /** Enables a flag; wins over concurrent disabling. */
    public void enable(EntityId entity, Class<? extends Record> flag) {
        throw new UnsupportedOperationException();
    }

    /** Disables a flag. */
    public void disable(EntityId entity, Class<? extends Record> flag) {
        throw new UnsupportedOperationException();
    }

    /** Gives an entity to another owner, as its owner or under this peer's newest grant. */
    public void transfer(EntityId entity, PeerId newOwner) {
        throw new UnsupportedOperationException();
    }

    /** Moves an entity to another sector with its SHARED and OWNED components; CRITICAL ones stay readable. */
    public void move(EntityId entity, SectorId to) {
        throw new UnsupportedOperationException();
    }

    /** The changes of local edits since the last call, coalesced; call it before merging. */
    public List<Change> localChanges() {
        throw new UnsupportedOperationException();
    }

    /** Signs all edits since the last seal: one batch per touched sector, more if merges came in between. */
    public List<SignedBatch> seal(long worldMillis) {
        throw new UnsupportedOperationException();
    }

    /** Takes in a batch of any replica; never throws on hostile data. */
    public MergeResult merge(SignedBatch batch, long worldMillis) {
        throw new UnsupportedOperationException();
    }

    /** Takes in a batch from this peer's own store, whose signature and stamp were checked before it was stored. */
    public MergeResult restore(SignedBatch batch) {
        throw new UnsupportedOperationException();
    }

    /** Applies what was parked and can be applied now. */
    public MergeResult.Applied retryParked(long worldMillis) {
        throw new UnsupportedOperationException();
    }

    /** Takes in a proof: certificate, grant, claim, revocation or equivocation. */
    public LearnResult learn(Proof proof) {
        throw new UnsupportedOperationException();
    }

    /** All proofs known, in an order in which another replica can learn them. */
    public List<Proof> proofs() {
        throw new UnsupportedOperationException();
    }

    /** True if the entity is alive. */
    public boolean exists(EntityId entity) {
        throw new UnsupportedOperationException();
    }

    /** The value of a component, null if the entity is not alive or has none. */
    public <T extends Record> @Nullable T get(EntityId entity, Class<T> type) {
        throw new UnsupportedOperationException();
    }

    /** All components of an entity that this program knows, by component id; empty if it is not alive. */
    public Collection<Record> components(EntityId entity) {
        throw new UnsupportedOperationException();
    }

    /** The owner of a living entity, null if it is not alive or the certificate of its creator is unknown. */
    public @Nullable PeerId owner(EntityId entity) {
        throw new UnsupportedOperationException();
    }

    /** The sector a living entity is in; an {@link IllegalArgumentException} if it is not alive. */
    public SectorId sectorOf(EntityId entity) {
        throw new UnsupportedOperationException();
    }

    /** The living entities in a sector, by id. */
    public List<EntityId> entities(SectorId sector) {
        throw new UnsupportedOperationException();
    }

    /** Visits the living entities of a sector, or of all for null, that have the component, by id. */
    public <T extends Record> void each(@Nullable SectorId sector, Class<T> type, BiConsumer<EntityId, T> visitor) {
        throw new UnsupportedOperationException();
    }

    /** The sectors that hold or held anything. */
    public SortedSet<SectorId> sectors() {
        throw new UnsupportedOperationException();
    }

    /** A digest of the batches' joined effect in one sector: existence and values by full ids. */
    public Hash digest(SectorId sector) {
        throw new UnsupportedOperationException();
    }

    /** A digest of the visible world: living entities, where they are, and their values. */
    public Hash digest() {
        throw new UnsupportedOperationException();
    }

    /** What this replica knows of a sector; a copy. */
    public VersionVector vector(SectorId sector) {
        throw new UnsupportedOperationException();
    }

    /** Retained batches that a peer with this vector lacks, each author's in order, up to a size; never sealed later. */
    public List<SignedBatch> missing(SectorId sector, VersionVector theirs, int maxBytes) {
        throw new UnsupportedOperationException();
    }

    /** True if batches that a peer with this vector lacks are retained no longer, so that it needs a snapshot. */
    public boolean needsSnapshot(SectorId sector, VersionVector theirs) {
        throw new UnsupportedOperationException();
    }

    /** The joined state of a sector without edits that are not sealed. */
    public Snapshot snapshot(SectorId sector) {
        throw new UnsupportedOperationException();
    }

    /** Joins a snapshot into this replica; null if it is malformed or of another world, and nothing changed. */
    public @Nullable List<Change> install(Snapshot snapshot) {
        throw new UnsupportedOperationException();
    }

    /** Counts for metrics. */
    public ReplicaStats stats() {
        throw new UnsupportedOperationException();
    }
}

package worldmesh.world.replica;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.world.causal.HybridClock;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.component.CellKind;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.Schema;
import worldmesh.world.crdt.DotSet;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.SectorState;
import worldmesh.world.sync.Snapshot;
import worldmesh.world.trust.KnownProofs;
import worldmesh.world.trust.LearnStatus;
import worldmesh.world.trust.OwnershipCheck;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.ProofBook;
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

    /** World time for batches from the own store: they were checked against it before they were stored. */
    private static final long STORED_MILLIS = 1L << 47;

    final Setup setup;
    private final HybridClock clock = new HybridClock();
    final WorldBook book;
    private final LocalEdits edits;
    private final EntityEdits entities;
    private final PrimitiveEdits primitives;
    private final SequenceEdits sequences;
    private final TreeEdits trees;
    private final Admission admission;
    private final RawBatches batches;
    private @Nullable Tenure tenure;

    /** An empty replica with the strict ownership check and default limits. */
    public Replica(WorldManifest manifest, Schema schema, ReplicaIdentity self, SignatureVerifier verifier) {
        this(new Setup(manifest, schema, self, verifier, OwnershipCheck.STRICT, ReplicaLimits.DEFAULT));
    }

    /** An empty replica. */
    public Replica(Setup setup) {
        this.setup = setup;
        this.book = new WorldBook(setup, new ProofBook(setup.manifest(), setup.verifier()));
        this.edits = new LocalEdits(setup, book, clock);
        this.entities = new EntityEdits(setup, setup.self(), book, edits);
        this.primitives = new PrimitiveEdits(setup, book, entities);
        this.sequences = new SequenceEdits(setup, book, edits);
        this.trees = new TreeEdits(book, edits);
        this.admission = new Admission(setup, book, clock);
        this.batches = new RawBatches(this, book, edits, admission, clock);
        if (book.proofs().learn(setup.self().certificate()) != LearnStatus.LEARNED) {
            throw new IllegalArgumentException("the certificate of this replica is not valid in world "
                    + setup.manifest().worldId().brief() + "; draw a new identity for it");
        }
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
        clock.advance(worldMillis);
    }

    // Local edits: a wrong one (foreign owner, dead entity, no grant) is an IllegalStateException
    /** A new entity with these components, owned by this peer; OWNED components make the entity itself OWNED. */
    public EntityId spawn(SectorId sector, Record... components) {
        return entities.spawn(sector, components);
    }

    /** Under this peer's newest grant: a new entity of another owner, CRITICAL itself; components SHARED or OWNED. */
    public EntityId spawnAs(PeerId owner, SectorId sector, Record... components) {
        return entities.spawnAs(owner, sector, components);
    }

    /** Ends an entity for ever. */
    public void delete(EntityId entity) {
        entities.delete(entity.replica(), entity.counter());
    }

    /** Sets a register that is SHARED, or OWNED by this peer. */
    public void put(EntityId entity, Record value) {
        entities.put(entity, value);
    }

    /** Sets a CRITICAL register under this peer's grant of that epoch at an index of the authority's log. */
    public void putCritical(EntityId entity, Record value, long epoch, long index) {
        entities.putCritical(entity, value, epoch, index);
    }

    /** Adds to a counter. */
    public void add(EntityId entity, Class<? extends Record> counter, long amount) {
        entities.add(entity, counter, amount);
    }

    /** Adds an element to a set; wins over concurrent removals, also if it was an element already. */
    public void addElement(EntityId entity, Class<? extends Record> set, String element) {
        entities.include(entity, set, CellKind.ADD_WINS_SET, element);
    }

    /** Removes an element from a set. */
    public void removeElement(EntityId entity, Class<? extends Record> set, String element) {
        entities.exclude(entity, set, CellKind.ADD_WINS_SET, element);
    }

    /** Binds a key of a map; wins over concurrent removals, and over bindings whose stamp is earlier. */
    public void bind(EntityId entity, Class<? extends Record> map, String key, String value) {
        entities.bind(entity, map, key, value);
    }

    /** Removes a key from a map. */
    public void unbind(EntityId entity, Class<? extends Record> map, String key) {
        entities.exclude(entity, map, CellKind.ADD_WINS_MAP, key);
    }

    /** Enables a flag; wins over concurrent disabling. */
    public void enable(EntityId entity, Class<? extends Record> flag) {
        entities.include(entity, flag, CellKind.ENABLE_WINS_FLAG, DotSet.FLAG);
    }

    /** Disables a flag. */
    public void disable(EntityId entity, Class<? extends Record> flag) {
        entities.exclude(entity, flag, CellKind.ENABLE_WINS_FLAG, DotSet.FLAG);
    }

    /** Offers a number to a register that keeps the greatest or the least of all. */
    public void offer(EntityId entity, Class<? extends Record> extremum, long value) {
        entities.offer(entity, extremum, value);
    }

    /** Adds to a bounded counter; this peer gets the rights to spend what it added. */
    public void stockUp(EntityId entity, Class<? extends Record> stock, long amount) {
        entities.stockUp(entity, stock, amount);
    }

    /** Takes from a bounded counter by this peer's rights; false, and nothing changed, if they do not suffice. */
    public boolean spend(EntityId entity, Class<? extends Record> stock, long amount) {
        return entities.spend(entity, stock, amount);
    }

    /** Hands rights to spend on to another peer; false, and nothing changed, if this peer has not as many. */
    public boolean giveRights(EntityId entity, Class<? extends Record> stock, PeerId to, long amount) {
        return entities.giveRights(entity, stock, to, amount);
    }

    /** What a peer may spend of a bounded counter, as far as this replica heard. */
    public long rights(EntityId entity, Class<? extends Record> stock, PeerId peer) {
        return entities.rights(entity, stock, peer);
    }

    /** Paints tiles of a chunk from a first one on. */
    public void paint(EntityId entity, Class<? extends Record> tiles, int first, int length, int tile) {
        entities.paint(entity, tiles, new EntityEdits.Span(first, length), tile);
    }

    /** Types before a position of a text; positions count UTF-16 units. */
    public void insertText(EntityId entity, Class<? extends Record> text, int position, CharSequence typed) {
        sequences.insertText(entity, text, position, typed);
    }

    /** Deletes so many units of a text from a position on. */
    public void deleteText(EntityId entity, Class<? extends Record> text, int position, int count) {
        sequences.delete(entity, text, CellKind.TEXT, position, count);
    }

    /** Puts values before a position of a list; each is of the class that the list's annotation names. */
    public void insertValues(EntityId entity, Class<? extends Record> list, int position, List<?> values) {
        sequences.insertValues(entity, list, position, values);
    }

    /** Takes so many values out of a list from a position on. */
    public void deleteValues(EntityId entity, Class<? extends Record> list, int position, int count) {
        sequences.delete(entity, list, CellKind.LIST, position, count);
    }

    /** Who is under whom by the moves of a component of kind {@link CellKind#TREE}. */
    public EntityTree tree(Class<? extends Record> tree) {
        return new EntityTree(setup.schema().demand(tree, CellKind.TREE), book, trees);
    }

    /** Gives an entity to another owner, as its owner or under this peer's newest grant. */
    public void transfer(EntityId entity, PeerId newOwner) {
        entities.transfer(entity, newOwner);
    }

    /** Moves an entity to another sector with its SHARED and OWNED components; CRITICAL ones stay readable. */
    public void move(EntityId entity, SectorId to) {
        entities.move(entity, to);
    }

    /**
     * The changes that no other result carries, since the last call: those of local edits, coalesced, and of the
     * rebuild when a merge found a forked history. Call it before merging, and look at them before the next change.
     */
    public List<Change> localChanges() {
        return edits.drainChanges();
    }

    /** The same edits and reads by numbers and bytes, without records: for what changes often. */
    public PrimitiveEdits primitives() {
        return primitives;
    }

    /** Sealing and merging by bytes, without an object for each batch: for what comes often. */
    public RawBatches batches() {
        return batches;
    }

    /** Signs all edits since the last seal: one batch per touched sector, more if merges came in between. */
    public List<SignedBatch> seal(long worldMillis) {
        clock.advance(worldMillis);
        edits.close();
        return edits.drain();
    }

    /**
     * Begins a tenure: from now on this peer writes as the authority under that identity, drawn for it alone, whose
     * certificate has been stored and spread. What a tenure before wrote must be decided.
     */
    public Tenure openTenure(ReplicaIdentity identity) {
        closeEdits();
        tenure = Tenure.open(this, setup, identity, edits);
        return tenure;
    }

    /** The tenure opened last; an {@link IllegalStateException} if there is none. */
    public Tenure tenure() {
        if (tenure == null) {
            throw new IllegalStateException("this peer writes as the authority only in a tenure; open one first");
        }
        return tenure;
    }

    /** Signs what the tenure wrote since the last call; {@link Tenure#confirm} them when they are decided. */
    public List<SignedBatch> sealTenure(long worldMillis) {
        clock.advance(worldMillis);
        return tenure().seal();
    }

    void closeEdits() {
        edits.close();
        if (tenure != null) {
            tenure.close();
        }
        edits.collect();
    }

    /** The batch in these bytes, which it keeps, null if malformed: what is merged next need not be read again. */
    public @Nullable SignedBatch decode(byte[] batch) {
        return SignedBatch.decode(batch, book.buffer());
    }

    /** Takes in a batch of any replica; never throws on hostile data. */
    public MergeResult merge(SignedBatch batch, long worldMillis) {
        clock.advance(worldMillis);
        return merge(batch, worldMillis, false);
    }

    private MergeResult merge(SignedBatch batch, long worldMillis, boolean verified) {
        book.changes().forget();
        closeEdits();
        MergeResult result = admission.merge(batch, worldMillis, verified);
        List<Change> healed = admission.healForks();
        if (result instanceof MergeResult.Applied applied) {
            return applied.with(healed);
        }
        edits.addChanges(healed);
        return result;
    }

    /** Takes in a batch from this peer's own store, whose signature and stamp were checked before it was stored. */
    public MergeResult restore(SignedBatch batch) {
        return merge(batch, STORED_MILLIS, true);
    }

    /** Applies what was parked and can be applied now. */
    public MergeResult.Applied retryParked(long worldMillis) {
        clock.advance(worldMillis);
        closeEdits();
        return admission.retry(worldMillis).with(admission.healForks());
    }

    /** Takes in a proof: certificate, grant, claim, revocation or equivocation. */
    public LearnResult learn(Proof proof) {
        closeEdits();
        return admission.learn(proof);
    }

    /** All proofs known and decided, in an order in which another replica can learn them. */
    public List<Proof> proofs() {
        return tenure == null ? book.proofs().all() : book.proofs().allBut(tenure.undecidedClaims());
    }

    /** What follows from the proofs known; a view that changes with them. */
    public KnownProofs knownProofs() {
        return book.proofs();
    }

    /** True if the entity is alive. */
    public boolean exists(EntityId entity) {
        return book.residents().home(entity) != null;
    }

    /** True if the entity was ended for ever. */
    public boolean isDead(EntityId entity) {
        return book.residents().isDead(entity);
    }

    /** The value of a component, null if the entity is not alive or has none. */
    public <T extends Record> @Nullable T get(EntityId entity, Class<T> type) {
        return exists(entity) ? peek(entity, type) : null;
    }

    /** The value of a component of a living or dead entity, null if it has none; CRITICAL ones outlast moves. */
    public <T extends Record> @Nullable T peek(EntityId entity, Class<T> type) {
        Record value = book.view().value(entity, setup.schema().type(type));
        return value == null ? null : type.cast(value);
    }

    /** All components of an entity that this program knows, by component id; empty if it is not alive. */
    public Collection<Record> components(EntityId entity) {
        return book.view().components(entity);
    }

    /** The owner of a living entity, null if it is not alive or the certificate of its creator is unknown. */
    public @Nullable PeerId owner(EntityId entity) {
        return exists(entity) ? book.view().owner(entity) : null;
    }

    /** The peer whose writes of an OWNED component count: its owner, or for ever its maker; null if unknown. */
    public @Nullable PeerId writer(EntityId entity, ComponentType<?> type) {
        return exists(entity) ? book.view().writer(entity, type) : null;
    }

    /** True if this peer was removed from the world, or proved a cheat in the sector: it cannot be written any more. */
    public boolean isCutOff(SectorId sector) {
        return book.proofs().lastValid(setup.self().replica(), sector) != Long.MAX_VALUE;
    }

    /** The sector a living entity is in; an {@link IllegalArgumentException} if it is not alive. */
    public SectorId sectorOf(EntityId entity) {
        SectorId home = book.residents().home(entity);
        if (home == null) {
            throw new IllegalArgumentException("entity " + entity + " is not alive");
        }
        return home;
    }

    /** The living entities in a sector, by id. */
    public List<EntityId> entities(SectorId sector) {
        return List.copyOf(book.residents().in(sector));
    }

    /** Visits all living entities, by id. */
    public void eachEntity(Consumer<EntityId> visitor) {
        List.copyOf(book.residents().living()).forEach(visitor);
    }

    /** Visits the living entities of a sector, or of all for null, that have the component, by id. */
    public <T extends Record> void each(@Nullable SectorId sector, Class<T> type, BiConsumer<EntityId, T> visitor) {
        book.view().each(sector, type, visitor);
    }

    /** The sectors that hold or held anything. */
    public SortedSet<SectorId> sectors() {
        return new TreeSet<>(book.sectors().keySet());
    }

    /** A digest of the batches' joined effect in one sector, existence and values; costs what changed since then. */
    public Hash digest(SectorId sector) {
        return decided(sector).tree().digest();
    }

    SectorState decided(SectorId sector) {
        SectorReplica found = book.known(sector);
        return found == null ? new SectorState(sector) : decided(found);
    }

    /** A digest of the visible world: living entities, where they are, and their values. */
    public Hash digest() {
        return book.view().digest();
    }

    /** What this replica knows of a sector; a copy. */
    public VersionVector vector(SectorId sector) {
        VersionVector vector = book.vector(sector);
        return tenure == null ? vector : tenure.decided(sector, vector);
    }

    /** Retained batches that a peer with this vector lacks, each author's in order, up to a size. */
    public List<SignedBatch> missing(SectorId sector, VersionVector theirs, int maxBytes) {
        SectorReplica found = book.known(sector);
        List<SignedBatch> above = found == null ? List.of() : found.log().above(theirs, maxBytes);
        return tenure == null ? above : above.stream().filter(tenure::isDecided).toList();
    }

    /** True if batches that a peer with this vector lacks are retained no longer, so that it needs a snapshot. */
    public boolean needsSnapshot(SectorId sector, VersionVector theirs) {
        SectorReplica found = book.known(sector);
        return found != null && !found.log().bridges(theirs, vector(sector));
    }

    /** The joined state of a sector without edits that are not sealed. */
    public Snapshot snapshot(SectorId sector) {
        closeEdits();
        return Snapshot.of(setup.manifest().worldId(), decided(sector));
    }

    /** What others may know of a sector: without a tenure's batches that are not decided. */
    private SectorState decided(SectorReplica sector) {
        SectorState state = sector.state();
        return isUndecided(state) ? book.without(sector, batch -> !tenure().isDecided(batch)) : state;
    }

    boolean isUndecided(SectorState state) {
        return tenure != null && tenure.isUndecided(state.id(), state.vector());
    }

    /**
     * Joins a snapshot; afterwards retry what is parked. Null, and nothing changed, if it is malformed, of another
     * world, holds batches of somebody who was cut off, or stamps far ahead of the time that {@link #advance} told.
     */
    public @Nullable List<Change> install(Snapshot snapshot) {
        return install(snapshot, state -> book.install(state, snapshot.packed(), new VersionVector()));
    }

    /** Joins what a neighbour's state has more than this one, with the checks of {@link #install}. */
    @Nullable List<Change> reconcile(Snapshot difference) {
        return install(difference, book::reconcile);
    }

    @Nullable List<Change> install(Snapshot snapshot, Function<SectorState, @Nullable List<Change>> join) {
        closeEdits();
        SectorState state = snapshot.world().equals(setup.manifest().worldId()) ? snapshot.open() : null;
        if (state == null || state.isFarAhead(clock.worldMillis())) {
            return null;
        }
        List<Change> changes = join.apply(state);
        if (changes != null) {
            state.progress().values().forEach(last -> clock.observe(last.clock()));
        }
        return changes;
    }

    /** The past as far as it is retained, who wrote what, and undoing. */
    public ReplicaHistory history() {
        return new ReplicaHistory(setup, book, new UndoDoor(this, entities, sequences, edits));
    }

    /** Whether the state is what its history makes. */
    public Verification verification() {
        return new Verification(this, book);
    }

    /** Counts for metrics. */
    public ReplicaStats stats() {
        return book.stats(admission);
    }
}

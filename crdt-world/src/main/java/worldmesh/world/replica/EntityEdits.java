package worldmesh.world.replica;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.bytes.Payload;
import worldmesh.world.component.CellKind;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.Schema;
import worldmesh.world.crdt.BoundedCounter;
import worldmesh.world.crdt.Cell;
import worldmesh.world.delta.Op;
import worldmesh.world.entity.EntityId;
import worldmesh.world.entity.Trust;
import worldmesh.world.sector.SectorId;
import worldmesh.world.space.Grid;
import worldmesh.world.state.OpApplication;
import worldmesh.world.state.Ownership;
import worldmesh.world.state.Resident;
import worldmesh.world.trust.Claim;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.ProofId;
import worldmesh.world.trust.ReplicaIdentity;
import worldmesh.world.trust.Signature;
import worldmesh.world.trust.WorldId;

/** Turns a game's wishes about entities into ops of this replica. Not thread-safe. */
final class EntityEdits {
    private final ReplicaIdentity self;
    private final WorldId world;
    private final Schema schema;
    private final WorldBook book;
    private final LocalEdits edits;
    private final ColumnEdits columns;
    private final ByteWriter scratch = new ByteWriter(64);
    private long nextSerial = 1;

    EntityEdits(Replica.Setup setup, ReplicaIdentity self, WorldBook book, LocalEdits edits) {
        this.self = self;
        this.world = setup.manifest().worldId();
        this.schema = setup.schema();
        this.book = book;
        this.edits = edits;
        this.columns = new ColumnEdits(book, edits);
    }

    /** The edits of numbers and bytes, which those of records go through. */
    ColumnEdits columns() {
        return columns;
    }

    EntityId spawn(SectorId sector, Record... components) {
        Trust trust = components.length == 0 ? Trust.OWNED : Trust.SHARED;
        for (Record component : components) {
            trust = stricter(trust, schema.typeOf(component));
        }
        return spawn(sector, trust, null, components);
    }

    EntityId spawnAs(PeerId owner, SectorId sector, Record... components) {
        for (Record component : components) {
            if (birthTrust(schema.typeOf(component)) == Trust.FIXED) {
                throw new IllegalArgumentException("component " + schema.typeOf(component)
                        + " belongs for ever to the peer that makes the entity, which must be its owner");
            }
        }
        EntityId entity = spawn(sector, Trust.CRITICAL, newestGrant(sector), components);
        if (!owner.equals(self.peer())) {
            transfer(entity, owner);
        }
        return entity;
    }

    /** The trust of an entity that is born with the component too. */
    Trust stricter(Trust trust, ComponentType<?> component) {
        Trust wanted = birthTrust(component);
        boolean stricter = wanted == Trust.FIXED || (wanted == Trust.OWNED && trust != Trust.FIXED);
        return stricter ? wanted : trust;
    }

    private static Trust birthTrust(ComponentType<?> type) {
        if (type.trust() == Trust.CRITICAL) {
            throw new IllegalArgumentException(
                    "component " + type + " is CRITICAL and cannot be given at birth; the authority sets it");
        }
        return type.trust();
    }

    private EntityId spawn(SectorId sector, Trust trust, @Nullable Grant grant, Record... components) {
        long counter = spawn(sector, trust, grant);
        EntityId entity = new EntityId(self.replica(), counter);
        for (Record component : components) {
            write(sector, entity, component);
        }
        return entity;
    }

    /** Writes bytes that a register had before, also those of which this program reads a part. */
    void restore(EntityId entity, ComponentType<?> type, Payload value) {
        ProofId claim = type.trust() == Trust.OWNED ? claimOf(entity) : null;
        edits.edit(home(entity), new Op.Write(entity, type.id(), claim, 0, value), null);
    }

    /** The counter of a new entity, which is located; its registers are written next. */
    long spawn(SectorId sector, Trust trust, @Nullable Grant grant) {
        long counter = (nextSerial++ << 2) | trust.code();
        columns.spawn(sector, self.replica(), counter, grant);
        return counter;
    }

    private void write(SectorId sector, EntityId entity, Record value) {
        ComponentType<Record> type = schema.typeOf(value);
        if (type.kind() != CellKind.REGISTER) {
            throw new IllegalArgumentException("component " + type + " is a " + type.kind() + " and not set as a whole;"
                    + " use add, addElement, enable, offer, stockUp or paint");
        }
        demandSettles(type);
        type.codec().encodeReadable(value, scratch);
        write(sector, entity, type, scratch);
    }

    /** Refuses a component that is no part of history. */
    void demandSettles(ComponentType<?> type) {
        if (!type.replication().settles()) {
            throw new IllegalArgumentException("component " + type + " is for "
                    + type.replication().who() + " alone and no part of history, which everybody gets");
        }
    }

    /** True if the register of the entity located last is this peer's by birth, and the entity was never claimed. */
    boolean isMakersOwn(long replica, ComponentType<?> type) {
        boolean owned = type.trust() == Trust.OWNED || type.trust() == Trust.FIXED;
        return owned
                && columns.isPlain()
                && Objects.equals(self.peer(), book.proofs().peerOf(replica));
    }

    /** Writes a register of the entity that was located last. */
    void write(SectorId sector, EntityId entity, ComponentType<?> type, ByteWriter value) {
        ProofId claim = type.trust() == Trust.OWNED && !columns.isPlain() ? claimOf(entity) : null;
        if (claim != null) {
            Payload payload = Payload.wrap(value.toBytes());
            edits.edit(sector, new Op.Write(entity, type.id(), claim, 0, payload), null);
        } else {
            columns.write(type.id(), value);
        }
    }

    private SectorId home(EntityId entity) {
        return columns.locate(entity.replica(), entity.counter());
    }

    private @Nullable Ownership ownership(EntityId entity) {
        Resident resident = book.residents().resident(entity);
        return resident == null ? null : resident.ownership();
    }

    @Nullable ProofId claimOf(EntityId entity) {
        Ownership ownership = ownership(entity);
        return ownership == null ? null : ownership.claim();
    }

    void put(EntityId entity, Record value) {
        SectorId home = home(entity);
        ComponentType<Record> type = schema.typeOf(value);
        demandRight(entity, type);
        write(home, entity, value);
    }

    /** Refuses a register of the located entity that this peer may not write. */
    void demandRight(EntityId entity, ComponentType<?> type) {
        if (type.trust() == Trust.CRITICAL) {
            throw new IllegalStateException("component " + type + " is CRITICAL; send a command to the authority");
        }
        boolean owned = type.trust() == Trust.OWNED || type.trust() == Trust.FIXED;
        if (owned && !Objects.equals(self.peer(), writer(entity, type))) {
            throw new IllegalStateException("component " + type + " of entity " + entity + " is " + type.trust()
                    + " by another peer; send a command or become its owner");
        }
    }

    private @Nullable PeerId writer(EntityId entity, ComponentType<?> type) {
        return columns.isPlain()
                ? book.proofs().peerOf(entity.replica())
                : book.view().writer(entity, type);
    }

    void putCritical(EntityId entity, Record value, long epoch, long index) {
        SectorId home = home(entity);
        ComponentType<Record> type = schema.typeOf(value);
        Grant grant = book.proofs().grantOf(self.replica(), home, epoch);
        if (grant == null || type.trust() != Trust.CRITICAL) {
            throw new IllegalStateException("component " + type + " of trust " + type.trust()
                    + " cannot be set by this peer as authority of epoch " + epoch + "; learn the grant first");
        }
        type.codec().encodeReadable(value, scratch);
        edits.edit(home, new Op.Write(entity, type.id(), null, index, Payload.wrap(scratch.toBytes())), grant);
    }

    void add(EntityId entity, Class<? extends Record> counter, long amount) {
        home(entity);
        columns.add(demand(counter, CellKind.COUNTER), amount);
    }

    private int demand(Class<? extends Record> type, CellKind kind) {
        ComponentType<?> component = schema.type(type);
        if (component.kind() != kind) {
            throw new IllegalArgumentException(
                    "component " + component + " is a " + component.kind() + ", not a " + kind);
        }
        return component.id();
    }

    void include(EntityId entity, Class<? extends Record> type, CellKind kind, String element) {
        home(entity);
        byte[] utf8 = element.getBytes(StandardCharsets.UTF_8);
        columns.include(demand(type, kind), utf8, utf8.length);
    }

    void exclude(EntityId entity, Class<? extends Record> type, CellKind kind, String element) {
        home(entity);
        byte[] utf8 = element.getBytes(StandardCharsets.UTF_8);
        columns.exclude(demand(type, kind), utf8, utf8.length);
    }

    void offer(EntityId entity, Class<? extends Record> type, long value) {
        SectorId home = home(entity);
        ComponentType<?> component = schema.type(type);
        if (component.kind() != CellKind.MAX && component.kind() != CellKind.MIN) {
            throw new IllegalArgumentException(
                    "component " + component + " is a " + component.kind() + ", not a MAX or MIN");
        }
        edits.edit(home, new Op.Offer(entity, component.id(), value), null);
    }

    private BoundedCounter stock(EntityId entity, int component) {
        Resident resident = book.residents().resident(entity);
        Cell cell = resident == null ? null : resident.cell(component);
        return cell instanceof BoundedCounter stock ? stock : new BoundedCounter();
    }

    private static long total(long before, long amount) {
        if (amount <= 0 || before > Long.MAX_VALUE - amount) {
            throw new IllegalArgumentException(
                    "amount is " + amount + ", must be within 1.." + (Long.MAX_VALUE - before));
        }
        return before + amount;
    }

    long rights(EntityId entity, Class<? extends Record> type, PeerId peer) {
        home(entity);
        return stock(entity, demand(type, CellKind.BOUNDED_COUNTER)).rights(peer);
    }

    void stockUp(EntityId entity, Class<? extends Record> type, long amount) {
        SectorId home = home(entity);
        int component = demand(type, CellKind.BOUNDED_COUNTER);
        long total = total(stock(entity, component).added(self.replica()), amount);
        edits.edit(home, new Op.Entitle(entity, component, self.peer(), total), null);
    }

    boolean spend(EntityId entity, Class<? extends Record> type, long amount) {
        SectorId home = home(entity);
        int component = demand(type, CellKind.BOUNDED_COUNTER);
        BoundedCounter stock = stock(entity, component);
        long total = total(stock.spent(self.replica()), amount);
        if (stock.rights(self.peer()) < amount) {
            return false;
        }
        edits.edit(home, new Op.Spend(entity, component, total), null);
        return true;
    }

    boolean giveRights(EntityId entity, Class<? extends Record> type, PeerId to, long amount) {
        SectorId home = home(entity);
        int component = demand(type, CellKind.BOUNDED_COUNTER);
        BoundedCounter stock = stock(entity, component);
        long total = total(stock.given(self.replica(), to), amount);
        if (stock.rights(self.peer()) < amount) {
            return false;
        }
        if (to.equals(self.peer())) {
            return true;
        }
        edits.edit(home, new Op.Entitle(entity, component, to, total), null);
        return true;
    }

    void paint(EntityId entity, Class<? extends Record> type, Span span, int tile) {
        SectorId home = home(entity);
        int component = demand(type, CellKind.TILES);
        edits.edit(home, new Op.Paint(entity, component, span.start(), span.length(), tile), null);
    }

    /** Tiles from a first one on. */
    record Span(int start, int length) {
        Span {
            if (start < 0 || length < 1 || length > Grid.MAX_TILES - start) {
                throw new IllegalArgumentException("tiles " + start + " to " + (start + (long) length - 1)
                        + " are not within 0.." + (Grid.MAX_TILES - 1));
            }
        }
    }

    void bind(EntityId entity, Class<? extends Record> type, String key, String value) {
        SectorId home = home(entity);
        edits.edit(home, new Op.Bind(entity, demand(type, CellKind.ADD_WINS_MAP), key, value), null);
    }

    void delete(long replica, long counter) {
        SectorId home = columns.locate(replica, counter);
        Trust trust = Trust.ofCode((int) (counter & 3));
        if (trust == Trust.SHARED && columns.isPlain()) {
            columns.delete(null);
            return;
        }
        EntityId entity = new EntityId(replica, counter);
        Grant grant = rightTo(entity, home, trust == Trust.CRITICAL);
        Op op = new Op.Delete(entity, trust == Trust.OWNED ? claimOf(entity) : null);
        TreeSet<SectorId> places = new TreeSet<>(List.of(home));
        addBirth(entity, places);
        places.forEach(sector -> edits.edit(sector, op, grant));
    }

    private boolean isMine(EntityId entity) {
        PeerId owner = book.view().owner(entity);
        return owner != null && owner.equals(self.peer());
    }

    private void addBirth(EntityId entity, Set<SectorId> places) {
        Resident resident = book.residents().resident(entity);
        SectorId birth = resident == null ? null : resident.birth();
        if (birth != null) {
            places.add(birth);
        }
    }

    /** The grant that a change of the entity itself needs, null if its owner or any member may do it. */
    private @Nullable Grant rightTo(EntityId entity, SectorId sector, boolean criticalOnly) {
        if (entity.trust() == Trust.SHARED || (!criticalOnly && isMine(entity))) {
            return null;
        }
        return newestGrant(sector);
    }

    private Grant newestGrant(SectorId sector) {
        Grant grant = book.proofs().newestGrant(self.replica(), sector);
        if (grant == null) {
            throw new IllegalStateException("this peer neither owns the entity nor holds a grant for sector " + sector
                    + "; send a command to the authority");
        }
        return grant;
    }

    /** Answers the claim. */
    ProofId transfer(EntityId entity, PeerId newOwner) {
        SectorId home = home(entity);
        if (entity.trust() == Trust.FIXED) {
            throw new IllegalStateException(
                    "entity " + entity + " was born with a component whose owner is fixed, so it"
                            + " cannot be handed on; make a new one");
        }
        boolean mine = isMine(entity);
        Grant grant = mine ? null : newestGrant(home);
        Ownership before = ownership(entity);
        Claim claim = new Claim(
                        world,
                        entity,
                        before == null ? 1 : before.generation() + 1,
                        newOwner,
                        before == null ? null : before.claim(),
                        grant == null ? null : grant.id(),
                        edits.openClock(),
                        self.replica(),
                        new Signature(new byte[Signature.BYTES]))
                .signedBy(self.signer());
        book.proofs().learn(claim);
        edits.edit(home, new Op.Transfer(claim), null);
        return claim.id();
    }

    void move(EntityId entity, SectorId to) {
        SectorId from = home(entity);
        Resident resident = book.residents().resident(entity);
        if (from.equals(to) || resident == null) {
            return;
        }
        // A window of its own: inclusions before and after the move must not share a clock.
        edits.close();
        Grant grant = rightTo(entity, from, false);
        SectorId birth = resident.birth();
        ProofId claim = claimOf(entity);
        Payload luggage = OpApplication.luggage(resident.cells());
        edits.edit(to, new Op.Enter(entity, birth == null ? from : birth, claim, luggage), grant);
        TreeSet<SectorId> places = new TreeSet<>(List.of(from));
        addBirth(entity, places);
        places.remove(to);
        places.forEach(sector -> edits.edit(sector, new Op.Leave(entity, to, claim), grant));
    }
}

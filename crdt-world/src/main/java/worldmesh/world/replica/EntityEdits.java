package worldmesh.world.replica;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.bytes.Payload;
import worldmesh.world.causal.Dot;
import worldmesh.world.component.CellKind;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.Schema;
import worldmesh.world.crdt.BoundedCounter;
import worldmesh.world.crdt.Cell;
import worldmesh.world.crdt.DotMap;
import worldmesh.world.crdt.DotSet;
import worldmesh.world.crdt.TextCell;
import worldmesh.world.crdt.sequence.Author;
import worldmesh.world.crdt.sequence.EditLog;
import worldmesh.world.crdt.sequence.Sequence;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.OpKind;
import worldmesh.world.entity.EntityId;
import worldmesh.world.entity.Trust;
import worldmesh.world.sector.SectorId;
import worldmesh.world.space.Grid;
import worldmesh.world.state.OpApplication;
import worldmesh.world.state.Ownership;
import worldmesh.world.state.Resident;
import worldmesh.world.state.SectorState;
import worldmesh.world.trust.Claim;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.ProofId;
import worldmesh.world.trust.ReplicaIdentity;
import worldmesh.world.trust.Signature;
import worldmesh.world.trust.WorldId;

/** Turns a game's wishes about entities into ops of this replica. Not thread-safe. */
final class EntityEdits {
    /** Longer texts are typed in pieces, each of which fits a batch. */
    private static final int MAX_TYPED = 4096;

    private final ReplicaIdentity self;
    private final WorldId world;
    private final Schema schema;
    private final WorldBook book;
    private final LocalEdits edits;
    private long nextSerial = 1;

    EntityEdits(Replica.Setup setup, ReplicaIdentity self, WorldBook book, LocalEdits edits) {
        this.self = self;
        this.world = setup.manifest().worldId();
        this.schema = setup.schema();
        this.book = book;
        this.edits = edits;
    }

    EntityId spawn(SectorId sector, Record... components) {
        Trust trust = components.length == 0 ? Trust.OWNED : Trust.SHARED;
        for (Record component : components) {
            Trust wanted = birthTrust(component);
            boolean stricter = wanted == Trust.FIXED || (wanted == Trust.OWNED && trust != Trust.FIXED);
            trust = stricter ? wanted : trust;
        }
        return spawn(sector, trust, null, components);
    }

    EntityId spawnAs(PeerId owner, SectorId sector, Record... components) {
        for (Record component : components) {
            if (birthTrust(component) == Trust.FIXED) {
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

    private Trust birthTrust(Record component) {
        ComponentType<?> type = schema.typeOf(component);
        if (type.trust() == Trust.CRITICAL) {
            throw new IllegalArgumentException(
                    "component " + type + " is CRITICAL and cannot be given at birth; the authority sets it");
        }
        return type.trust();
    }

    private EntityId spawn(SectorId sector, Trust trust, @Nullable Grant grant, Record... components) {
        EntityId entity = EntityId.of(self.replica(), nextSerial++, trust);
        edits.edit(sector, new Op.Spawn(entity), grant);
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

    private void write(SectorId sector, EntityId entity, Record value) {
        ComponentType<Record> type = schema.typeOf(value);
        if (type.kind() != CellKind.REGISTER) {
            throw new IllegalArgumentException("component " + type + " is a " + type.kind() + " and not set as a whole;"
                    + " use add, addElement, enable, offer, stockUp or paint");
        }
        if (!type.replication().settles()) {
            throw new IllegalArgumentException("component " + type + " is for "
                    + type.replication().who() + " alone and no part of history, which everybody gets");
        }
        ProofId claim = type.trust() == Trust.OWNED ? claimOf(entity) : null;
        if (claim != null) {
            edits.edit(sector, new Op.Write(entity, type.id(), claim, 0, encoded(type, value)), null);
            return;
        }
        byte[] bytes = encoded(type, value).array();
        EditWindow window = edits.window(sector, null);
        int op = window.ops().add(OpKind.WRITE, type.id(), entity, window.nextIndex());
        window.ops().bytes(op, bytes, 0, bytes.length);
        edits.applyLast(sector, window);
    }

    private static Payload encoded(ComponentType<Record> type, Record value) {
        Payload payload = Payload.wrap(type.codec().encode(value));
        if (type.codec().decode(payload.array()) == null) {
            throw new IllegalArgumentException(value + " does not survive its own codec; check its constructor");
        }
        return payload;
    }

    private SectorId home(EntityId entity) {
        SectorId home = book.residents().home(entity);
        if (home == null) {
            throw new IllegalStateException("entity " + entity + " is not alive");
        }
        return home;
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
        if (type.trust() == Trust.CRITICAL) {
            throw new IllegalStateException("component " + type + " is CRITICAL; send a command to the authority");
        }
        boolean owned = type.trust() == Trust.OWNED || type.trust() == Trust.FIXED;
        if (owned && !Objects.equals(self.peer(), book.view().writer(entity, type))) {
            throw new IllegalStateException("component " + type + " of entity " + entity + " is " + type.trust()
                    + " by another peer; send a command or become its owner");
        }
        write(home, entity, value);
    }

    void putCritical(EntityId entity, Record value, long epoch, long index) {
        SectorId home = home(entity);
        ComponentType<Record> type = schema.typeOf(value);
        Grant grant = book.proofs().grantOf(self.replica(), home, epoch);
        if (grant == null || type.trust() != Trust.CRITICAL) {
            throw new IllegalStateException("component " + type + " of trust " + type.trust()
                    + " cannot be set by this peer as authority of epoch " + epoch + "; learn the grant first");
        }
        edits.edit(home, new Op.Write(entity, type.id(), null, index, encoded(type, value)), grant);
    }

    void add(EntityId entity, Class<? extends Record> counter, long amount) {
        SectorId home = home(entity);
        int component = demand(counter, CellKind.COUNTER);
        EditWindow window = edits.window(home, null);
        int op = window.ops().add(OpKind.ADD, component, entity, window.nextIndex());
        window.ops().amount(op, amount);
        edits.applyLast(home, window);
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
        SectorId home = home(entity);
        edits.edit(home, new Op.Include(entity, demand(type, kind), element), null);
    }

    void exclude(EntityId entity, Class<? extends Record> type, CellKind kind, String element) {
        SectorId home = home(entity);
        int component = demand(type, kind);
        Resident resident = book.residents().resident(entity);
        Cell cell = resident == null ? null : resident.cell(component);
        List<Dot> seen = seen(cell, element);
        if (!seen.isEmpty()) {
            edits.edit(home, new Op.Exclude(entity, component, element, seen), null);
        }
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

    private static List<Dot> seen(@Nullable Cell cell, String element) {
        return cell instanceof DotSet set
                ? set.seen(element)
                : cell instanceof DotMap map ? map.seen(element) : List.of();
    }

    /** The text as it is seen, over all sectors that know the entity. */
    private Sequence text(EntityId entity, int component) {
        Resident resident = book.residents().resident(entity);
        Cell cell = resident == null ? null : resident.cell(component);
        return cell instanceof TextCell text ? text.sequence() : new Sequence();
    }

    void insertText(EntityId entity, Class<? extends Record> type, int position, String typed) {
        for (int from = 0; from < typed.length(); from += MAX_TYPED) {
            int at = position + from;
            String piece = typed.substring(from, Math.min(typed.length(), from + MAX_TYPED));
            editText(entity, type, (text, log) -> text.planInsert(at, piece, log));
        }
    }

    void editText(EntityId entity, Class<? extends Record> type, BiConsumer<Sequence, EditLog> plan) {
        SectorId home = home(entity);
        int component = demand(type, CellKind.TEXT);
        Sequence text = text(entity, component);
        SectorReplica sector = book.known(home);
        Author author = new Author(self.replica(), home);
        int slot = sector == null ? SectorState.NONE : sector.state().slot(entity);
        Cell here = sector == null || slot == SectorState.NONE
                ? null
                : sector.state().peek(slot, component);
        int written = here instanceof TextCell own ? own.sequence().written(author) : 0;
        EditLog log = new EditLog(author, written);
        plan.accept(text, log);
        if (!log.isEmpty()) {
            edits.edit(home, new Op.Edit(entity, component, log), null);
        }
    }

    void bind(EntityId entity, Class<? extends Record> type, String key, String value) {
        SectorId home = home(entity);
        edits.edit(home, new Op.Bind(entity, demand(type, CellKind.ADD_WINS_MAP), key, value), null);
    }

    void delete(EntityId entity) {
        SectorId home = home(entity);
        Grant grant = rightTo(entity, home, entity.trust() == Trust.CRITICAL);
        Op op = new Op.Delete(entity, entity.trust() == Trust.OWNED ? claimOf(entity) : null);
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
        boolean mine = isMine(entity);
        if (entity.trust() == Trust.SHARED || (mine && !criticalOnly)) {
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

package worldmesh.world.state;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.bytes.Payload;
import worldmesh.world.causal.Dot;
import worldmesh.world.causal.Stamp;
import worldmesh.world.component.CellKind;
import worldmesh.world.component.ComponentType;
import worldmesh.world.crdt.BoundedCounter;
import worldmesh.world.crdt.Cell;
import worldmesh.world.crdt.Cells;
import worldmesh.world.crdt.DotMap;
import worldmesh.world.crdt.Extremum;
import worldmesh.world.crdt.GridCells;
import worldmesh.world.crdt.PnCounter;
import worldmesh.world.crdt.Register;
import worldmesh.world.crdt.SequenceCell;
import worldmesh.world.crdt.TreeCell;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.entity.Trust;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.ProofId;

/** Changes the state of a sector by one op after {@link OpRules} allowed it. Keeps no state of its own. */
public final class OpApplication {
    private final OpRules rules;

    /** Applies by these rules. */
    public OpApplication(OpRules rules) {
        this.rules = rules;
    }

    /** Applies the op with this index in its batch; false if the rules refuse it, and then nothing changed. */
    public boolean apply(SectorState state, Op op, int index, Author author, @Nullable Witness witness) {
        if (op instanceof Op.Unknown unknown) {
            ByteWriter out = new ByteWriter().u8(unknown.code());
            state.defer(
                    new Dot(author.replica(), author.clock(), index),
                    Payload.wrap(out.block(unknown.payload().array()).toBytes()));
            return true;
        }
        EntityId entity = op.entity();
        if (entity == null || !rules.allows(op, author, state.id())) {
            return false;
        }
        if (state.isDead(entity)) {
            return true;
        }
        Dot dot = new Dot(author.replica(), author.clock(), index);
        if (witness == null) {
            change(state, entity, op, dot, author);
        } else if (op.kind().isOfCell()) {
            witnessed(state, op, dot, author, witness);
        } else {
            witness.life(state, entity, () -> change(state, entity, op, dot, author));
        }
        return true;
    }

    private void witnessed(SectorState state, Op op, Dot dot, Author author, Witness witness) {
        EntityId entity = Objects.requireNonNull(op.entity(), "an op of a cell names its entity");
        int slot = state.slot(entity);
        if (slot == SectorState.NONE) {
            witness.beforeBareCell(state, entity, Op.component(op));
        } else {
            witness.beforeCell(state, slot, entity.replica(), entity.counter(), Op.component(op));
        }
        change(state, entity, op, dot, author);
        if (slot == SectorState.NONE) {
            witness.afterCopy(state, state.slot(entity));
        }
    }

    private void change(SectorState state, EntityId entity, Op op, Dot dot, Author author) {
        if (op instanceof Op.Write write) {
            registers(state, write.component()).write(state.touch(entity), stamp(write, author), bytes(write));
        } else if (op instanceof Op.Add add) {
            int slot = state.touch(entity);
            counters(state, add.component()).add(slot, state.authors().of(author.replica()), add.amount());
        } else if (op instanceof Op.Include include) {
            include(state, entity, include, dot);
        } else if (op instanceof Op.Exclude exclude) {
            exclude(state, entity, exclude);
        } else if (op instanceof Op.Delete) {
            state.kill(entity);
        } else if (op.kind().isCellOfLaterKind()) {
            changeCell(state, state.touch(entity), op, dot, author);
        } else {
            place(state, entity, op, author);
        }
    }

    /** Among writes of one clock the greater bytes win; of this replica's own the last shall, as nobody saw another. */
    public void rewrite(SectorState state, Op.Write write, Author author) {
        int slot = state.slot(write.entity());
        if (slot != SectorState.NONE) {
            state.note(slot);
            registers(state, write.component()).rewrite(slot, stamp(write, author), bytes(write));
        }
    }

    private static byte[] bytes(Op.Write write) {
        return write.value().array();
    }

    private static RegisterColumn registers(SectorState state, int component) {
        return (RegisterColumn) state.touchColumn(component);
    }

    private static CounterColumn counters(SectorState state, int component) {
        return (CounterColumn) state.touchColumn(component);
    }

    private static SetColumn sets(SectorState state, int component) {
        return (SetColumn) state.touchColumn(component);
    }

    private static ObjectColumn objects(SectorState state, int component) {
        return (ObjectColumn) state.touchColumn(component);
    }

    private static void include(SectorState state, EntityId entity, Op.Include include, Dot dot) {
        SetColumn sets = sets(state, include.component());
        int writer = state.authors().of(dot.replica());
        sets.include(state.touch(entity), sets.element(include.element()), writer, dot.sequence(), dot.index());
    }

    private static void exclude(SectorState state, EntityId entity, Op.Exclude exclude) {
        int slot = state.touch(entity);
        if (ComponentType.kindOf(exclude.component()) == CellKind.ADD_WINS_MAP) {
            map(state, slot, exclude.component()).remove(exclude.element(), exclude.seen());
            return;
        }
        SetColumn sets = sets(state, exclude.component());
        sets.touch(slot);
        for (Dot dot : exclude.seen()) {
            int writer = state.authors().of(dot.replica());
            sets.exclude(slot, sets.element(exclude.element()), writer, dot.sequence(), dot.index());
        }
    }

    private static DotMap map(SectorState state, int slot, int component) {
        return objects(state, component).touch(slot, DotMap.class, DotMap::new);
    }

    /** Offers, escrow, tiles, maps, trees and sequences. */
    private static void changeCell(SectorState state, int slot, Op op, Dot dot, Author author) {
        if (op instanceof Op.Offer offer) {
            CellKind kind = ComponentType.kindOf(offer.component());
            objects(state, offer.component())
                    .touch(slot, Extremum.class, () -> new Extremum(kind == null ? CellKind.MAX : kind, offer.value()))
                    .offer(offer.value());
        } else if (op instanceof Op.Entitle entitle) {
            BoundedCounter stock = stock(state, slot, entitle.component());
            if (entitle.to().equals(author.peer())) {
                stock.add(author.replica(), author.peer(), entitle.total());
            } else {
                stock.give(author.replica(), author.peer(), entitle.to(), entitle.total());
            }
        } else if (op instanceof Op.Spend spend) {
            stock(state, slot, spend.component()).spend(author.replica(), author.peer(), spend.total());
        } else if (op instanceof Op.Paint paint) {
            objects(state, paint.component())
                    .touch(slot, GridCells.class, GridCells::new)
                    .paint(paint.start(), paint.length(), paint.tile(), dot);
        } else if (op instanceof Op.Bind bind) {
            map(state, slot, bind.component()).bind(bind.key(), bind.value(), dot);
        } else if (op instanceof Op.Attach attach) {
            TreeColumn tree = (TreeColumn) state.touchColumn(attach.component());
            tree.move(slot, attach.entity(), new TreeCell.Move(dot, attach.parent()));
        } else if (op instanceof Op.Edit edit) {
            objects(state, edit.component())
                    .touch(slot, SequenceCell.class, () -> sequence(edit))
                    .edit(edit.log(), author.replica(), state.id());
        }
    }

    private static SequenceCell sequence(Op.Edit edit) {
        return new SequenceCell(edit.log().isOfValues() ? CellKind.LIST : CellKind.TEXT);
    }

    private static BoundedCounter stock(SectorState state, int slot, int component) {
        return objects(state, component).touch(slot, BoundedCounter.class, BoundedCounter::new);
    }

    private void place(SectorState state, EntityId entity, Op op, Author author) {
        int slot = state.touch(entity);
        if (op instanceof Op.Spawn) {
            state.spawn(slot);
            return;
        }
        Placement said = new Placement();
        if (op instanceof Op.Transfer transfer) {
            said.own(Ownership.of(transfer.claim()));
        } else if (op instanceof Op.Leave leave) {
            said.settle(homeStamp(entity, leave.claim(), author), leave.to());
        } else if (op instanceof Op.Enter enter) {
            said.appear(enter.birth());
            said.settle(homeStamp(entity, enter.claim(), author), state.id());
            enter(state, slot, enter, author);
        }
        state.place(slot, said);
    }

    private Stamp homeStamp(EntityId entity, @Nullable ProofId claim, Author author) {
        return rules.stamp(entity.trust() == Trust.SHARED ? null : claim, author);
    }

    /** The stamp an op writes its register with. */
    public Stamp stamp(Op.Write write, Author author) {
        return switch (ComponentType.trustOf(write.component())) {
            case SHARED, FIXED -> rules.stamp(null, author);
            case OWNED -> rules.stamp(write.claim(), author);
            case CRITICAL -> new Stamp(epoch(author.grant()), write.index(), 0, author.replica());
        };
    }

    private static long epoch(@Nullable Grant grant) {
        return grant == null ? 0 : grant.epoch();
    }

    /** The cells an entity brings along, as bytes for {@link Op.Enter}; CRITICAL ones stay where they are. */
    public static Payload luggage(Cells joined) {
        Cells out = new Cells();
        joined.each((component, cell) -> {
            if (ComponentType.trustOf(component) != Trust.CRITICAL) {
                out.join(component, cell);
            }
        });
        ByteWriter bytes = new ByteWriter();
        out.encode(bytes);
        if (bytes.size() > SignedBatch.MAX_BYTES / 2) {
            throw new IllegalStateException("the components of the entity take " + bytes.size()
                    + " bytes, must be at most " + SignedBatch.MAX_BYTES / 2 + " to move between sectors");
        }
        return Payload.wrap(bytes.toBytes());
    }

    private void enter(SectorState state, int slot, Op.Enter enter, Author author) {
        ByteReader in = new ByteReader(enter.cells().array());
        Cells brought = Cells.decode(in);
        if (!in.ok()) {
            return;
        }
        Stamp newest = rules.stamp(enter.claim(), author);
        boolean vouched = rules.vouches(enter.entity(), enter.claim(), author, state.id());
        brought.each((component, cell) -> {
            if (cell instanceof PnCounter counter) {
                counter.dropSector(state.id());
            } else if (cell instanceof SequenceCell text) {
                text.dropSector(state.id());
            }
            boolean may = switch (ComponentType.trustOf(component)) {
                case SHARED -> true;
                case OWNED -> vouched;
                case FIXED -> rules.made(enter.entity(), author) || author.holdsGrant(state.id());
                case CRITICAL -> false;
            };
            if (may && fits(component, cell, newest, author)) {
                state.touchColumn(component).join(slot, cell);
            }
        });
    }

    /** Nobody brings values from the future, of a later owner, or of the authority. */
    private static boolean fits(int component, Cell cell, Stamp newest, Author author) {
        boolean past = Long.compareUnsigned(cell.newestClock(), author.clock()) <= 0;
        if (!(cell instanceof Register register)) {
            return past && ComponentType.trustOf(component) == Trust.SHARED;
        }
        return past
                && switch (ComponentType.trustOf(component)) {
                    case SHARED, FIXED ->
                        register.stamp().major() == 0 && register.stamp().minor() == 0;
                    case OWNED -> !ofLaterOwner(register.stamp(), newest);
                    case CRITICAL -> false;
                };
    }

    private static boolean ofLaterOwner(Stamp stamp, Stamp newest) {
        int order = Long.compareUnsigned(stamp.major(), newest.major());
        return order > 0 || (order == 0 && Long.compareUnsigned(stamp.minor(), newest.minor()) > 0);
    }
}

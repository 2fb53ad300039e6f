package worldmesh.world.state;

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
import worldmesh.world.crdt.DotSet;
import worldmesh.world.crdt.Extremum;
import worldmesh.world.crdt.GridCells;
import worldmesh.world.crdt.PnCounter;
import worldmesh.world.crdt.Register;
import worldmesh.world.crdt.TextCell;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.entity.Trust;
import worldmesh.world.sector.SectorId;
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
    public boolean apply(SectorState state, Op op, int index, Author author) {
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
        if (!state.isDead(entity)) {
            change(state, entity, op, new Dot(author.replica(), author.clock(), index), author);
        }
        return true;
    }

    private void change(SectorState state, EntityId entity, Op op, Dot dot, Author author) {
        if (op instanceof Op.Write write) {
            write(state.touch(entity).cells(), write, author);
        } else if (op instanceof Op.Add add) {
            counter(state.touch(entity).cells(), add.component()).add(author.replica(), state.id(), add.amount());
        } else if (op instanceof Op.Include include) {
            set(state.touch(entity).cells(), include.component()).include(include.element(), dot);
        } else if (op instanceof Op.Exclude exclude) {
            exclude(state.touch(entity).cells(), exclude);
        } else if (op instanceof Op.Delete) {
            state.kill(entity);
        } else if (op.kind().isCellOfLaterKind()) {
            changeCell(state, entity, op, dot, author);
        } else {
            place(state, entity, op, author);
        }
    }

    private static void exclude(Cells cells, Op.Exclude exclude) {
        if (ComponentType.kindOf(exclude.component()) == CellKind.ADD_WINS_MAP) {
            map(cells, exclude.component()).remove(exclude.element(), exclude.seen());
        } else {
            set(cells, exclude.component()).exclude(exclude.element(), exclude.seen());
        }
    }

    private static DotMap map(Cells cells, int component) {
        if (cells.cell(component) instanceof DotMap map) {
            return map;
        }
        DotMap fresh = new DotMap();
        cells.put(component, fresh);
        return fresh;
    }

    /** Offers, escrow, tiles, maps and texts. */
    private static void changeCell(SectorState state, EntityId entity, Op op, Dot dot, Author author) {
        Cells cells = state.touch(entity).cells();
        SectorId sector = state.id();
        if (op instanceof Op.Offer offer) {
            offer(cells, offer);
        } else if (op instanceof Op.Entitle entitle) {
            BoundedCounter stock = stock(cells, entitle.component());
            if (entitle.to().equals(author.peer())) {
                stock.add(author.replica(), author.peer(), entitle.total());
            } else {
                stock.give(author.replica(), author.peer(), entitle.to(), entitle.total());
            }
        } else if (op instanceof Op.Spend spend) {
            stock(cells, spend.component()).spend(author.replica(), author.peer(), spend.total());
        } else if (op instanceof Op.Paint paint) {
            tiles(cells, paint.component()).paint(paint.start(), paint.length(), paint.tile(), dot);
        } else if (op instanceof Op.Bind bind) {
            map(cells, bind.component()).bind(bind.key(), bind.value(), dot);
        } else if (op instanceof Op.Edit edit) {
            text(cells, edit.component()).edit(edit.log(), author.replica(), sector);
        }
    }

    private static TextCell text(Cells cells, int component) {
        if (cells.cell(component) instanceof TextCell text) {
            return text;
        }
        TextCell fresh = new TextCell();
        cells.put(component, fresh);
        return fresh;
    }

    private static void offer(Cells cells, Op.Offer offer) {
        if (cells.cell(offer.component()) instanceof Extremum best) {
            best.offer(offer.value());
        } else {
            CellKind kind = ComponentType.kindOf(offer.component());
            cells.put(offer.component(), new Extremum(kind == null ? CellKind.MAX : kind, offer.value()));
        }
    }

    private static BoundedCounter stock(Cells cells, int component) {
        if (cells.cell(component) instanceof BoundedCounter stock) {
            return stock;
        }
        BoundedCounter fresh = new BoundedCounter();
        cells.put(component, fresh);
        return fresh;
    }

    private static GridCells tiles(Cells cells, int component) {
        if (cells.cell(component) instanceof GridCells tiles) {
            return tiles;
        }
        GridCells fresh = new GridCells();
        cells.put(component, fresh);
        return fresh;
    }

    private void place(SectorState state, EntityId entity, Op op, Author author) {
        EntityCopy copy = state.touch(entity);
        if (op instanceof Op.Spawn) {
            copy.appear(state.id());
            copy.settle(Stamp.NONE, state.id());
        } else if (op instanceof Op.Transfer transfer) {
            copy.own(Ownership.of(transfer.claim()));
        } else if (op instanceof Op.Leave leave) {
            copy.settle(homeStamp(entity, leave.claim(), author), leave.to());
        } else if (op instanceof Op.Enter enter) {
            copy.appear(enter.birth());
            copy.settle(homeStamp(entity, enter.claim(), author), state.id());
            enter(state, copy, enter, author);
        }
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

    private void write(Cells cells, Op.Write write, Author author) {
        Stamp stamp = stamp(write, author);
        if (cells.cell(write.component()) instanceof Register register) {
            register.write(stamp, write.value());
        } else {
            cells.put(write.component(), new Register(stamp, write.value()));
        }
    }

    private static PnCounter counter(Cells cells, int component) {
        if (cells.cell(component) instanceof PnCounter counter) {
            return counter;
        }
        PnCounter fresh = new PnCounter();
        cells.put(component, fresh);
        return fresh;
    }

    private static DotSet set(Cells cells, int component) {
        if (cells.cell(component) instanceof DotSet set) {
            return set;
        }
        CellKind kind = ComponentType.kindOf(component);
        DotSet fresh = new DotSet(kind == null ? CellKind.ADD_WINS_SET : kind);
        cells.put(component, fresh);
        return fresh;
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

    private void enter(SectorState state, EntityCopy copy, Op.Enter enter, Author author) {
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
            } else if (cell instanceof TextCell text) {
                text.dropSector(state.id());
            }
            boolean may = switch (ComponentType.trustOf(component)) {
                case SHARED -> true;
                case OWNED -> vouched;
                case FIXED -> rules.made(enter.entity(), author) || author.holdsGrant(state.id());
                case CRITICAL -> false;
            };
            if (may && fits(component, cell, newest, author)) {
                copy.cells().join(component, cell);
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

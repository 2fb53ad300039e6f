package worldmesh.world.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import worldmesh.world.component.CellKind;
import worldmesh.world.component.ComponentType;
import worldmesh.world.crdt.DotSet;
import worldmesh.world.delta.OpBuffer;
import worldmesh.world.delta.OpKind;
import worldmesh.world.entity.EntityId;
import worldmesh.world.entity.Trust;

/**
 * Applies the ops of a buffer straight to the columns of a state. It says of each op what {@link OpRules} says, but
 * asks once for each kind of op and each creator of entities: an op in columns names no proof. Not thread-safe.
 */
public final class BatchApplication {
    /** Instead of a slot: the rules refuse the op. */
    public static final int REFUSAL = -2;

    private static final byte UNASKED = 0;

    private static final int SPAWNS = 0;
    private static final int DELETES = 1;
    private static final int OWNS = 2;
    private static final int QUESTIONS = 3;

    private final OpRules rules;
    private final OpApplication single;
    private final @Nullable Witness witness;
    private @Nullable Job job;

    /** The batch that is being applied; kept for the next one that is read into the same buffer for the same state. */
    private static final class Job {
        private final SectorState state;
        private final OpBuffer ops;
        private Author author;
        private long clock;

        Job(SectorState state, OpBuffer ops, Author author) {
            this.state = state;
            this.ops = ops;
            this.author = author;
        }

        /** Who wrote the batch, and when. */
        Author writtenBy() {
            return author.clock() == clock
                    ? author
                    : new Author(author.replica(), author.peer(), clock, author.grant());
        }
    }

    private final Cursor cursor = new Cursor();
    private int shapeCount;
    private int groupCount;
    private byte[] ruleOfShape = new byte[8];
    private OpKind[] kinds = new OpKind[8];
    private @Nullable CellColumn[] columns = new CellColumn[8];
    private byte[] answers = new byte[QUESTIONS * 8];
    private int[] creators = new int[8];
    private int writer;
    /** The slots that the ops' entities had before the batch. */
    private int[] slots = new int[128];
    /** What was read, so that reading it is not for nothing. */
    @SuppressWarnings("UnusedVariable")
    private long looked;

    /** Applies by these rules; the witness, if there is one, sees what changes. */
    public BatchApplication(OpRules rules, @Nullable Witness witness) {
        this.rules = rules;
        this.witness = witness;
        this.single = new OpApplication(rules);
    }

    /** Applies all ops of the buffer; answers how many the rules refuse. */
    public int apply(SectorState state, OpBuffer ops, Author author) {
        int refused = 0;
        for (int i = 0; i < ops.others().size(); i++) {
            refused += single.apply(state, ops.others().get(i), ops.otherIndex(i), author, witness) ? 0 : 1;
        }
        return refused + applyColumns(state, ops, author, author.clock());
    }

    /** The same of a buffer of columns alone, as if the author had written them at another time. */
    public int applyColumns(SectorState state, OpBuffer ops, Author author, long clock) {
        renew();
        Job now = begin(state, ops, author);
        now.clock = clock;
        return applyColumns(now);
    }

    /**
     * First goes through the ops as they lie, which is by entity: who lives, who is allowed what, and what was there
     * before. Then through those of one shape after the other, which are all of one column: what they write. No op of a
     * cell says less after another one, so that their order does not matter.
     */
    private int applyColumns(Job now) {
        SectorState state = now.state;
        OpBuffer ops = now.ops;
        int removals = state.table().removals();
        look(now);
        boolean apart = isEachEntityOnce(ops);
        cursor.group = -1;
        int refused = 0;
        for (int i = 0; i < ops.size(); i++) {
            int found = slots[i];
            slots[i] = SectorState.NONE;
            if (!allows(now, i)) {
                refused++;
                continue;
            }
            if (cursor.group != ops.group(i) || cursor.counter != ops.counter(i)) {
                // What was looked up before may have died, or been born, by an op of another run meanwhile.
                boolean stale = found == SectorState.NONE || state.table().removals() != removals;
                turnTo(now, i, stale ? state.table().find(creators[ops.group(i)], ops.counter(i)) : found);
            }
            if (!cursor.dead) {
                step(now, i, apart);
            }
        }
        for (int shape = 0; shape < ops.shapeCount() && apart; shape++) {
            writeAll(now, shape);
        }
        return refused;
    }

    /** The entity whose ops are gone through: its first op, its slot, and whether it is dead. */
    private static final class Cursor {
        private int group;
        private long counter;
        private int first;
        private int slot;
        private boolean dead;
    }

    private void turnTo(Job now, int op, int slot) {
        cursor.group = now.ops.group(op);
        cursor.counter = now.ops.counter(op);
        cursor.first = op;
        cursor.slot = slot;
        cursor.dead = slot == SectorState.NONE && now.state.isDead(now.ops.replica(cursor.group), cursor.counter);
    }

    /** One op of the entity; if cells are written apart, only what comes before that. */
    private void step(Job now, int op, boolean apart) {
        boolean cell = kinds[now.ops.shape(op)].isOfCell();
        int slot = cursor.slot;
        if (!cell) {
            slot = live(now, op, slot);
        } else {
            slot = apart ? prepare(now, op, slot) : cell(now, op, slot);
        }
        cursor.slot = slot;
        cursor.dead = slot == SectorState.NONE;
        if (cursor.dead) {
            Arrays.fill(slots, cursor.first, op, SectorState.NONE);
        } else if (cell && apart) {
            slots[op] = slot;
        }
    }

    /** True if no entity has ops in several places of the batch, as none has in those that replicas make. */
    private static boolean isEachEntityOnce(OpBuffer ops) {
        for (int i = 1; i < ops.groupCount(); i++) {
            int order = Long.compareUnsigned(ops.replica(i - 1), ops.replica(i));
            if (order > 0 || (order == 0 && ops.trust(i - 1) >= ops.trust(i))) {
                return false;
            }
        }
        return true;
    }

    /** Writes the ops of a shape to the cells of the slots that they were given. */
    private void writeAll(Job now, int shape) {
        OpBuffer ops = now.ops;
        int end = ops.endOf(shape);
        int at = ops.firstOf(shape);
        while (at < end && slots[ops.ofShape(at)] == SectorState.NONE) {
            at++;
        }
        if (at == end) {
            return;
        }
        CellColumn column = column(now, shape);
        if (column instanceof RegisterColumn registers) {
            long clock = now.clock;
            for (; at < end; at++) {
                int op = ops.ofShape(at);
                if (slots[op] != SectorState.NONE) {
                    registers.write(slots[op], writer, clock, ops, op);
                }
            }
            return;
        }
        for (; at < end; at++) {
            int op = ops.ofShape(at);
            if (slots[op] != SectorState.NONE) {
                write(now, op, slots[op], column);
            }
        }
    }

    /**
     * Finds the slots of all ops and reads what they will change. Nothing depends on it: these reads do not wait for
     * one another, as they would between changes.
     */
    private void look(Job now) {
        OpBuffer ops = now.ops;
        EntityTable table = now.state.table();
        int size = ops.size();
        if (size > slots.length) {
            slots = new int[2 * size];
        }
        for (int i = 0; i < size; i++) {
            slots[i] = table.find(creators[ops.group(i)], ops.counter(i));
        }
        long seen = 0;
        for (int shape = 0; shape < ops.shapeCount() && size > 0; shape++) {
            CellColumn column = kinds[shape].isOfCell() ? now.state.column(ops.component(shape)) : null;
            columns[shape] = column;
            int end = column == null ? 0 : ops.endOf(shape);
            for (int at = ops.firstOf(shape); at < end; at++) {
                int slot = slots[ops.ofShape(at)];
                seen += column == null || slot == SectorState.NONE ? 0 : column.look(slot);
            }
        }
        looked = seen;
    }

    /** What the rules said of earlier batches may be another thing now. */
    public void renew() {
        shapeCount = 0;
        groupCount = 0;
    }

    /**
     * Applies the last op in columns, as if the author had written it at that time, to an entity whose slot is known,
     * {@link SectorState#NONE} if it has none. Answers the slot it has then; {@link #REFUSAL}, and nothing changed, if
     * the rules refuse it. Asks the rules what they did not say since {@link #renew}.
     */
    public int applyLast(SectorState state, OpBuffer ops, int slot, Author author, long clock) {
        Job now = begin(state, ops, author);
        now.clock = clock;
        int op = ops.size() - 1;
        if (!allows(now, op)) {
            return REFUSAL;
        }
        boolean dead = slot == SectorState.NONE && state.isDead(ops.replica(ops.group(op)), ops.counter(op));
        return dead ? SectorState.NONE : change(now, op, slot);
    }

    /**
     * True if the last op in columns may be applied later: it is allowed whatever comes meanwhile, and changes no more
     * than a register, counter or set of an entity that is where it was born.
     */
    public boolean isOfCell(SectorState state, OpBuffer ops, int slot, Author author) {
        Job now = begin(state, ops, author);
        int op = ops.size() - 1;
        OpKind kind = kinds[ops.shape(op)];
        boolean cell = kind == OpKind.WRITE || kind == OpKind.ADD || kind == OpKind.INCLUDE;
        return cell && state.isAloneAndUnmoved(slot) && allows(now, op);
    }

    /** Answers the slot the entity has then. */
    private int change(Job now, int op, int slot) {
        return kinds[now.ops.shape(op)].isOfCell() ? cell(now, op, slot) : live(now, op, slot);
    }

    /** A birth or death; answers the slot the entity has then. */
    private int live(Job now, int op, int slot) {
        if (kinds[now.ops.shape(op)] == OpKind.SPAWN) {
            return spawn(now, op, slot);
        }
        delete(now, op, slot);
        return SectorState.NONE;
    }

    /** Lets the register write that was applied last win over those of this replica and clock before it. */
    public void rewriteLast(SectorState state, OpBuffer ops, int slot, Author author, long clock) {
        begin(state, ops, author);
        int op = ops.size() - 1;
        if (slot != SectorState.NONE && columns[ops.shape(op)] instanceof RegisterColumn registers) {
            state.note(slot);
            registers.rewrite(slot, writer, clock, ops, op);
        }
    }

    @SuppressWarnings("ReferenceEquality") // equal authors may still be of different batches
    private Job begin(SectorState state, OpBuffer ops, Author author) {
        Job before = job;
        Job again = before != null && before.state == state && before.ops == ops ? before : null;
        boolean same = again != null && again.author == author;
        if (again != null && same && knowsAll(ops)) {
            return again;
        }
        Job now = again == null ? new Job(state, ops, author) : again;
        now.author = author;
        now.clock = author.clock();
        job = now;
        askShapes(ops, same ? shapeCount : 0);
        askCreators(state, ops, same ? groupCount : 0);
        writer = state.authors().of(author.replica());
        return now;
    }

    private boolean knowsAll(OpBuffer ops) {
        return shapeCount == ops.shapeCount() && groupCount == ops.groupCount();
    }

    private void askShapes(OpBuffer ops, int known) {
        shapeCount = ops.shapeCount();
        if (shapeCount > kinds.length) {
            kinds = Arrays.copyOf(kinds, 2 * shapeCount);
            ruleOfShape = Arrays.copyOf(ruleOfShape, 2 * shapeCount);
            columns = Arrays.copyOf(columns, 2 * shapeCount);
        }
        for (int i = known; i < shapeCount; i++) {
            kinds[i] = ops.kind(i);
            ruleOfShape[i] = ShapeRules.of(kinds[i], ops.component(i));
            columns[i] = null;
        }
    }

    private void askCreators(SectorState state, OpBuffer ops, int known) {
        groupCount = ops.groupCount();
        if (groupCount > creators.length) {
            creators = Arrays.copyOf(creators, 2 * groupCount);
            answers = Arrays.copyOf(answers, QUESTIONS * creators.length);
        }
        for (int i = known; i < groupCount; i++) {
            creators[i] = state.authors().of(ops.replica(i));
        }
        Arrays.fill(answers, QUESTIONS * known, QUESTIONS * groupCount, UNASKED);
    }

    private boolean allows(Job now, int op) {
        byte rule = ruleOfShape[now.ops.shape(op)];
        return rule == ShapeRules.ALLOWED || (rule != ShapeRules.REFUSED && allowsSome(now, op, rule));
    }

    private boolean allowsSome(Job now, int op, byte rule) {
        int shape = now.ops.shape(op);
        OpKind kind = kinds[shape];
        if (rule == ShapeRules.OWNERS) {
            return asks(now, op, kind);
        }
        boolean flag = ComponentType.kindOf(now.ops.component(shape)) == CellKind.ENABLE_WINS_FLAG;
        if (flag && now.ops.length(op) != DotSet.FLAG.length()) {
            return false;
        }
        for (int dot = now.ops.firstDot(op); kind == OpKind.EXCLUDE && dot < now.ops.endOfDots(op); dot++) {
            if (Long.compareUnsigned(now.ops.dotClock(dot), now.clock) > 0) {
                return false;
            }
        }
        return true;
    }

    private boolean asks(Job now, int op, OpKind kind) {
        int group = now.ops.group(op);
        int question = kind == OpKind.SPAWN ? SPAWNS : kind == OpKind.DELETE ? DELETES : OWNS;
        int at = QUESTIONS * group + question;
        if (answers[at] == UNASKED) {
            long creator = now.ops.replica(group);
            Trust trust = Trust.ofCode(now.ops.trust(group));
            boolean allowed = switch (question) {
                case SPAWNS -> rules.allowsSpawn(creator, trust, now.author, now.state.id());
                case DELETES -> rules.allowsDelete(creator, trust, now.author, now.state.id());
                default -> rules.made(creator, now.author);
            };
            answers[at] = allowed ? ShapeRules.ALLOWED : ShapeRules.REFUSED;
        }
        return answers[at] == ShapeRules.ALLOWED;
    }

    private int spawn(Job now, int op, int slot) {
        SectorState state = now.state;
        int group = now.ops.group(op);
        long counter = now.ops.counter(op);
        if (witness == null
                || (slot == SectorState.NONE && witness.isUnheardBut(state, now.ops.replica(group), counter))) {
            int born = slot == SectorState.NONE ? state.add(creators[group], counter) : slot;
            state.spawn(born);
            if (witness != null) {
                witness.afterBirth(state, born);
            }
            return born;
        }
        int creator = creators[group];
        witness.life(
                state, new EntityId(now.ops.replica(group), counter), () -> state.spawn(state.touch(creator, counter)));
        return state.table().find(creator, counter);
    }

    private void delete(Job now, int op, int slot) {
        SectorState state = now.state;
        long replica = now.ops.replica(now.ops.group(op));
        long counter = now.ops.counter(op);
        if (witness == null) {
            state.kill(replica, counter);
        } else if (slot != SectorState.NONE && state.isAloneAndUnmoved(slot)) {
            witness.beforeDeath(state, slot);
            state.kill(replica, counter);
            witness.afterDeath(state, replica, counter);
        } else {
            witness.life(state, new EntityId(replica, counter), () -> state.kill(replica, counter));
        }
    }

    private int cell(Job now, int op, int found) {
        int slot = prepare(now, op, found);
        write(now, op, slot, column(now, now.ops.shape(op)));
        return slot;
    }

    /** The column of a shape, made if there is none. */
    private CellColumn column(Job now, int shape) {
        CellColumn column = columns[shape];
        if (column == null) {
            column = now.state.touchColumn(now.ops.component(shape));
            columns[shape] = column;
        }
        return column;
    }

    /** Lets the witness see what a cell is before it is written; answers the slot of its entity. */
    private int prepare(Job now, int op, int found) {
        SectorState state = now.state;
        OpBuffer ops = now.ops;
        int shape = ops.shape(op);
        int slot = found;
        if (slot == SectorState.NONE) {
            slot = bare(now, op, ops.component(shape));
        } else if (witness != null) {
            witness.beforeCell(state, slot, ops.replica(ops.group(op)), ops.counter(op), ops.component(shape));
        }
        state.note(slot);
        return slot;
    }

    private void write(Job now, int op, int slot, CellColumn column) {
        OpBuffer ops = now.ops;
        if (column instanceof RegisterColumn registers) {
            registers.write(slot, writer, now.clock, ops, op);
        } else if (column instanceof CounterColumn counters) {
            counters.add(slot, writer, ops.amount(op));
        } else if (column instanceof SetColumn sets) {
            set(now, op, slot, sets);
        } else {
            single.apply(now.state, ops.op(op), ops.index(op), now.writtenBy(), null);
        }
    }

    /** A copy for the cell of an entity that has none. */
    private int bare(Job now, int op, int component) {
        int group = now.ops.group(op);
        if (witness != null) {
            witness.beforeBareCell(now.state, new EntityId(now.ops.replica(group), now.ops.counter(op)), component);
        }
        int slot = now.state.add(creators[group], now.ops.counter(op));
        if (witness != null) {
            witness.afterCopy(now.state, slot);
        }
        return slot;
    }

    private void set(Job now, int op, int slot, SetColumn sets) {
        OpBuffer ops = now.ops;
        int element = sets.element(ops.bytes(), ops.start(op), ops.length(op));
        if (kinds[ops.shape(op)] == OpKind.INCLUDE) {
            sets.include(slot, element, writer, now.clock, ops.index(op));
            return;
        }
        sets.touch(slot);
        for (int dot = ops.firstDot(op); dot < ops.endOfDots(op); dot++) {
            int of = now.state.authors().of(ops.dotReplica(dot));
            sets.exclude(slot, element, of, ops.dotClock(dot), ops.dotIndex(dot));
        }
    }
}

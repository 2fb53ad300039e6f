package worldmesh.world.replica;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import worldmesh.world.bytes.Payload;
import worldmesh.world.causal.Dot;
import worldmesh.world.causal.Stamp;
import worldmesh.world.component.CellKind;
import worldmesh.world.component.ComponentType;
import worldmesh.world.delta.Op;
import worldmesh.world.entity.EntityId;

/** The changes of one step of an {@link UndoStack}: noted as made, then turned back and forth. Not thread-safe. */
final class UndoStep {
    private final UndoDoor door;
    private final UndoMemory memory;
    private final Map<UndoDoor.Slot, SlotChange> slots = new LinkedHashMap<>();
    private final Map<CellKey, CounterChange> counters = new LinkedHashMap<>();
    private final Map<CellKey, UndoText> texts = new LinkedHashMap<>();

    private record CellKey(EntityId entity, int component) {}

    /** What a slot showed before the step and after it. */
    private static final class SlotChange {
        private final ComponentType<?> type;
        private final UndoDoor.Held before;
        private final Object contentBefore;
        private final Object contentAfter = new Object();
        private UndoDoor.Held after = UndoDoor.Held.NOTHING;
        private boolean made = true;

        SlotChange(ComponentType<?> type, UndoDoor.Held before, Object contentBefore) {
            this.type = type;
            this.before = before;
            this.contentBefore = contentBefore;
        }

        UndoDoor.Held target(boolean again) {
            return again ? after : before;
        }

        Object content(boolean again) {
            return again ? contentAfter : contentBefore;
        }
    }

    /** What was added to a counter and taken from it. */
    private static final class CounterChange {
        private final ComponentType<?> type;
        private long plus;
        private long minus;
        private boolean made = true;

        CounterChange(ComponentType<?> type) {
            this.type = type;
        }

        void add(long amount) {
            if (amount >= 0) {
                plus = plus > Long.MAX_VALUE - amount ? Long.MAX_VALUE : plus + amount;
            } else {
                // Of the least long one unit is lost, as in the counter itself.
                long less = amount == Long.MIN_VALUE ? Long.MAX_VALUE : -amount;
                minus = minus > Long.MAX_VALUE - less ? Long.MAX_VALUE : minus + less;
            }
        }
    }

    /** Tiles side by side that become one tile. */
    private record Stroke(EntityId entity, ComponentType<?> type, int start, int length, int tile) {
        boolean goesOn(UndoDoor.Slot slot, int other) {
            return entity.equals(slot.entity())
                    && type.id() == slot.component()
                    && start + length == slot.tile()
                    && tile == other;
        }
    }

    UndoStep(UndoDoor door, UndoMemory memory) {
        this.door = door;
        this.memory = memory;
    }

    boolean isEmpty() {
        return size() == 0;
    }

    int size() {
        int units = 0;
        for (UndoText text : texts.values()) {
            units += text.size();
        }
        return slots.size() + counters.size() + units;
    }

    void forget() {
        slots.keySet().forEach(memory::release);
        texts.values().forEach(UndoText::forget);
    }

    /** Before the op is applied. */
    void note(Op op) {
        int component = Op.component(op);
        EntityId entity = op.entity();
        ComponentType<?> type = component == 0 ? null : door.type(component);
        if (type == null || entity == null) {
            return;
        }
        if (op instanceof Op.Write) {
            note(new UndoDoor.Slot(entity, component, "", 0), type);
        } else if (op instanceof Op.Include include) {
            note(new UndoDoor.Slot(entity, component, include.element(), 0), type);
        } else if (op instanceof Op.Exclude exclude) {
            note(new UndoDoor.Slot(entity, component, exclude.element(), 0), type);
        } else if (op instanceof Op.Bind bind) {
            note(new UndoDoor.Slot(entity, component, bind.key(), 0), type);
        } else if (op instanceof Op.Paint paint) {
            for (int tile = paint.start(); tile < paint.start() + paint.length(); tile++) {
                note(new UndoDoor.Slot(entity, component, "", tile), type);
            }
        } else if (op instanceof Op.Add add) {
            counters.computeIfAbsent(new CellKey(entity, component), key -> new CounterChange(type))
                    .add(add.amount());
        } else if (op instanceof Op.Edit edit) {
            texts.computeIfAbsent(new CellKey(entity, component), key -> new UndoText(door, memory, entity, type))
                    .note(edit.log());
        }
    }

    private void note(UndoDoor.Slot slot, ComponentType<?> type) {
        if (!slots.containsKey(slot)) {
            UndoDoor.Held before = door.read(slot);
            slots.put(slot, new SlotChange(type, before, memory.content(slot, before)));
            memory.retain(slot);
        }
    }

    /** After the last op. */
    void finish() {
        for (Map.Entry<UndoDoor.Slot, SlotChange> entry : List.copyOf(slots.entrySet())) {
            UndoDoor.Slot slot = entry.getKey();
            SlotChange change = entry.getValue();
            change.after = door.read(slot);
            if (changes(change)) {
                memory.left(slot, change.after.mark(), change.contentAfter);
            } else {
                // The same again, by a later write.
                memory.left(slot, change.after.mark(), change.contentBefore);
                memory.release(slot);
                slots.remove(slot);
            }
        }
    }

    private static boolean changes(SlotChange change) {
        if (!isSet(change.type)) {
            return !Objects.equals(change.before.mark(), change.after.mark());
        }
        boolean included = change.after.mark() != null && change.before.mark() == null;
        boolean excluded = change.before.value() != null && change.after.value() == null;
        return included || excluded;
    }

    private static boolean isSet(ComponentType<?> type) {
        return type.kind() == CellKind.ADD_WINS_SET || type.kind() == CellKind.ENABLE_WINS_FLAG;
    }

    /** Takes the step back, or makes it again. */
    Undone turn(boolean again) {
        Undone out = Undone.NOTHING;
        List<Stroke> strokes = new ArrayList<>();
        Map<UndoDoor.Slot, SlotChange> written = new LinkedHashMap<>();
        for (Map.Entry<UndoDoor.Slot, SlotChange> entry : slots.entrySet()) {
            SlotChange change = entry.getValue();
            boolean done = change.made != again && write(entry.getKey(), change, again, strokes);
            if (done) {
                written.put(entry.getKey(), change);
            }
            out = out.plus(done);
        }
        for (Stroke stroke : strokes) {
            door.paint(
                    stroke.entity(),
                    stroke.type(),
                    new EntityEdits.Span(stroke.start(), stroke.length()),
                    stroke.tile());
        }
        written.forEach((slot, change) -> settle(slot, change, again));
        for (Map.Entry<CellKey, CounterChange> entry : counters.entrySet()) {
            out = out.plus(turn(entry.getKey().entity(), entry.getValue(), again));
        }
        for (Map.Entry<CellKey, UndoText> entry : texts.entrySet()) {
            out = out.plus(
                    door.lives(entry.getKey().entity()) && entry.getValue().turn(again));
        }
        return out;
    }

    private boolean turn(EntityId entity, CounterChange change, boolean again) {
        if (change.made == again || !door.lives(entity)) {
            return false;
        }
        long more = again ? change.plus : change.minus;
        long less = again ? change.minus : change.plus;
        if (more > 0) {
            door.add(entity, change.type, more);
        }
        if (less > 0) {
            door.add(entity, change.type, -less);
        }
        change.made = again;
        return true;
    }

    /** Writes what the slot is to show; false, and nothing, if that is no longer this stack's to say. */
    private boolean write(UndoDoor.Slot slot, SlotChange change, boolean again, List<Stroke> strokes) {
        if (!door.lives(slot.entity()) || !door.mayWrite(slot.entity(), change.type)) {
            return false;
        }
        UndoDoor.Held now = door.read(slot);
        if (memory.content(slot, now) != change.content(!again)) {
            return false;
        }
        UndoDoor.Held target = change.target(again);
        return switch (change.type.kind()) {
            case REGISTER -> writeRegister(slot, change, target);
            case ADD_WINS_SET, ENABLE_WINS_FLAG -> writeElement(slot, change, again, now);
            case ADD_WINS_MAP -> writeKey(slot, change, target, now);
            case TILES -> stroke(slot, change, target, strokes);
            case COUNTER, MAX, MIN, BOUNDED_COUNTER, TEXT, LIST, TREE -> false;
        };
    }

    private boolean writeRegister(UndoDoor.Slot slot, SlotChange change, UndoDoor.Held target) {
        if (!(target.value() instanceof Payload value)) {
            return false;
        }
        memory.put(slot.entity(), change.type, value);
        return true;
    }

    private boolean writeElement(UndoDoor.Slot slot, SlotChange change, boolean again, UndoDoor.Held now) {
        boolean included = change.after.mark() != null;
        if (included != again) {
            boolean mine = now.mark() != null;
            door.exclude(slot);
            return mine;
        }
        boolean free = included || now.value() == null;
        if (free) {
            door.include(slot, change.type);
        }
        return free;
    }

    private boolean writeKey(UndoDoor.Slot slot, SlotChange change, UndoDoor.Held target, UndoDoor.Held now) {
        Dot by = (Dot) target.mark();
        boolean others = by != null && by.replica() != door.self();
        boolean stayed = change.after.seen().contains(by);
        if (!(target.value() instanceof String value)
                || (others && (stayed || now.seen().contains(by)))) {
            door.exclude(slot);
        } else {
            door.bind(slot, change.type, value);
        }
        return true;
    }

    private boolean stroke(UndoDoor.Slot slot, SlotChange change, UndoDoor.Held target, List<Stroke> strokes) {
        int tile = target.value() instanceof Integer painted ? painted : 0;
        Stroke last = strokes.isEmpty() ? null : strokes.get(strokes.size() - 1);
        if (last != null && last.goesOn(slot, tile)) {
            strokes.set(
                    strokes.size() - 1, new Stroke(last.entity(), last.type(), last.start(), last.length() + 1, tile));
        } else {
            strokes.add(new Stroke(slot.entity(), change.type, slot.tile(), 1, tile));
        }
        return true;
    }

    /** Takes note of what the slot shows now: the content of before or after, if it is that. */
    private void settle(UndoDoor.Slot slot, SlotChange change, boolean again) {
        change.made = again;
        UndoDoor.Held now = door.read(slot);
        UndoDoor.Held target = change.target(again);
        boolean own = writer(now.mark()) == door.self();
        boolean shows = isSet(change.type)
                || (Objects.equals(now.value(), target.value()) && (own || Objects.equals(now.mark(), target.mark())));
        if (shows) {
            memory.left(slot, now.mark(), change.content(again));
        } else {
            memory.lost(slot);
        }
    }

    private static long writer(@Nullable Object mark) {
        return mark instanceof Stamp stamp ? stamp.replica() : mark instanceof Dot dot ? dot.replica() : 0;
    }
}

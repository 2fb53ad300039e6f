package worldmesh.world.replica;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.bytes.Payload;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.Schema;
import worldmesh.world.crdt.SequenceCell;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Resident;
import worldmesh.world.state.Residents;
import worldmesh.world.state.SectorState;

/**
 * Notes what entities looked like before they were changed, and says what is different when somebody asks, which must
 * be before the next change: once per entity and component, in the order they were first touched. Not thread-safe.
 */
final class ChangeCollector {
    private static final String TOO_LATE =
            "changes must be looked at before the next edit or merge, which forgets them";

    private final Schema schema;
    private final Residents residents;
    private final WorldView view;
    private final ChangeLog log = new ChangeLog();
    /** What was finished last and is still to be told from the log. */
    private @Nullable Told last;

    /** Whose the changes in the log are, if they were closed and nobody asked for them yet. */
    private @Nullable Origin closed;

    /** What was closed and told before anybody asked, as something else had to be noted. */
    private @Nullable Told settled;

    private long finished;

    /** What an entity looked like. */
    static final class Before {
        private final @Nullable SectorId home;
        private @Nullable PeerId owner;
        private boolean ownerKnown;
        private int[] components = new int[2];
        private WorldView.Shown[] shown = new WorldView.Shown[2];
        private int count;
        /** All cells were noted; any other did not exist. */
        private boolean whole;

        Before(@Nullable SectorId home) {
            this.home = home;
        }

        Before ownedBy(@Nullable PeerId by) {
            owner = by;
            ownerKnown = true;
            return this;
        }

        /** Adds what was noted later; what was noted first stays. */
        void addAll(Before later) {
            if (!ownerKnown && later.ownerKnown) {
                ownedBy(later.owner);
            }
            for (int i = 0; i < later.count; i++) {
                add(later.components[i], later.shown[i]);
            }
            whole |= later.whole;
        }

        WorldView.@Nullable Shown of(int component) {
            for (int i = 0; i < count; i++) {
                if (components[i] == component) {
                    return shown[i];
                }
            }
            return null;
        }

        void add(int component, WorldView.Shown was) {
            if (home == null || whole || of(component) != null) {
                return;
            }
            if (count == components.length) {
                components = Arrays.copyOf(components, 2 * count);
                shown = Arrays.copyOf(shown, 2 * count);
            }
            components[count] = component;
            shown[count++] = was;
        }

        int[] noted() {
            int[] noted = Arrays.copyOf(components, count);
            Arrays.sort(noted);
            return noted;
        }
    }

    /** Changes that are made of the log when they are first looked at. */
    private static final class Told extends AbstractList<Change> {
        private final Origin origin;
        private final long number;
        private @Nullable ChangeCollector from;
        private List<Change> all = List.of();

        Told(ChangeCollector from, Origin origin) {
            this.from = from;
            this.origin = origin;
            this.number = from.finished;
        }

        void tell() {
            if (from != null) {
                if (from.last == null || from.finished != number) {
                    throw new IllegalStateException(TOO_LATE);
                }
                all = from.tell(origin);
                from.forget();
                from = null;
            }
        }

        @Override
        public Change get(int index) {
            tell();
            return all.get(index);
        }

        @Override
        public int size() {
            tell();
            return all.size();
        }
    }

    ChangeCollector(Schema schema, Residents residents, WorldView view) {
        this.schema = schema;
        this.residents = residents;
        this.view = view;
    }

    /** The log to note in; what was finished and not looked at is told first. */
    private ChangeLog open() {
        settle();
        return log;
    }

    /** Tells what was finished while the world is as it was then. */
    void settle() {
        Told asked = null;
        if (closed != null) {
            asked = new Told(this, closed);
            closed = null;
            last = asked;
        }
        if (last != null) {
            Told told = last;
            told.tell();
            told.all.forEach(Change::keep);
            settled = asked;
        }
    }

    /** Nobody looked at what was finished and nobody will. */
    void forget() {
        if (last != null || closed != null) {
            last = null;
            closed = null;
            log.reset();
        }
        if (settled != null) {
            settled = null;
        }
    }

    /** Nobody will look at anything that was noted. */
    void drop() {
        last = null;
        closed = null;
        settled = null;
        log.reset();
    }

    /** The changes in the log are complete; they are told if somebody asks before the next one. */
    void close(Origin origin) {
        finished++;
        closed = origin;
    }

    /** The number of what was closed last. */
    long closed() {
        return finished;
    }

    /** What was closed under that number, to be looked at as what is finished. */
    List<Change> told(long number) {
        Origin origin = closed;
        if (origin != null && finished == number) {
            closed = null;
            return finish(origin);
        }
        if (settled == null || settled.number != number) {
            throw new IllegalStateException(TOO_LATE);
        }
        return settled;
    }

    private Before before(EntityId entity) {
        return new Before(residents.home(entity)).ownedBy(view.owner(entity));
    }

    /** Before the entity's life, place or owner may change. */
    void touch(EntityId entity) {
        open().noted(entity, before(entity));
    }

    /** Before one component of an entity may change that several sectors may know. */
    void touch(EntityId entity, int component) {
        ChangeLog open = open();
        if (!open.isFirst(entity, component)) {
            return;
        }
        Before before = before(entity);
        if (before.home != null) {
            before.add(component, view.shown(entity, component));
        }
        open.noted(entity, before);
    }

    /** Before one component of a copy may change. */
    void touch(SectorState state, int slot, long replica, long counter, int component) {
        if (state.isAloneAndUnmoved(slot)) {
            open().cell(state, slot, replica, counter, component);
        } else {
            touch(new EntityId(replica, counter), component);
        }
    }

    /** An entity of which nobody had heard is born. */
    void touchBorn(SectorState state, int slot) {
        open().birth(state, slot);
    }

    /** True if the entity at a slot was born last, since which nothing else was noted of a life. */
    boolean isNewborn(SectorState state, int slot) {
        return log.isNewborn(state, slot);
    }

    /** A state becomes the first that is known of any entity. */
    void touchFirst(SectorState state) {
        open().first(state);
    }

    /** Before an entity dies that is where it was born and that no other sector knows. */
    void touchDying(SectorState state, int slot) {
        open().death(state, slot);
    }

    /** Before anything may change of the entity at a slot of any state. */
    void touchAll(SectorState state, int slot) {
        if (residents.isUnheard(state.replica(slot), state.counter(slot))) {
            open().unheard(state, slot);
        } else {
            touchAll(state.entity(slot));
        }
    }

    /** Before anything of the entity may change. */
    void touchAll(EntityId entity) {
        ChangeLog open = open();
        Before before = before(entity);
        for (int component : components(entity)) {
            before.add(component, view.shown(entity, component));
        }
        before.whole = true;
        open.noted(entity, before);
    }

    private int[] components(EntityId entity) {
        Resident resident = residents.resident(entity);
        return resident == null ? new int[0] : resident.cells().components();
    }

    /** What is different now, told when it is looked at, which must be before the next change; and starts anew. */
    List<Change> finish(Origin origin) {
        settle();
        if (log.isEmpty()) {
            return List.of();
        }
        finished++;
        last = new Told(this, origin);
        return last;
    }

    private List<Change> tell(Origin origin) {
        Map<EntityId, Before> touched = new LinkedHashMap<>();
        for (int i = 0; i < log.size(); i++) {
            if (log.place(i) instanceof SectorState first) {
                for (int slot : first.slots()) {
                    touched.put(first.entity(slot), new Before(null));
                }
                continue;
            }
            EntityId entity = log.entity(i);
            Object place = log.place(i);
            Before before = touched.get(entity);
            if (place instanceof Before noted) {
                if (before == null) {
                    touched.put(entity, noted);
                } else {
                    before.addAll(noted);
                }
                continue;
            }
            if (before == null) {
                before = new Before((SectorId) place);
                touched.put(entity, before);
            }
            if (log.isCell(i)) {
                before.add(log.component(i), noted(i));
            }
        }
        List<Change> out = new ArrayList<>();
        touched.forEach((entity, before) -> compare(entity, before, origin, out));
        return out;
    }

    private WorldView.Shown noted(int entry) {
        SequenceCell followed = log.followed(entry);
        if (followed != null) {
            return WorldView.Shown.of(followed);
        }
        byte[] value = log.value(entry);
        return value == null ? WorldView.Shown.NOTHING : view.shown(log.component(entry), Payload.wrap(value));
    }

    private void compare(EntityId entity, Before before, Origin origin, List<Change> out) {
        SectorId was = before.home;
        SectorId home = residents.home(entity);
        if (home == null) {
            if (was != null) {
                out.add(new Change(new Change.About(entity, ChangeKind.DELETED, was, null, null, origin)));
            }
            return;
        }
        PeerId owner = view.owner(entity);
        Change.About about = new Change.About(entity, ChangeKind.SPAWNED, home, owner, null, origin);
        if (was == null) {
            out.add(new Change(about));
        } else if (!was.equals(home)) {
            out.add(new Change(about.as(ChangeKind.MOVED, null)));
        }
        if (was != null && before.ownerKnown && !Objects.equals(before.owner, owner)) {
            out.add(new Change(about.as(ChangeKind.OWNER_CHANGED, null)));
        }
        for (int component : changed(entity, before)) {
            WorldView.Shown shown = before.of(component);
            WorldView.Shown then = shown == null ? WorldView.Shown.NOTHING : shown;
            if (then.followed() == null) {
                value(about, component, then, out);
            } else {
                sequence(about, component, then.followed(), out);
            }
        }
    }

    private void value(Change.About about, int component, WorldView.Shown then, List<Change> out) {
        WorldView.Shown now = view.shown(about.entity(), component);
        value(about, schema.component(component), then.value(), now.value(), out);
        value(about, null, then.unread(), now.unread(), out);
    }

    /** A text or list that is still where it was says what was done to it; of others both values are made. */
    private void sequence(Change.About about, int component, SequenceCell cell, List<Change> out) {
        Resident resident = residents.resident(about.entity());
        ComponentType<?> type = schema.component(component);
        if (type == null || resident == null || resident.cell(component) != cell) {
            value(about, component, view.shown(component, SequenceCell.value(cell.before())), out);
            return;
        }
        SequenceChange change = new SequenceChange(type, cell);
        if (!change.isVoid()) {
            out.add(new Change(about.as(ChangeKind.CHANGED, type), change));
        }
    }

    /** The components that may look different now, by id. */
    private int[] changed(EntityId entity, Before before) {
        if (before.home == null) {
            // What is born was noted with no cell at all.
            return components(entity);
        }
        int[] noted = before.noted();
        return !before.whole
                ? noted
                : IntStream.concat(IntStream.of(noted), IntStream.of(components(entity)))
                        .distinct()
                        .sorted()
                        .toArray();
    }

    private static void value(
            Change.About of,
            @Nullable ComponentType<?> type,
            @Nullable Record was,
            @Nullable Record now,
            List<Change> out) {
        if (!Objects.equals(was, now)) {
            ChangeKind kind = type == null ? ChangeKind.UNREAD : ChangeKind.CHANGED;
            out.add(new Change(of.as(kind, type), was, now));
        }
    }
}

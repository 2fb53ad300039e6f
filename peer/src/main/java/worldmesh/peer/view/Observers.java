package worldmesh.peer.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.event.Origin;
import worldmesh.world.entity.EntityId;

/**
 * Coalesces changes of drawn cells: each changed cell is told once per flush, with the value told last and the value
 * now, so that a model built from notifications alone equals the drawn world. Keeps a reference per cell of the types
 * that somebody listens to, none for others. Confined to the world's thread.
 */
public final class Observers {
    private final Reader reader;
    private final Guard guard;
    private final List<CellObserver> observers = new ArrayList<>();
    private final Map<Class<? extends Record>, Column> columns = new LinkedHashMap<>();
    private final Column noColumn = new Column();
    private final List<Runnable> afterFlush = new ArrayList<>();

    /** Reads drawn values from {@code reader}; runs listeners under {@code guard}. */
    public Observers(Reader reader, Guard guard) {
        this.reader = reader;
        this.guard = guard;
    }

    /** Adds an observer; at the next flush it is told of everything that exists. */
    public void add(CellObserver observer) {
        observers.add(observer);
        Column column = columns.computeIfAbsent(observer.type(), type -> new Column());
        column.newcomers.add(observer);
        reader.each(observer.type(), id -> column.touched.putIfAbsent(id, Origin.REMOTE));
        // What others were told of is drawn, or was until now: the newcomer must not hear of its end alone.
        column.told.keySet().forEach(id -> column.touched.putIfAbsent(id, Origin.REMOTE));
    }

    /** Removes an observer; it hears nothing more, also within a running flush. */
    public void remove(CellObserver observer) {
        observers.remove(observer);
        boolean last = observers.stream().noneMatch(other -> other.type().equals(observer.type()));
        if (last) {
            columns.remove(observer.type());
        }
    }

    /** Notes that a cell may be drawn differently; the latest origin counts, but a rollback is never hidden. */
    public void touch(EntityId entity, Class<? extends Record> type, Origin origin) {
        Column column = columns.getOrDefault(type, noColumn);
        if (column != noColumn) {
            column.touched.merge(entity, origin, (old, now) -> old == Origin.ROLLBACK ? old : now);
        }
    }

    /** Notes that every cell of an entity may be drawn differently. */
    public void touchAll(EntityId entity, Origin origin) {
        for (Class<? extends Record> type : columns.keySet()) {
            touch(entity, type, origin);
        }
    }

    /** Tells what changed since the last flush, by type, then entity. */
    public void flush() {
        for (Map.Entry<Class<? extends Record>, Column> entry : List.copyOf(columns.entrySet())) {
            entry.getValue().flush(entry.getKey());
        }
        List.copyOf(afterFlush).forEach(Runnable::run);
    }

    /** Runs something when everybody was told of all that changed, at each flush. */
    public void afterFlush(Runnable action) {
        afterFlush.add(action);
    }

    /** Runs it no more. */
    public void removeAfterFlush(Runnable action) {
        afterFlush.remove(action);
    }

    private void tell(CellObserver observer, Notice notice) {
        if (observers.contains(observer)) {
            guard.run(
                    observer.name(),
                    () -> observer.listener().changed(notice.entity, notice.old, notice.now, notice.origin));
        }
    }

    /** Reads what is drawn. */
    public interface Reader {
        /** The drawn value, or null. */
        @Nullable Record drawn(EntityId entity, Class<? extends Record> type);

        /** Visits the entities that have the component. */
        void each(Class<? extends Record> type, java.util.function.Consumer<EntityId> visitor);
    }

    private record Notice(
            EntityId entity, @Nullable Record old, @Nullable Record now, Origin origin) {}

    /** What was told of one type, and what may have changed since. */
    private final class Column {
        private final TreeMap<EntityId, Record> told = new TreeMap<>();
        private TreeMap<EntityId, Origin> touched = new TreeMap<>();
        private List<CellObserver> newcomers = new ArrayList<>();

        void flush(Class<? extends Record> type) {
            Map<EntityId, Origin> batch = touched;
            List<CellObserver> fresh = newcomers;
            touched = new TreeMap<>();
            newcomers = new ArrayList<>();
            batch.forEach((entity, origin) -> flushCell(type, entity, origin, fresh));
        }

        private void flushCell(Class<? extends Record> type, EntityId entity, Origin origin, List<CellObserver> fresh) {
            Record old = told.get(entity);
            Record now = reader.drawn(entity, type);
            if (now == null) {
                told.remove(entity);
            } else {
                told.put(entity, now);
            }
            boolean changed = !Objects.equals(old, now);
            for (CellObserver observer : List.copyOf(observers)) {
                // One that was added by a listener in this flush hears of everything in the next.
                if (!observer.type().equals(type) || newcomers.contains(observer)) {
                    continue;
                }
                if (fresh.contains(observer)) {
                    tellNewcomer(observer, entity, now, origin);
                } else if (changed) {
                    tell(observer, new Notice(entity, old, now, origin));
                }
            }
        }

        private void tellNewcomer(CellObserver observer, EntityId entity, @Nullable Record now, Origin origin) {
            if (now != null) {
                tell(observer, new Notice(entity, null, now, origin));
            }
        }
    }
}

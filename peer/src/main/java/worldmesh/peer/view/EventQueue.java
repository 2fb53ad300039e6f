package worldmesh.peer.view;

import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.event.EntityUpdateEvent;
import worldmesh.peer.event.Event;
import worldmesh.world.entity.EntityId;

/**
 * Events of some kinds for a subscriber that takes them at its own pace, such as the socket of a page. Bounded: updates
 * of one cell are coalesced into one, from the value taken last to the value now, at the place of the newest; when the
 * queue is full the oldest state update goes, then the oldest of the other kinds, and is counted. Error notifications
 * are never dropped: they may exceed the capacity, and a subscriber that leaves {@link #ERRORS_MAX} of them has its
 * subscription ended. Confined to the world's thread.
 */
public final class EventQueue implements AutoCloseable {
    /** Error notifications left untaken after which nobody takes them any more. */
    public static final int ERRORS_MAX = 4_096;

    /** What goes first when there is no room; error notifications are not among them. */
    private static final List<Event.Kind> EXPENDABLE = List.of(
            Event.Kind.STATE_UPDATE, Event.Kind.WORLD_EVENT, Event.Kind.PLAYER_ACTION, Event.Kind.SYSTEM_MESSAGE);

    private final int capacity;
    private final Consumer<EventQueue> onClose;
    private final Map<Object, Event> waiting = new LinkedHashMap<>();
    private final Map<Event.Kind, Set<Object>> keys = new EnumMap<>(Event.Kind.class);
    private long serial;
    private long coalesced;
    private long dropped;
    private boolean ended;

    EventQueue(Set<Event.Kind> kinds, int capacity, Consumer<EventQueue> onClose) {
        if (kinds.isEmpty() || capacity < 1) {
            throw new IllegalArgumentException("a queue of events takes at least one kind and one event, got " + kinds
                    + " and " + capacity + "; name the kinds and how many may wait");
        }
        this.capacity = capacity;
        this.onClose = onClose;
        for (Event.Kind kind : Event.Kind.values()) {
            keys.put(kind, new LinkedHashSet<>());
        }
    }

    void offer(Event event) {
        if (ended) {
            return;
        }
        Event next = event;
        Object key = ++serial;
        if (event instanceof EntityUpdateEvent update) {
            key = new Cell(update.entity(), update.type());
            Event earlier = remove(key, Event.Kind.STATE_UPDATE);
            if (earlier != null) {
                coalesced++;
                next = since(((EntityUpdateEvent) earlier).old(), update);
            }
        }
        if (next != null && (waiting.size() < capacity || makeRoom(next.kind()))) {
            waiting.put(key, next);
            of(next.kind()).add(key);
        }
        if (of(Event.Kind.ERROR_NOTIFICATION).size() >= ERRORS_MAX) {
            close();
        }
    }

    /** An update from an older value; null if the cell is back to it. */
    private static @Nullable Event since(@Nullable Record old, EntityUpdateEvent now) {
        return Objects.equals(old, now.now())
                ? null
                : new EntityUpdateEvent(
                        now.entity(), now.type(), old, now.now(), now.sector(), now.origin(), now.worldMillis());
    }

    /** Drops the least of what waits; if that is all worth more than a newcomer of {@code kind}, says no. */
    private boolean makeRoom(Event.Kind kind) {
        dropped++;
        for (Event.Kind least : EXPENDABLE) {
            Iterator<Object> oldest = of(least).iterator();
            if (oldest.hasNext()) {
                remove(oldest.next(), least);
                return true;
            }
            if (least == kind) {
                return false;
            }
        }
        dropped--; // an error notification among errors: nothing is dropped
        return true;
    }

    private @Nullable Event remove(Object key, Event.Kind kind) {
        of(kind).remove(key);
        return waiting.remove(key);
    }

    private Set<Object> of(Event.Kind kind) {
        return Objects.requireNonNull(keys.get(kind));
    }

    /** The oldest event that waits, taken out; null if there is none. */
    public @Nullable Event poll() {
        Iterator<Object> oldest = waiting.keySet().iterator();
        if (!oldest.hasNext()) {
            return null;
        }
        Object key = oldest.next();
        Event event = Objects.requireNonNull(waiting.get(key));
        remove(key, event.kind());
        return event;
    }

    /** How many events wait. */
    public int size() {
        return waiting.size();
    }

    /** Updates that went into a newer one of the same cell. */
    public long coalesced() {
        return coalesced;
    }

    /** Events that went for want of room; after a state update went the subscriber reads the world anew. */
    public long dropped() {
        return dropped;
    }

    /** True if nothing more comes: closed, or given up for too many errors left; what waits can still be taken. */
    public boolean hasEnded() {
        return ended;
    }

    /** Ends the subscription. */
    @Override
    public void close() {
        if (!ended) {
            ended = true;
            onClose.accept(this);
        }
    }

    private record Cell(EntityId entity, Class<? extends Record> type) {}
}

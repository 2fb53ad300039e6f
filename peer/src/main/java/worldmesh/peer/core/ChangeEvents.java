package worldmesh.peer.core;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import worldmesh.peer.event.EntityDeletedEvent;
import worldmesh.peer.event.EntityMovedEvent;
import worldmesh.peer.event.EntitySpawnedEvent;
import worldmesh.peer.event.Event;
import worldmesh.peer.event.Origin;
import worldmesh.peer.event.OwnerChangedEvent;
import worldmesh.world.replica.Change;

/** Turns births, deaths, moves and new owners into events. Bounded: what overflows is told by observers alone. */
final class ChangeEvents {
    /** A world of that many entities may load in one update. */
    private static final int EVENTS_MAX = 100_000;

    private final LongSupplier worldMillis;
    private final List<Event> events = new ArrayList<>();

    ChangeEvents(LongSupplier worldMillis) {
        this.worldMillis = worldMillis;
    }

    static Origin origin(Change change) {
        return switch (change.origin()) {
            case LOCAL -> Origin.LOCAL;
            case REMOTE -> Origin.REMOTE;
            case AUTHORITY -> Origin.AUTHORITY;
        };
    }

    void add(Change change) {
        if (events.size() >= EVENTS_MAX) {
            return;
        }
        Origin origin = origin(change);
        long now = worldMillis.getAsLong();
        switch (change.kind()) {
            case SPAWNED -> events.add(new EntitySpawnedEvent(change.entity(), change.sector(), origin, now));
            case DELETED -> events.add(new EntityDeletedEvent(change.entity(), change.sector(), origin, now));
            case MOVED -> events.add(new EntityMovedEvent(change.entity(), change.sector(), origin, now));
            case OWNER_CHANGED ->
                events.add(new OwnerChangedEvent(change.entity(), change.owner(), change.sector(), origin, now));
            case CHANGED, UNREAD -> {
                // Cells are told by observers.
            }
        }
    }

    void drainTo(Consumer<Event> sink) {
        List<Event> batch = List.copyOf(events);
        events.clear();
        batch.forEach(sink);
    }
}

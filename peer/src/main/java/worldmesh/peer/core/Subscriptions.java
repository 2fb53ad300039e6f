package worldmesh.peer.core;

import java.util.Set;
import java.util.function.Consumer;
import worldmesh.peer.event.EntityUpdateEvent;
import worldmesh.peer.event.Event;
import worldmesh.peer.view.CellObserver;
import worldmesh.peer.view.EventQueue;
import worldmesh.world.component.ComponentType;
import worldmesh.world.sector.SectorId;

/**
 * Who hears the events of a session, and of which sectors this side hears at all; cells are observed for it once
 * somebody hears state updates.
 */
public final class Subscriptions {
    private final SessionScope scope;
    private final InterestDesk interests;
    private final AttentionDesk attention;
    private boolean observed;

    Subscriptions(SessionScope scope, InterestDesk interests, AttentionDesk attention) {
        this.scope = scope;
        this.interests = interests;
        this.attention = attention;
    }

    /** How much this side gives for what it hears. */
    public AttentionDesk attention() {
        return attention;
    }

    /** Which sectors this side hears about. */
    public InterestDesk interests() {
        return interests;
    }

    /** Hears events of one type, or of one of the five kinds. */
    public <E extends Event> void subscribe(Class<E> type, Consumer<? super E> subscriber) {
        scope.bus.subscribe(type, subscriber);
        observe();
    }

    /** Hears events of some of the five kinds. */
    public void subscribe(Set<Event.Kind> kinds, Consumer<? super Event> subscriber) {
        scope.bus.subscribe(kinds, subscriber);
        observe();
    }

    /** Keeps events of some of the five kinds for a subscriber that takes them at its own pace. */
    public EventQueue queue(Set<Event.Kind> kinds, int capacity) {
        EventQueue queue = scope.bus.queue(kinds, capacity);
        observe();
        return queue;
    }

    private void observe() {
        if (!observed && scope.bus.hearsUpdates()) {
            observed = true;
            scope.world.schema().components().forEach(this::tellUpdates);
        }
    }

    private void tellUpdates(ComponentType<?> type) {
        LocalWorld world = scope.world;
        world.observers().add(new CellObserver("event of " + type.name(), type.type(), (entity, old, now, origin) -> {
            SectorId sector = world.sectorOf(entity);
            scope.emit(new EntityUpdateEvent(
                    entity,
                    type.type(),
                    old,
                    now,
                    sector == null ? SectorId.ORIGIN : sector,
                    origin,
                    world.worldMillis()));
        }));
    }
}

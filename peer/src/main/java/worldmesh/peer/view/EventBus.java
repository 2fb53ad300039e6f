package worldmesh.peer.view;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import worldmesh.peer.event.ConnectedEvent;
import worldmesh.peer.event.DisconnectedEvent;
import worldmesh.peer.event.EntityUpdateEvent;
import worldmesh.peer.event.ErrorNotification;
import worldmesh.peer.event.Event;
import worldmesh.peer.event.PlayerAction;

/**
 * Tells events to subscribers in the order they happened. Holds the promise of the lifecycle: connected once and before
 * every player action, disconnected once and last. Confined to the world's thread.
 */
public final class EventBus {
    private static final Set<Event.Kind> ALL = EnumSet.allOf(Event.Kind.class);

    private final Guard guard;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private List<Event> queue = new ArrayList<>();
    private List<Event> early = new ArrayList<>();
    private boolean connected;
    private boolean ended;

    /** Runs subscribers under {@code guard}. */
    public EventBus(Guard guard) {
        this.guard = guard;
    }

    /** Subscribes to the events of one type, which may be one of the five kinds or {@link Event} itself. */
    public <E extends Event> void subscribe(Class<E> type, Consumer<? super E> subscriber) {
        String name = type.getSimpleName() + " subscriber " + subscriptions.size();
        subscriptions.add(new Subscription(type, ALL, event -> subscriber.accept(type.cast(event)), name, subscriber));
    }

    /** Subscribes to the events of some of the five kinds. */
    public void subscribe(Set<Event.Kind> kinds, Consumer<? super Event> subscriber) {
        String name = kinds + " subscriber " + subscriptions.size();
        subscriptions.add(new Subscription(Event.class, Set.copyOf(kinds), subscriber::accept, name, subscriber));
    }

    /** A bounded queue of the events of some of the five kinds, to be taken at the subscriber's pace. */
    public EventQueue queue(Set<Event.Kind> kinds, int capacity) {
        EventQueue queue = new EventQueue(kinds, capacity, this::forget);
        String name = "queue " + subscriptions.size();
        subscriptions.add(new Subscription(Event.class, Set.copyOf(kinds), queue::offer, name, queue));
        return queue;
    }

    private void forget(EventQueue queue) {
        subscriptions.removeIf(subscription -> subscription.owner == queue);
    }

    /** True if somebody hears state updates. */
    public boolean hearsUpdates() {
        return subscriptions.stream()
                .anyMatch(s ->
                        s.type.isAssignableFrom(EntityUpdateEvent.class) && s.kinds.contains(Event.Kind.STATE_UPDATE));
    }

    /** Takes an event; it is told at the next flush. */
    public void emit(Event event) {
        if (ended || (connected && event instanceof ConnectedEvent)) {
            return;
        }
        if (event instanceof ConnectedEvent) {
            connected = true;
            queue.add(event);
            queue.addAll(early);
            early = new ArrayList<>();
            return;
        }
        ended = event instanceof DisconnectedEvent;
        if (!connected && event instanceof PlayerAction && !ended) {
            early.add(event);
            return;
        }
        queue.add(event);
    }

    /** True once the end of the session was emitted. */
    public boolean ended() {
        return ended;
    }

    /** Tells what was emitted; events emitted meanwhile wait for the next flush, errors about subscribers do not. */
    public void flush() {
        List<Event> batch = queue;
        queue = new ArrayList<>();
        for (Event event : batch) {
            tell(event);
        }
        List<Event> errors =
                queue.stream().filter(ErrorNotification.class::isInstance).toList();
        queue.removeAll(errors);
        errors.forEach(this::tell);
    }

    private void tell(Event event) {
        for (Subscription subscription : List.copyOf(subscriptions)) {
            if (subscription.type.isInstance(event) && subscription.kinds.contains(event.kind())) {
                guard.run(subscription.name, () -> subscription.subscriber.accept(event));
            }
        }
    }

    private record Subscription(
            Class<? extends Event> type,
            Set<Event.Kind> kinds,
            Consumer<Event> subscriber,
            String name,
            Object owner) {}
}

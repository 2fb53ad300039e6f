package worldmesh.peer.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import worldmesh.peer.event.ConnectedEvent;
import worldmesh.peer.event.EntityDeletedEvent;
import worldmesh.peer.event.EntityUpdateEvent;
import worldmesh.peer.event.Event;
import worldmesh.peer.event.NoticeEvent;
import worldmesh.peer.event.ObserverFailedEvent;
import worldmesh.peer.event.Origin;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

class EventQueueTest {
    private static final EntityId TREE = new EntityId(1, 1);
    private static final EntityId ROCK = new EntityId(1, 2);

    private record Size(int metres) {}

    private final List<String> failures = new ArrayList<>();
    private final EventBus bus = new EventBus(new Guard((name, problem) -> failures.add(name)));

    private static Event update(EntityId entity, @Nullable Size old, @Nullable Size now) {
        return new EntityUpdateEvent(entity, Size.class, old, now, SectorId.ORIGIN, Origin.REMOTE, 1);
    }

    private static Event update(EntityId entity, int old, int now) {
        return update(entity, new Size(old), new Size(now));
    }

    private static Event error(int number) {
        return new ObserverFailedEvent("observer " + number, "no graphics", Origin.LOCAL, 1);
    }

    private static Event notice(int number) {
        return new NoticeEvent("maintenance in " + number + " min", Origin.AUTHORITY, 1);
    }

    private static Event gone(EntityId entity) {
        return new EntityDeletedEvent(entity, SectorId.ORIGIN, Origin.REMOTE, 1);
    }

    private EventQueue queue(int capacity) {
        return bus.queue(EnumSet.allOf(Event.Kind.class), capacity);
    }

    private void tell(Event... events) {
        List.of(events).forEach(bus::emit);
        bus.flush();
    }

    private static List<Event> drain(EventQueue queue) {
        List<Event> taken = new ArrayList<>();
        for (Event event = queue.poll(); event != null; event = queue.poll()) {
            taken.add(event);
        }
        return taken;
    }

    @Test
    void eventsAreTakenOnceInTheOrderTheyHappened() {
        EventQueue queue = queue(10);

        tell(update(TREE, 1, 2), notice(10), gone(ROCK), error(1));

        assertEquals(List.of(update(TREE, 1, 2), notice(10), gone(ROCK), error(1)), drain(queue));
        assertNull(queue.poll());
    }

    @Test
    void updatesOfOneCellBecomeOneFromTheValueTakenLastToTheValueNow() {
        EventQueue queue = queue(10);

        tell(update(TREE, 1, 2), notice(10), update(ROCK, 5, 6), update(TREE, 2, 3));

        assertEquals(List.of(notice(10), update(ROCK, 5, 6), update(TREE, 1, 3)), drain(queue));
        assertEquals(1, queue.coalesced());
        tell(update(TREE, 3, 4));
        assertEquals(List.of(update(TREE, 3, 4)), drain(queue));
    }

    @Test
    void aCellThatIsBackToWhatWasTakenIsNotTold() {
        EventQueue queue = queue(10);

        tell(update(TREE, null, new Size(1)), update(TREE, new Size(1), null));

        assertEquals(0, queue.size());
    }

    @Test
    void aSubscriberThatTakesNothingHoldsNoMoreThanItsCapacityAndStateGoesFirst() {
        EventQueue queue = queue(4);

        tell(notice(1), gone(TREE), update(TREE, 1, 2), update(ROCK, 1, 2), notice(2));

        assertEquals(List.of(notice(1), gone(TREE), update(ROCK, 1, 2), notice(2)), drain(queue));
        assertEquals(1, queue.dropped());
    }

    @Test
    void systemMessagesGoLastAndStateNeverDisplacesThem() {
        EventQueue queue = queue(2);

        tell(gone(TREE), notice(1), notice(2), update(TREE, 1, 2), gone(ROCK));

        assertEquals(List.of(notice(1), notice(2)), drain(queue));
        assertEquals(3, queue.dropped());
    }

    @Test
    void errorsAreNeverDropped() {
        EventQueue queue = queue(3);

        tell(error(1), notice(1), error(2), error(3), error(4), notice(2), update(TREE, 1, 2), error(5));

        assertEquals(List.of(error(1), error(2), error(3), error(4), error(5)), drain(queue));
        assertEquals(3, queue.dropped());
        assertFalse(queue.hasEnded());
    }

    @Test
    void aSubscriberThatLeavesTooManyErrorsIsGivenUpWithAllOfThemStillThere() {
        EventQueue queue = queue(3);
        for (int i = 0; i < EventQueue.ERRORS_MAX + 10; i++) {
            tell(error(i));
        }

        assertTrue(queue.hasEnded());
        assertEquals(EventQueue.ERRORS_MAX, drain(queue).size());
        assertFalse(bus.hearsUpdates());
    }

    @Test
    void aQueueTakesOnlyItsKindsAndNothingOnceItIsClosed() {
        EventQueue queue = bus.queue(EnumSet.of(Event.Kind.SYSTEM_MESSAGE), 10);

        tell(update(TREE, 1, 2), notice(1), error(1));
        queue.close();
        tell(notice(2));

        assertEquals(List.of(notice(1)), drain(queue));
    }

    @Test
    void subscribersHearTheKindsTheyAskedForOnceEach() {
        List<Event> heard = new ArrayList<>();
        bus.subscribe(EnumSet.of(Event.Kind.SYSTEM_MESSAGE, Event.Kind.ERROR_NOTIFICATION), heard::add);

        Event connected = new ConnectedEvent("island", Origin.LOCAL, 1);
        tell(connected, update(TREE, 1, 2), gone(TREE), notice(1), error(1));

        assertEquals(List.of(connected, notice(1), error(1)), heard);
        assertFalse(bus.hearsUpdates());
        bus.subscribe(EnumSet.of(Event.Kind.STATE_UPDATE), heard::add);
        assertTrue(bus.hearsUpdates());
        assertEquals(List.of(), failures);
    }

    @Test
    void aQueueOfNothingIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> bus.queue(Set.of(), 10));
        assertThrows(IllegalArgumentException.class, () -> queue(0));
    }
}

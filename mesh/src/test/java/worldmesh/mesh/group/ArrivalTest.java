package worldmesh.mesh.group;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jgroups.View;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.identity.PeerId;

/** When a newcomer begins to look for the party. */
class ArrivalTest {
    private final PartyState state = new PartyState(peer(0), 32);
    private final Said deeds = new Said();
    private final Arrival arrival = new Arrival(state, deeds, () -> deeds.done.add("enter"));

    /** Notes what is said, on a clock that moves when told to. */
    private static final class Said implements ViewNotices.Deeds {
        private final List<String> done = new ArrayList<>();
        private final PriorityQueue<Task> tasks = new PriorityQueue<>();
        private long now;

        private record Task(long atNanos, Runnable body) implements Comparable<Task> {
            @Override
            public int compareTo(Task other) {
                return Long.compare(atNanos, other.atNanos);
            }
        }

        void advance(long nanos) {
            long end = now + nanos;
            while (!tasks.isEmpty() && tasks.element().atNanos <= end) {
                Task task = tasks.remove();
                now = task.atNanos;
                task.body.run();
            }
            now = end;
        }

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public void later(long atNanos, Runnable task) {
            tasks.add(new Task(atNanos, task));
        }

        @Override
        public void send(PeerId to, GroupFrame.Kind kind, byte[] body) {
            done.add("ask " + to.bytes()[0]);
        }

        @Override
        public void suspect(PeerId member) {
            throw new AssertionError("a newcomer suspects nobody");
        }

        @Override
        public void begunAnew(PeerId member) {
            throw new AssertionError("a newcomer knows nobody");
        }

        @Override
        public void merge(List<View> views) {
            throw new AssertionError("a newcomer leads nobody");
        }

        @Override
        public void fenced() {
            throw new AssertionError("a newcomer is in nothing that it could be put out of");
        }
    }

    private static PeerId peer(int number) {
        byte[] id = new byte[PeerId.BYTES];
        id[0] = (byte) number;
        return PeerId.ofBytes(id);
    }

    private void hear(int number) {
        state.admitted.add(peer(number));
        state.linked.add(peer(number));
        arrival.onHeard();
    }

    @Test
    void whoHearsNobodyBeginsAloneSoon() {
        arrival.begin();

        deeds.advance(Arrival.ALONE_NANOS - 1);
        List<String> before = List.copyOf(deeds.done);
        deeds.advance(1);

        assertEquals(List.of(), before);
        assertEquals(List.of("enter"), deeds.done);
    }

    @Test
    void aMemberThatIsHeardIsWaitedForUntilItTellsOfItsView() {
        arrival.begin();
        hear(1);
        deeds.advance(Arrival.ALONE_NANOS);
        boolean early = deeds.done.contains("enter");

        arrival.onView();

        assertEquals(false, early);
        assertEquals(List.of("ask 1", "ask 1", "ask 1", "ask 1", "ask 1", "enter"), deeds.done);
    }

    @Test
    void whoIsLinkedAndNotLetInYetIsWaitedForToo() {
        arrival.begin();
        state.linked.add(peer(1));

        deeds.advance(Arrival.PATIENCE_NANOS - 1);
        List<String> before = List.copyOf(deeds.done);
        hear(1);
        arrival.onView();

        assertEquals(List.of(), before);
        assertEquals(List.of("ask 1", "enter"), deeds.done);
    }

    @Test
    void otherNewcomersDoNotEndTheWaitForAMember() {
        arrival.begin();
        hear(1);
        hear(2);

        arrival.onNewcomer(peer(2));

        assertEquals(List.of("ask 1", "ask 2"), deeds.done);
    }

    @Test
    void newcomersAmongThemselvesBeginAtOnce() {
        arrival.begin();
        hear(1);
        hear(2);

        arrival.onNewcomer(peer(2));
        arrival.onNewcomer(peer(1));

        assertEquals(List.of("ask 1", "ask 2", "enter"), deeds.done);
    }

    @Test
    void whoIsSilentHoldsNobodyUpForLong() {
        arrival.begin();
        hear(1);

        deeds.advance(Arrival.PATIENCE_NANOS);

        assertEquals("enter", deeds.done.get(deeds.done.size() - 1));
    }

    @Test
    void nobodyBeginsTwice() {
        arrival.begin();
        hear(1);

        arrival.onView();
        arrival.onView();
        deeds.advance(2 * Arrival.PATIENCE_NANOS);

        assertEquals(List.of("ask 1", "enter"), deeds.done);
    }

    @Test
    void whoLeftMeanwhileDoesNotBegin() {
        arrival.begin();
        hear(1);

        arrival.stop();
        arrival.onView();
        deeds.advance(2 * Arrival.PATIENCE_NANOS);

        assertEquals(List.of("ask 1"), deeds.done);
    }
}

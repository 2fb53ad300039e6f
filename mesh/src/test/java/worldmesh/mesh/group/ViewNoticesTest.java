package worldmesh.mesh.group;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.Stream;
import org.jgroups.Address;
import org.jgroups.View;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.identity.PeerId;

/** What a member does about what others say of their views. */
class ViewNoticesTest {
    private static final long MILLI = 1_000_000;

    private final PartyState state = new PartyState(peer(1), 32);
    private final Said deeds = new Said();
    private final ViewHistory history = new ViewHistory();
    private final ViewNotices notices = new ViewNotices(state, history, deeds);

    /** Notes what is done, on a clock that moves when told to. */
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
            done.add("tell " + to.bytes()[0]);
        }

        @Override
        public void suspect(PeerId member) {
            done.add("suspect " + member.bytes()[0]);
        }

        @Override
        public void begunAnew(PeerId member) {
            done.add("anew " + member.bytes()[0]);
        }

        @Override
        public void merge(List<View> views) {
            done.add("merge " + views.size());
        }

        @Override
        public void fenced() {
            done.add("fenced");
        }
    }

    private static PeerId peer(int number) {
        byte[] id = new byte[PeerId.BYTES];
        id[0] = (byte) number;
        return PeerId.ofBytes(id);
    }

    private static GroupAddress address(int number, long stay) {
        return new GroupAddress(peer(number), stay);
    }

    private static View view(long id, GroupAddress... members) {
        return View.create(members[0], id, (Address[]) members);
    }

    /** This is peer 1 in its first stay, in that view, and hears these. */
    private void memberOf(View view, int... heard) {
        state.address = address(1, 1);
        for (int number : heard) {
            hear(number);
        }
        state.install(view);
        notices.installed();
        deeds.done.clear();
    }

    private void hear(int number) {
        state.admitted.add(peer(number));
        state.linked.add(peer(number));
    }

    @Test
    void sidesThatMeetByAndByAreLedTogetherOnce() {
        memberOf(view(0, address(1, 1)), 2, 3, 4, 5);

        for (int number = 2; number <= 5; number++) {
            notices.on(peer(number), view(0, address(number, 1)));
            deeds.advance(90 * MILLI);
        }
        deeds.advance(ViewNotices.GATHER_MAX_NANOS);

        assertEquals(List.of("tell 2", "tell 3", "tell 4", "tell 5", "merge 5"), deeds.done);
    }

    @Test
    void nobodyWaitsLongForASideThatSaysNothing() {
        memberOf(view(0, address(1, 1)), 2, 3);

        notices.on(peer(2), view(0, address(2, 1)));
        deeds.advance(ViewNotices.GATHER_MAX_NANOS + ViewNotices.GATHER_NANOS);

        assertEquals(List.of("tell 2", "merge 2"), deeds.done);
    }

    @Test
    void twoWholeSidesAreLedTogetherAtOnce() {
        memberOf(view(4, address(1, 1), address(2, 1)), 2, 3, 4);

        notices.on(peer(3), view(5, address(3, 1), address(4, 1)));
        deeds.advance(ViewNotices.GATHER_NANOS);

        assertEquals(List.of("tell 3", "merge 2"), deeds.done);
    }

    /** So it was before this one lost the others. */
    private void hadBeenTogether(View... views) {
        for (View view : views) {
            history.add(GroupAddress.view(view));
        }
    }

    @Test
    void sidesThatAreAllOfTheFormerViewAreLedTogetherWithoutWaitingForMore() {
        View alone = view(6, address(1, 1));
        hadBeenTogether(view(4, address(2, 1), address(1, 1), address(3, 1)), alone);
        memberOf(alone, 2, 3);

        notices.on(peer(2), view(5, address(2, 1), address(3, 1)));

        assertEquals(List.of("tell 2", "merge 2"), deeds.done);
    }

    @Test
    void whileOneOfTheFormerViewIsOnNoSideOthersAreWaitedFor() {
        View alone = view(6, address(1, 1));
        hadBeenTogether(view(4, address(2, 1), address(1, 1), address(3, 1)), alone);
        memberOf(alone, 2);

        notices.on(peer(2), view(5, address(2, 1)));

        assertEquals(List.of("tell 2"), deeds.done);
    }

    @Test
    void newcomersThatMeetForTheFirstTimeWaitForMore() {
        View alone = view(0, address(1, 1));
        hadBeenTogether(alone);
        memberOf(alone, 2);

        notices.on(peer(2), view(0, address(2, 1)));

        assertEquals(List.of("tell 2"), deeds.done);
    }

    @Test
    void aSideIsAnsweredOnlyWhenItIsNews() {
        memberOf(view(0, address(1, 1)), 2);
        View other = view(0, address(2, 1));

        notices.on(peer(2), other);
        notices.on(peer(2), other);

        assertEquals(List.of("tell 2"), deeds.done);
    }

    @Test
    void aCoordinatorThatBeganAnewInTheViewOfAnotherOneIsNoMemberAnyMore() {
        memberOf(view(4, address(2, 1), address(1, 1), address(3, 1)), 2, 3);

        notices.on(peer(2), view(6, address(3, 1), address(2, 2)));

        assertEquals(List.of("anew 2"), deeds.done);
    }

    @Test
    void aCoordinatorThatBeganAnewIsNoMemberEvenIfItsViewHasThisOne() {
        memberOf(view(4, address(2, 1), address(3, 1), address(1, 1)), 2, 3);

        notices.on(peer(2), view(6, address(3, 1), address(1, 1), address(2, 2)));

        assertEquals(List.of("anew 2"), deeds.done);
    }

    @Test
    void whoeverStoodStillWhileItsCoordinatorBeganAnewBeginsAnewToo() {
        memberOf(view(4, address(2, 1), address(1, 1), address(3, 1)), 2, 3);
        View without = view(6, address(3, 1), address(2, 2));

        notices.on(peer(2), without);
        state.gone.add(peer(2));
        notices.on(peer(3), without);

        assertEquals(List.of("anew 2", "fenced"), deeds.done);
    }

    @Test
    void aMemberThatFollowsANewerViewUnderSomebodyElseIsLetGoWhenItSaysSoTwice() {
        memberOf(view(4, address(2, 1), address(1, 1), address(3, 1)), 2, 3);
        View without = view(6, address(7, 1), address(3, 1));

        notices.on(peer(3), without);
        List<String> once = List.copyOf(deeds.done);
        notices.on(peer(3), without);

        assertEquals(List.of(), once);
        assertEquals(List.of("suspect 3"), deeds.done);
    }

    @Test
    void aMemberThatHasNotHeardOfThisOneYetStays() {
        memberOf(view(4, address(2, 1), address(3, 1), address(1, 1)), 2, 3);
        View before = view(3, address(2, 1), address(3, 1));

        notices.on(peer(3), before);
        notices.on(peer(3), before);

        assertEquals(List.of(), deeds.done);
    }

    @Test
    void whatASideSaidBeforeItTookTheMergeDoesNotCostItItsPlace() {
        View before = view(5, address(3, 1));
        memberOf(view(6, address(1, 1), address(2, 1), address(3, 1)), 2, 3);

        notices.on(peer(3), before);
        List<String> early = List.copyOf(deeds.done);
        deeds.advance(ViewNotices.OVERTAKEN_NANOS);
        notices.on(peer(3), before);

        assertEquals(List.of(), early);
        assertEquals(List.of("suspect 3"), deeds.done);
    }

    @Test
    void whatIsSaidOfAViewWithoutTheOneWhoSaysItCountsNothing() {
        memberOf(view(4, address(2, 1), address(3, 1), address(1, 1)), 2, 3);
        View ofOthers = view(6, address(2, 1), address(7, 1));

        Stream.of(1, 2, 3).forEach(time -> notices.on(peer(3), ofOthers));

        assertEquals(List.of(), deeds.done);
    }

    @Test
    void aMemberWhoseLinkCameUpIsToldOfTheViewForAWhile() {
        memberOf(view(4, address(2, 1), address(3, 1), address(1, 1)), 2, 3);

        notices.onLinkUp(peer(3));
        for (int second = 0; second < 10; second++) {
            notices.tellAgain();
        }

        assertEquals(List.of("tell 3", "tell 3", "tell 3", "tell 3"), deeds.done);
    }
}

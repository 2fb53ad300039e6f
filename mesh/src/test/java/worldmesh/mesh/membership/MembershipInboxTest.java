package worldmesh.mesh.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.membership.MembershipEvent.Excluded;
import worldmesh.mesh.membership.MembershipEvent.Suspected;
import worldmesh.mesh.membership.MembershipEvent.ViewInstalled;
import worldmesh.runtime.identity.PeerId;

class MembershipInboxTest {
    private static final PeerId A = SeniorityOrderTest.peer(1);

    private final MembershipInbox inbox = new MembershipInbox();

    private static ViewInstalled view(long id) {
        return new ViewInstalled(new View(id, A, List.of(A)), List.of());
    }

    @Test
    void handsOutEventsInTheirOrderAndKnowsTheViewTakenLast() {
        inbox.add(view(1));
        inbox.add(new Suspected(A));
        inbox.add(new Excluded(Exclusion.FENCED));
        assertNull(inbox.view());

        assertEquals(view(1), inbox.poll());
        assertEquals(view(1).view(), inbox.view());

        List<MembershipEvent> rest = new ArrayList<>();
        assertEquals(2, inbox.drain(rest::add, 10));
        assertEquals(List.of(new Suspected(A), new Excluded(Exclusion.FENCED)), rest);
        assertNull(inbox.view());
    }

    @Test
    void aFullInboxGivesUpSuspicionsBeforeViewsAndNeverTheLastView() {
        inbox.add(new Excluded(Exclusion.FENCED));
        inbox.add(new Suspected(A));
        for (int id = 0; id < 2 * MembershipInbox.MAX_EVENTS; id++) {
            inbox.add(view(id));
        }

        List<MembershipEvent> all = new ArrayList<>();
        inbox.drain(all::add, 10_000);

        assertEquals(MembershipInbox.MAX_EVENTS, all.size());
        assertEquals(new Excluded(Exclusion.FENCED), all.get(0));
        assertEquals(view(2 * MembershipInbox.MAX_EVENTS - 1), all.get(all.size() - 1));
        assertTrue(inbox.dropped() > 0);
    }
}

package worldmesh.runtime.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundedInboxTest {
    @Test
    void handsMessagesOutInTheOrderTheyCame() {
        var inbox = new BoundedInbox<Integer>(8);
        for (int i = 0; i < 5; i++) {
            inbox.offer(i);
        }
        var seen = new ArrayList<Integer>();

        int taken = inbox.drain(seen::add, 3);

        assertEquals(3, taken);
        assertEquals(List.of(0, 1, 2), seen);
        assertEquals(2, inbox.size());
    }

    @Test
    void refusesAndCountsWhenFull() {
        var inbox = new BoundedInbox<String>(2);

        assertTrue(inbox.offer("a"));
        assertTrue(inbox.offer("b"));
        assertFalse(inbox.offer("c"));

        assertEquals(1, inbox.refused());
        assertEquals(2, inbox.capacity());
    }

    @Test
    void isEmptyAfterClear() {
        var inbox = new BoundedInbox<String>(2);
        inbox.offer("a");

        inbox.clear();

        assertTrue(inbox.isEmpty());
        assertThrows(IllegalArgumentException.class, () -> new BoundedInbox<String>(0));
    }

    @Test
    void losesNothingWithSeveralSenders() throws InterruptedException {
        var inbox = new BoundedInbox<Integer>(4_096);
        var senders = new ArrayList<Thread>();
        for (int s = 0; s < 3; s++) {
            var sender = new Thread(() -> {
                for (int i = 0; i < 1_000; i++) {
                    inbox.offer(i);
                }
            });
            senders.add(sender);
            sender.start();
        }
        for (Thread sender : senders) {
            sender.join();
        }
        var seen = new ArrayList<Integer>();

        inbox.drain(seen::add, 10_000);

        assertEquals(3_000, seen.size());
        assertEquals(0, inbox.refused());
    }
}

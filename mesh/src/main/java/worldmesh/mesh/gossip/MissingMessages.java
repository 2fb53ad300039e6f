package worldmesh.mesh.gossip;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.gossip.wire.StreamId;

/** Messages that were announced and did not come yet. Confined to its owner. */
final class MissingMessages {
    /** Beyond, announcements of what is not known are not noted: whoever makes them up gains nothing. */
    static final int MAX = 4_096;

    /** How often a message is asked for, by turns of those who announced it. */
    static final int MAX_TRIES = 8;

    private final long waitNanos;

    /** The first is always the next that is due: who is asked for again goes to the end. */
    private final Map<Name, Waiting> waiting = new LinkedHashMap<>();

    /** One message. */
    record Name(StreamId stream, long number) {}

    /** Who has it, who was asked, and when somebody else is. */
    static final class Waiting {
        int announcers;

        /** Who would have brought it first, and when. */
        int firstSlot = Stream.NOBODY;

        long couldNanos = Long.MAX_VALUE;
        int asked;
        int tries;
        long dueNanos;
    }

    MissingMessages(long waitNanos) {
        this.waitNanos = waitNanos;
    }

    /** Notes an announcement of who could have sent it at a time; false if there is no room. */
    boolean announced(Name name, int slot, long couldNanos, long nowNanos) {
        Waiting known = waiting.get(name);
        if (known == null) {
            if (waiting.size() >= MAX) {
                return false;
            }
            known = new Waiting();
            known.dueNanos = nowNanos + waitNanos;
            waiting.put(name, known);
        }
        known.announcers |= 1 << slot;
        if (couldNanos < known.couldNanos) {
            known.couldNanos = couldNanos;
            known.firstSlot = slot;
        }
        return true;
    }

    /** It came: what is known of who has it, null if nothing. */
    @Nullable Waiting arrived(StreamId stream, long number) {
        return waiting.isEmpty() ? null : waiting.remove(new Name(stream, number));
    }

    /** This slot is nobody's any more. */
    void forget(int slot) {
        waiting.values().removeIf(each -> {
            each.announcers &= ~(1 << slot);
            each.asked &= ~(1 << slot);
            if (each.firstSlot == slot) {
                each.firstSlot = Stream.NOBODY;
            }
            return each.announcers == 0;
        });
    }

    long nextNanos() {
        return waiting.isEmpty() ? Long.MAX_VALUE : waiting.values().iterator().next().dueNanos;
    }

    /** Asks for all that is due: the slot to ask is offered with the name; what nobody can give is given up. */
    void due(long nowNanos, BiPredicate<Integer, Name> ask) {
        Map<Name, Waiting> again = new LinkedHashMap<>();
        for (Iterator<Map.Entry<Name, Waiting>> all = waiting.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Name, Waiting> next = all.next();
            Waiting each = next.getValue();
            if (each.dueNanos > nowNanos) {
                break;
            }
            all.remove();
            int left = each.announcers & ~each.asked;
            boolean first = each.firstSlot != Stream.NOBODY && (left & 1 << each.firstSlot) != 0;
            int slot = first ? each.firstSlot : Integer.numberOfTrailingZeros(left == 0 ? each.announcers : left);
            if (++each.tries <= MAX_TRIES && ask.test(slot, next.getKey())) {
                each.asked = left == 0 ? 1 << slot : each.asked | 1 << slot;
                each.dueNanos = nowNanos + waitNanos;
                again.put(next.getKey(), each);
            }
        }
        waiting.putAll(again);
    }
}

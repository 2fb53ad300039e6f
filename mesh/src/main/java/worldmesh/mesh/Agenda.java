package worldmesh.mesh;

import java.util.ArrayList;
import java.util.List;

/**
 * When each of many links is due next: a binary heap by deadline, so that a datagram costs what its own link costs and
 * not what all of them do. Whoever changes one touches its entry; its deadline is asked for once more when somebody
 * wants to know the earliest. Confined to the owner.
 */
final class Agenda<T extends Agenda.Timed> {
    private final List<Entry<T>> heap = new ArrayList<>();
    private final List<Entry<T>> touched = new ArrayList<>();

    /** Has something to do at times. */
    interface Timed {
        /** When it is due, as of {@code now}; {@link Long#MAX_VALUE} if never. */
        long deadline(long now);
    }

    /** What is timed and its place in the agenda. */
    static class Entry<T extends Timed> {
        final T item;

        private long due = Long.MAX_VALUE;
        private int at = -1;
        private boolean isTouched;

        Entry(T item) {
            this.item = item;
        }
    }

    void add(Entry<T> entry) {
        entry.at = heap.size();
        heap.add(entry);
        touch(entry);
    }

    void remove(Entry<T> entry) {
        int hole = entry.at;
        if (hole < 0) {
            return;
        }
        entry.at = -1;
        Entry<T> last = heap.remove(heap.size() - 1);
        if (last != entry) {
            place(last, hole);
            settle(last);
        }
    }

    /** The item changed, or is about to: its deadline may be another from now on. */
    void touch(Entry<T> entry) {
        if (!entry.isTouched) {
            entry.isTouched = true;
            touched.add(entry);
        }
    }

    /** When the first item is due; {@link Long#MAX_VALUE} if none ever is. */
    long earliest(long now) {
        refresh(now);
        return heap.isEmpty() ? Long.MAX_VALUE : heap.get(0).due;
    }

    /** Adds to {@code items} those that are due, and touches them. */
    void takeDue(long now, List<T> items) {
        refresh(now);
        takeDue(0, now, items);
    }

    private void takeDue(int at, long now, List<T> items) {
        if (at < heap.size() && heap.get(at).due <= now) {
            items.add(heap.get(at).item);
            touch(heap.get(at));
            takeDue(2 * at + 1, now, items);
            takeDue(2 * at + 2, now, items);
        }
    }

    private void refresh(long now) {
        for (int i = 0; i < touched.size(); i++) {
            Entry<T> entry = touched.get(i);
            entry.isTouched = false;
            if (entry.at >= 0) {
                entry.due = entry.item.deadline(now);
                settle(entry);
            }
        }
        touched.clear();
    }

    /** Moves an entry up or down to where its deadline belongs. */
    private void settle(Entry<T> entry) {
        int at = entry.at;
        while (at > 0 && heap.get((at - 1) / 2).due > entry.due) {
            place(heap.get((at - 1) / 2), at);
            at = (at - 1) / 2;
        }
        for (int child = earlierChild(at); child > 0 && heap.get(child).due < entry.due; child = earlierChild(at)) {
            place(heap.get(child), at);
            at = child;
        }
        place(entry, at);
    }

    private int earlierChild(int at) {
        int left = 2 * at + 1;
        if (left >= heap.size()) {
            return 0;
        }
        return left + 1 < heap.size() && heap.get(left + 1).due < heap.get(left).due ? left + 1 : left;
    }

    private void place(Entry<T> entry, int at) {
        heap.set(at, entry);
        entry.at = at;
    }
}

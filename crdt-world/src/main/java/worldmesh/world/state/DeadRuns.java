package worldmesh.world.state;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import worldmesh.world.entity.EntityId;

/**
 * The dead as runs of serial numbers, for each creator and class of trust apart: a creator's entities that all died
 * take no more room than one. A set of ids, exactly; it only grows. Not thread-safe.
 */
final class DeadRuns {
    static final int TRUSTS = 4;
    private static final int TRUST_BITS = 2;

    private final Authors authors;
    private @Nullable List[] lists = new List[0];
    private long size;
    private int runs;

    /** The runs of one creator and trust, apart from one another, ascending. */
    static final class List {
        private long[] firsts = new long[2];
        private long[] lasts = new long[2];
        private int count;
        /** Rises with every change. */
        private int version;

        int count() {
            return count;
        }

        long first(int run) {
            return firsts[run];
        }

        long last(int run) {
            return lasts[run];
        }

        int version() {
            return version;
        }

        /** The run that begins at or before a serial number, -1 if none does. */
        private int before(long serial) {
            int at = Arrays.binarySearch(firsts, 0, count, serial);
            return at >= 0 ? at : -at - 2;
        }

        boolean contains(long serial) {
            int at = before(serial);
            return at >= 0 && lasts[at] >= serial;
        }

        /** Adds a run; answers how many serial numbers are new. */
        long add(long first, long last) {
            int from = before(first);
            from = from >= 0 && lasts[from] >= first - 1 ? from : from + 1;
            int end = from;
            long held = 0;
            while (end < count && firsts[end] <= last + 1) {
                held += overlap(firsts[end], lasts[end], first, last);
                end++;
            }
            long fresh = last - first + 1 - held;
            if (fresh > 0) {
                version++;
                long low = end > from ? Math.min(first, firsts[from]) : first;
                long high = end > from ? Math.max(last, lasts[end - 1]) : last;
                replace(from, end, low, high);
            }
            return fresh;
        }

        private static long overlap(long first, long last, long from, long to) {
            return Math.max(0, Math.min(last, to) - Math.max(first, from) + 1);
        }

        private void replace(int from, int end, long first, long last) {
            int more = 1 - (end - from);
            if (count + more > firsts.length) {
                firsts = Arrays.copyOf(firsts, 2 * firsts.length);
                lasts = Arrays.copyOf(lasts, 2 * lasts.length);
            }
            System.arraycopy(firsts, end, firsts, end + more, count - end);
            System.arraycopy(lasts, end, lasts, end + more, count - end);
            firsts[from] = first;
            lasts[from] = last;
            count += more;
        }
    }

    /** Takes the runs of one creator and trust. */
    interface Visitor {
        /** One list. */
        void runs(int creator, int trust, List list);
    }

    /** The dead among the creators that these authors number. */
    DeadRuns(Authors authors) {
        this.authors = authors;
    }

    Authors authors() {
        return authors;
    }

    private static int place(int creator, long counter) {
        return TRUSTS * creator + (int) (counter & (TRUSTS - 1));
    }

    boolean contains(long replica, long counter) {
        int creator = size == 0 ? -1 : authors.find(replica);
        int at = creator < 0 ? lists.length : place(creator, counter);
        List list = at < lists.length ? lists[at] : null;
        return list != null && list.contains(counter >>> TRUST_BITS);
    }

    /** Takes the ends of a run. */
    interface Ends {
        /** The run, both inclusive. */
        void run(long first, long last);
    }

    /** Visits the run that an entity is in, if it is dead. */
    void run(long replica, long counter, Ends visitor) {
        if (contains(replica, counter)) {
            List list = lists[place(authors.find(replica), counter)];
            int at = list == null ? -1 : list.before(counter >>> TRUST_BITS);
            if (list != null && at >= 0) {
                visitor.run(list.firsts[at], list.lasts[at]);
            }
        }
    }

    /** Adds one; false if it was dead before. */
    boolean add(int creator, long counter) {
        long serial = counter >>> TRUST_BITS;
        return add(creator, (int) (counter & (TRUSTS - 1)), serial, serial);
    }

    /** Adds a run; false if all of it was dead before. */
    boolean add(int creator, int trust, long first, long last) {
        int at = TRUSTS * creator + trust;
        if (at >= lists.length) {
            lists = Arrays.copyOf(lists, Math.max(TRUSTS * (creator + 1), 2 * lists.length));
        }
        List list = lists[at];
        if (list == null) {
            list = new List();
            lists[at] = list;
        }
        runs -= list.count;
        long fresh = list.add(first, last);
        runs += list.count;
        size += fresh;
        return fresh > 0;
    }

    /** Adds all that others, of other numbers, hold. */
    void addAll(DeadRuns others) {
        others.each((creator, trust, list) -> {
            int own = authors.of(others.authors.id(creator));
            for (int run = 0; run < list.count; run++) {
                add(own, trust, list.firsts[run], list.lasts[run]);
            }
        });
    }

    /** How many ids. */
    long size() {
        return size;
    }

    /** How many runs. */
    int runs() {
        return runs;
    }

    /** Visits the lists that are not empty by unsigned replica id and trust. */
    void each(Visitor visitor) {
        int[] order = order();
        for (int creator : order) {
            for (int trust = 0; trust < TRUSTS; trust++) {
                List list = lists[TRUSTS * creator + trust];
                if (list != null) {
                    visitor.runs(creator, trust, list);
                }
            }
        }
    }

    /** Visits, up to so many, ids at which the runs of the two begin or end otherwise. */
    void eachDifferent(DeadRuns other, int most, Consumer<EntityId> visitor) {
        int[] left = {most};
        ids(this, other, left, visitor);
        ids(other, this, left, visitor);
    }

    private static void ids(DeadRuns one, DeadRuns other, int[] left, Consumer<EntityId> visitor) {
        one.each((creator, trust, list) -> {
            long replica = one.authors.id(creator);
            for (int run = 0; run < list.count && left[0] > 0; run++) {
                long missing = list.firsts[run];
                for (long end = other.end(replica, trust, missing);
                        end >= missing;
                        end = other.end(replica, trust, missing)) {
                    missing = end + 1;
                }
                if (missing <= list.lasts[run]) {
                    left[0]--;
                    visitor.accept(new EntityId(replica, missing << TRUST_BITS | trust));
                }
            }
        });
    }

    /** The end of the run that a serial number is in, -1 if it is in none. */
    private long end(long replica, int trust, long serial) {
        int creator = authors.find(replica);
        List list = creator < 0 || place(creator, trust) >= lists.length ? null : lists[place(creator, trust)];
        return list == null || !list.contains(serial) ? -1 : list.lasts[list.before(serial)];
    }

    private int[] order() {
        int[] out = new int[lists.length / TRUSTS];
        int count = 0;
        for (int creator = 0; creator < out.length; creator++) {
            if (holds(creator)) {
                int at = count++;
                for (; at > 0 && authors.compare(out[at - 1], creator) > 0; at--) {
                    out[at] = out[at - 1];
                }
                out[at] = creator;
            }
        }
        return Arrays.copyOf(out, count);
    }

    private boolean holds(int creator) {
        for (int trust = 0; trust < TRUSTS; trust++) {
            if (lists[TRUSTS * creator + trust] != null) {
                return true;
            }
        }
        return false;
    }

    /** How many lists are not empty. */
    int lists() {
        int[] count = new int[1];
        each((creator, trust, list) -> count[0]++);
        return count[0];
    }

    /** Visits all ids by replica, trust and serial number. */
    void eachId(Consumer<EntityId> visitor) {
        each((creator, trust, list) -> {
            long replica = authors.id(creator);
            for (int run = 0; run < list.count; run++) {
                for (long serial = list.firsts[run]; serial <= list.lasts[run]; serial++) {
                    visitor.accept(new EntityId(replica, serial << TRUST_BITS | trust));
                }
            }
        });
    }
}

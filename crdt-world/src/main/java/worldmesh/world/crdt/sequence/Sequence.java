package worldmesh.world.crdt.sequence;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * Text that several write at once: Fugue (Weidner and Kleppmann: The Art of the Fugue, minimizing interleaving in
 * collaborative text editing, 2023, algorithm 1), so that what each typed in one place stays together, forwards and
 * backwards. A unit once deleted stays so. Units are UTF-16; they lie in runs, typing on or over one another costs no
 * entry. Edits whose parents are not known yet wait for them, so that edits may come in any order that keeps each
 * author's own. Not thread-safe.
 */
public final class Sequence {
    /** A text of more units is better split; an edit that would make more changes nothing. */
    public static final int MAX_UNITS = 1 << 22;

    static final int ROOT = -1;

    private final Map<Author, Integer> places = new HashMap<>();
    private final List<Runs> authors = new ArrayList<>();
    private final List<TreeMap<Integer, List<long[]>>> waiting = new ArrayList<>();
    private final Children children = new Children();
    private final SpanTree tree = new SpanTree();
    private final FugueOrder order = new FugueOrder(authors, children, tree);
    private final ArrayDeque<long[]> placing = new ArrayDeque<>();
    private final Units none;
    private final TextUnits typed = new TextUnits();
    private @Nullable Trail trail;
    private int units;

    // The parent of what is typed, as found last.
    private int hangAt = ROOT;
    private int hangCounter;
    private boolean hangLeft;

    /** An empty text. */
    public Sequence() {
        this(new TextUnits());
    }

    /** An empty sequence of the kind of these units, which are none. */
    Sequence(Units none) {
        this.none = none;
    }

    /** An empty list. */
    public static Sequence ofValues() {
        return new Sequence(new ValueUnits());
    }

    Units none() {
        return none;
    }

    /** No edits yet, of an author, to this sequence. */
    public EditLog log(Author author) {
        return new EditLog(author, written(author), none.fresh());
    }

    private int place(Author author) {
        Integer known = places.get(author);
        if (known != null) {
            return known;
        }
        authors.add(new Runs(author, none.fresh()));
        waiting.add(new TreeMap<>());
        tree.addAuthor();
        places.put(author, authors.size() - 1);
        return authors.size() - 1;
    }

    /** How many units are seen. */
    public int length() {
        return tree.visible();
    }

    /** Types a text before a position, as an author, and notes it in the log. */
    public void insert(Author self, int position, CharSequence text, EditLog log) {
        insert(self, position, typed.set(text, 0, text.length()), log);
    }

    /** Puts units before a position, as an author, and notes it in the log. */
    public void insert(Author self, int position, Units more, EditLog log) {
        planInsert(position, more, log);
        int me = place(self);
        Runs own = authors.get(me);
        int from = own.length;
        int length = more.length();
        boolean typesOn = hangAt == me && !hangLeft && hangCounter == from - 1;
        if (!typesOn) {
            addRun(me, hangAt, hangCounter, hangLeft, true);
        }
        own.append(more, 0, length);
        units += length;
        if (hangLeft) {
            tree.insertBefore(me, from, length);
        } else if (hangAt == ROOT) {
            tree.insertFirst(me, from, length);
        } else {
            tree.insertAfter(me, from, length);
        }
        if (trail != null) {
            trail.shown(me, from, length);
        }
    }

    /** Notes in the log what types a text before a position, and changes nothing. */
    public void planInsert(int position, CharSequence text, EditLog log) {
        planInsert(position, typed.set(text, 0, text.length()), log);
    }

    /** Notes in the log what puts units before a position, and changes nothing. */
    public void planInsert(int position, Units more, EditLog log) {
        int length = more.length();
        if (position < 0 || position > length() || length == 0 || length > MAX_UNITS - units) {
            throw new IllegalArgumentException(length + " units cannot be put at " + position + " of " + length()
                    + "; at most " + MAX_UNITS + " fit");
        }
        if (mayNot(log.self(), more)) {
            throw new IllegalArgumentException("this peer put as much into the list as one may; use another");
        }
        hang(position);
        Author parent = hangAt == ROOT ? null : authors.get(hangAt).author;
        log.insert(parent, hangCounter, hangLeft, more, new EditLog.Range(0, length));
    }

    /** Notes in the log what puts units between one and the one in front of it, deleted ones counted. */
    public void planInsertBetween(EditLog.Parent front, Author of, int counter, Units more, EditLog log) {
        Author author = front.author();
        boolean right = author != null && !hasRight(place(author), front.counter());
        EditLog.Range all = new EditLog.Range(0, more.length());
        log.insert(right ? author : of, right ? front.counter() : counter, !right, more, all);
    }

    private boolean mayNot(Author self, Units more) {
        Integer known = places.get(self);
        return known != null && authors.get(known).units.exceeds(more);
    }

    /** Finds the parent of what is typed before a position, and goes to it. */
    private void hang(int position) {
        boolean first = position == 0;
        if (!first) {
            tree.seek(position - 1);
        }
        hangLeft = first ? !tree.isEmpty() : hasRight(tree.author(), tree.counter());
        if (hangLeft && !(first ? tree.toFirst() : tree.toNext())) {
            // The unit after it hangs right of it, so the new one hangs left of that one.
            throw new IllegalStateException("a unit has right children but no unit is behind it");
        }
        boolean root = first && !hangLeft;
        hangAt = root ? ROOT : tree.author();
        hangCounter = root ? 0 : tree.counter();
    }

    private boolean hasRight(int author, int counter) {
        return authors.get(author).goesOn(counter) || children.first(Children.key(author, counter, false)) >= 0;
    }

    private int addRun(int author, int parent, int counter, boolean left, boolean placed) {
        Runs own = authors.get(author);
        int run = own.addRun(parent, counter, left);
        own.placed[run] = placed;
        long key = Children.key(parent, counter, left);
        long first = children.first(key);
        own.siblingAuthor[run] = first < 0 ? -1 : (int) (first >>> 32);
        own.siblingRun[run] = (int) first;
        children.set(key, author, run);
        Runs above = parent == ROOT ? null : authors.get(parent);
        if (above != null && !left && counter < above.length) {
            above.forked[above.runOf(counter)] = true;
        }
        return run;
    }

    /** Deletes units from a position on, and notes it in the log. */
    public void delete(int position, int count, EditLog log) {
        demandSeen(position, count);
        int left = count;
        while (left > 0) {
            tree.seek(position);
            int author = tree.author();
            int counter = tree.counter();
            int met = deleteFound(left);
            log.delete(authors.get(author).author, counter, met);
            left -= met;
        }
    }

    /** Deletes what was found; answers how many units it met. */
    private int deleteFound(int most) {
        if (trail != null && tree.isSeen()) {
            trail.hidden(tree.author(), tree.counter(), Math.min(most, tree.left()));
        }
        return tree.delete(most);
    }

    /** Notes in the log what deletes units from a position on, and changes nothing. */
    public void planDelete(int position, int count, EditLog log) {
        demandSeen(position, count);
        if (count > 0) {
            tree.seek(position);
        }
        int left = count;
        while (left > 0) {
            int met = tree.isSeen() ? Math.min(left, tree.left()) : 0;
            if (met > 0) {
                log.delete(authors.get(tree.author()).author, tree.counter(), met);
            }
            left -= met;
            tree.toNextSpan();
        }
    }

    private void demandSeen(int position, int count) {
        if (position < 0 || count < 0 || count > length() - position) {
            throw new IllegalArgumentException(
                    "cannot delete " + count + " units from " + position + " of " + length());
        }
    }

    /** How many units an author wrote. */
    public int written(Author author) {
        Integer place = places.get(author);
        return place == null ? 0 : authors.get(place).length;
    }

    /** Raises this sequence to the join with another; answers it, or a new one if an author's log had to give way. */
    public Sequence join(Sequence other) {
        return SequenceJoin.join(this, other);
    }

    /** An independent copy without what these authors wrote; what was deleted stays deleted. */
    public Sequence without(Predicate<Author> leftOut) {
        List<EditLog> kept = new ArrayList<>();
        for (EditLog log : logs()) {
            kept.add(leftOut.test(log.self()) ? log.deletions() : log);
        }
        return SequenceJoin.of(none, kept);
    }

    /** Writes the whole state, canonically. */
    public void encode(ByteWriter out) {
        SequenceCodec.encode(logs(), out);
    }

    /** Reads what {@link #encode} wrote; anything else fails the reader. */
    public static Sequence decode(ByteReader in) {
        return decode(new TextUnits(), in);
    }

    /** The same of a list. */
    public static Sequence decodeValues(ByteReader in) {
        return decode(new ValueUnits(), in);
    }

    private static Sequence decode(Units none, ByteReader in) {
        return SequenceJoin.of(none, SequenceCodec.decode(none, in));
    }

    /** What is seen. */
    public Units seen() {
        Units out = none.fresh();
        boolean more = tree.toFirst();
        while (more) {
            if (tree.isSeen()) {
                int from = tree.counter();
                out.append(authors.get(tree.author()).units, from, from + tree.left());
            }
            more = tree.toNextSpan();
        }
        return out;
    }

    /** What is seen, of a text. */
    @Override
    public String toString() {
        return seen().toString();
    }

    /** From now on remembers what is typed and deleted. */
    public void follow() {
        trail = new Trail();
    }

    /** Forgets what was typed and deleted. */
    public void unfollow() {
        trail = null;
    }

    /** What is different since {@link #follow}, by position: made now, of what was touched alone. */
    public List<Splice> splices() {
        return trail == null ? List.of() : trail.splices(authors, tree);
    }

    /** Visits all units in their order, those that were deleted too. */
    public void each(SpanVisitor visitor) {
        for (boolean more = tree.toFirst(); more; more = tree.toNextSpan()) {
            Runs runs = authors.get(tree.author());
            Units units = runs.units.part(tree.counter(), tree.counter() + tree.left());
            visitor.span(runs.author, tree.counter(), units, tree.isSeen());
        }
    }

    /** All that each author wrote and all that was deleted of it, by author: equal states give equal logs. */
    List<EditLog> logs() {
        List<EditLog> out = new ArrayList<>();
        for (Runs runs : authors) {
            EditLog log = new EditLog(runs.author, 0, none.fresh());
            for (int run = 0; run < runs.count; run++) {
                int parent = runs.parentAuthor[run];
                log.insert(
                        parent == ROOT ? null : authors.get(parent).author,
                        runs.parentCounter[run],
                        runs.left[run],
                        runs.units,
                        new EditLog.Range(runs.start[run], runs.end(run)));
            }
            deleted(runs).each((from, to) -> log.delete(runs.author, from, to - from));
            if (!log.isEmpty()) {
                out.add(log);
            }
        }
        out.sort(Comparator.comparing(EditLog::self));
        return out;
    }

    private Ranges deleted(Runs runs) {
        Ranges out = new Ranges();
        Ranges early = runs.early;
        if (early != null) {
            early.each(out::add);
        }
        int author = place(runs.author);
        int at = 0;
        while (at < runs.length) {
            if (!tree.find(author, at)) {
                at = runs.end(runs.runOf(at));
            } else {
                int left = tree.left();
                if (!tree.isSeen()) {
                    out.add(at, at + left);
                }
                at += left;
            }
        }
        return out;
    }

    /** Takes in units of an author's that follow those it wrote before. A parent of null is the beginning. */
    void take(Author by, EditLog.Parent at, Units more, EditLog.Range range) {
        int from = range.from();
        int to = range.to();
        if (to - from > MAX_UNITS - units) {
            return;
        }
        int me = place(by);
        if (authors.get(me).units.exceeds(more)) {
            return;
        }
        Author above = at.author();
        int parent = above == null ? ROOT : place(above);
        Runs own = authors.get(me);
        int start = own.length;
        boolean goesOn = parent == me && !at.left() && at.counter() == start - 1 && start > 0;
        int run = goesOn ? own.count - 1 : addRun(me, parent, at.counter(), at.left(), false);
        own.append(more, from, to);
        units += to - from;
        if (!goesOn) {
            placing.add(new long[] {me, run});
        } else if (own.placed[run]) {
            settle(me, start, to - from, order.seekPlace(me, start, me, start - 1, false));
        }
        placeAll();
        deleteEarly(me, start);
    }

    /** Deletes an author's units, those it has not written yet as soon as it does. */
    void take(Author of, int counter, int count) {
        int author = place(of);
        Runs runs = authors.get(author);
        int end = counter + count;
        int at = counter;
        while (at < Math.min(end, runs.length)) {
            at += tree.find(author, at) ? deleteFound(end - at) : early(runs, at, at + 1);
        }
        if (at < end) {
            early(runs, at, end);
        }
    }

    private static int early(Runs runs, int from, int to) {
        Ranges early = runs.early == null ? new Ranges() : runs.early;
        early.add(from, to);
        runs.early = early;
        return to - from;
    }

    private void deleteEarly(int author, int from) {
        Runs runs = authors.get(author);
        Ranges early = runs.early;
        if (early == null || early.isEmpty()) {
            return;
        }
        Ranges now = early.takeWithin(from, runs.length);
        now.each((first, last) -> take(runs.author, first, last - first));
    }

    /** Gives runs their places as long as their parents have one. */
    private void placeAll() {
        for (long[] next = placing.poll(); next != null; next = placing.poll()) {
            int author = (int) next[0];
            int run = (int) next[1];
            Runs own = authors.get(author);
            int parent = own.parentAuthor[run];
            int counter = own.parentCounter[run];
            if (parent != ROOT && !isPlaced(parent, counter)) {
                waiting.get(parent)
                        .computeIfAbsent(counter, key -> new ArrayList<>())
                        .add(next);
                continue;
            }
            int start = own.start[run];
            boolean before = order.seekPlace(author, start, parent, counter, own.left[run]);
            own.placed[run] = true;
            if (parent != ROOT && !own.left[run]) {
                Runs above = authors.get(parent);
                above.forked[above.runOf(counter)] = true;
            }
            settle(author, start, own.end(run) - start, before);
            deleteEarly(author, start);
        }
    }

    private boolean isPlaced(int author, int counter) {
        Runs runs = authors.get(author);
        return counter < runs.length && runs.placed[runs.runOf(counter)];
    }

    /** Inserts units at the place that was found, or after the author's unit before, and calls what waited for them. */
    private void settle(int author, int start, int length, boolean before) {
        Runs own = authors.get(author);
        int run = own.runOf(start);
        if (before) {
            tree.insertBefore(author, start, length);
        } else if (own.parentAuthor[run] == ROOT && tree.isEmpty()) {
            tree.insertFirst(author, start, length);
        } else {
            tree.insertAfter(author, start, length);
        }
        if (trail != null) {
            trail.shown(author, start, length);
        }
        TreeMap<Integer, List<long[]>> waits = waiting.get(author);
        if (!waits.isEmpty()) {
            Map<Integer, List<long[]>> ready = waits.subMap(start, start + length);
            ready.values().forEach(placing::addAll);
            ready.clear();
        }
    }
}

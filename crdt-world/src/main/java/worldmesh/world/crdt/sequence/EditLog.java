package worldmesh.world.crdt.sequence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.bytes.BitReader;
import worldmesh.world.bytes.BitWriter;
import worldmesh.world.bytes.NumberColumn;

/**
 * Edits of one author to one sequence, in order, as columns: docs/wire-world.md, "Text". Typing on, and deleting side
 * by side, is one edit. Not thread-safe.
 */
public final class EditLog {
    /** What an insertion hangs at; an author of null is the beginning. */
    public record Parent(@Nullable Author author, int counter, boolean left) {}

    private static final int RIGHT = 0;
    private static final int LEFT = 1;
    private static final int DELETE = 2;
    private static final int BEGIN = 3;
    private static final int KIND_BITS = 2;
    private static final int MAX_AUTHORS = 1 << 16;

    private Author self;
    private final int start;
    private final List<Author> table = new ArrayList<>();
    private byte[] kinds = new byte[8];
    private int[] authors = new int[8];
    private int[] counters = new int[8];
    private int[] lengths = new int[8];
    private int count;
    private final Units units;

    /** No edits of a text yet, of an author who has written so many units. */
    public EditLog(Author self, int start) {
        this(self, start, new TextUnits());
    }

    /** No edits yet; the units are none, of the kind that the sequence has. */
    EditLog(Author self, int start, Units none) {
        this.self = self;
        this.start = start;
        this.units = none;
        table.add(self);
    }

    /** No edits of a list yet. */
    public static EditLog ofValues(Author self, int start) {
        return new EditLog(self, start, new ValueUnits());
    }

    /** Whose edits they are. */
    public Author self() {
        return self;
    }

    /** How many units their author had written before. */
    public int start() {
        return start;
    }

    /** True if there are none. */
    public boolean isEmpty() {
        return count == 0;
    }

    /** How many units they insert. */
    public int inserted() {
        return units.length();
    }

    /** True if they are of a list. */
    public boolean isOfValues() {
        return units instanceof ValueUnits;
    }

    /** How many there are, typing on being one. */
    public int edits() {
        return count;
    }

    private int place(Author author) {
        int found = table.get(0).equals(author) ? 0 : table.indexOf(author);
        if (found < 0) {
            table.add(author);
            return table.size() - 1;
        }
        return found;
    }

    private void add(int kind, int author, int counter, int length) {
        if (count == kinds.length) {
            kinds = Arrays.copyOf(kinds, 2 * count);
            authors = Arrays.copyOf(authors, 2 * count);
            counters = Arrays.copyOf(counters, 2 * count);
            lengths = Arrays.copyOf(lengths, 2 * count);
        }
        kinds[count] = (byte) kind;
        authors[count] = author;
        counters[count] = counter;
        lengths[count++] = length;
    }

    void insert(@Nullable Author parent, int counter, boolean left, Units from, Range range) {
        int more = range.to() - range.from();
        int author = parent == null ? 0 : place(parent);
        boolean typesOn = count > 0
                && kinds[count - 1] != DELETE
                && parent != null
                && author == 0
                && !left
                && counter == start + units.length() - 1;
        if (typesOn) {
            lengths[count - 1] += more;
        } else {
            add(parent == null ? BEGIN : left ? LEFT : RIGHT, author, parent == null ? 0 : counter, more);
        }
        units.append(from, range.from(), range.to());
    }

    void delete(Author of, int counter, int length) {
        int author = place(of);
        int last = count - 1;
        boolean beside = last >= 0 && kinds[last] == DELETE && authors[last] == author;
        if (beside && counters[last] == counter + length) {
            counters[last] = counter;
            lengths[last] += length;
        } else if (beside && counters[last] + lengths[last] == counter) {
            lengths[last] += length;
        } else {
            add(DELETE, author, counter, length);
        }
    }

    /** Makes the edits of an author; nothing changes if others of its have to come before, or these are known. */
    public boolean apply(Sequence to, Author by) {
        if (to.written(by) != start) {
            return false;
        }
        self = by;
        table.set(0, by);
        apply(to, 0);
        return true;
    }

    /** Adds later edits of the same author. */
    public void append(EditLog later) {
        later.play(0, (by, at, more, range) -> insert(at.author(), at.counter(), at.left(), more, range), this::delete);
    }

    /** No more bytes than this. */
    public int sizeBound() {
        return units.sizeBound() + 24 * count + 24 * table.size();
    }

    /** Makes the edits but for the first units that are inserted. */
    void apply(Sequence to, int known) {
        play(known, to::take, to::take);
    }

    /** Takes an insertion. */
    public interface Insertion {
        /** Some of the units, hung at their parent. */
        void insert(Author by, Parent at, Units units, Range range);
    }

    /** Takes a deletion. */
    public interface Deletion {
        /** So many of an author's units. */
        void delete(Author of, int counter, int count);
    }

    /** Units from one on to before another. */
    public record Range(int from, int to) {}

    /** Tells the edits in order, but for the first units that are inserted. */
    public void play(int known, Insertion insertion, Deletion deletion) {
        int at = 0;
        for (int i = 0; i < count; i++) {
            Author author = table.get(authors[i]);
            if (kinds[i] == DELETE) {
                deletion.delete(author, counters[i], lengths[i]);
                continue;
            }
            int end = at + lengths[i];
            if (at >= known) {
                Parent parent = new Parent(kinds[i] == BEGIN ? null : author, counters[i], kinds[i] == LEFT);
                insertion.insert(self, parent, units, new Range(at, end));
            } else if (end > known) {
                insertion.insert(self, new Parent(self, known - 1, false), units, new Range(known, end));
            }
            at = end;
        }
    }

    /** True if all that this author wrote begins the other log, whose author is the same. */
    boolean begins(EditLog other) {
        if (!units.begins(other.units)) {
            return false;
        }
        int at = 0;
        for (int i = 0; i < count && kinds[i] != DELETE; i++) {
            boolean same = i < other.count
                    && kinds[i] == other.kinds[i]
                    && counters[i] == other.counters[i]
                    && table.get(authors[i]).equals(other.table.get(other.authors[i]));
            at += lengths[i];
            boolean last = at == inserted();
            if (!same || (last ? lengths[i] > other.lengths[i] : lengths[i] != other.lengths[i])) {
                return false;
            }
        }
        return true;
    }

    /** True if these are all edits of the author from the first on, insertions first, as states have them. */
    boolean isWhole() {
        boolean ordered = start == 0;
        for (int i = insertions(); i < count; i++) {
            ordered &= kinds[i] == DELETE && authors[i] == 0;
        }
        return ordered;
    }

    /** The edits before the first deletion. */
    private int insertions() {
        int out = 0;
        while (out < count && kinds[out] != DELETE) {
            out++;
        }
        return out;
    }

    /** Orders logs of one author by what they insert: longer ones are greater. */
    int compareInserts(EditLog other) {
        int order = Integer.compare(inserted(), other.inserted());
        if (order == 0) {
            order = units.compare(other.units);
        }
        int shared = Math.min(insertions(), other.insertions());
        for (int i = 0; order == 0 && i < shared; i++) {
            order = Integer.compare(kinds[i], other.kinds[i]);
            order = order == 0 ? table.get(authors[i]).compareTo(other.table.get(other.authors[i])) : order;
            order = order == 0 ? Integer.compare(counters[i], other.counters[i]) : order;
            order = order == 0 ? Integer.compare(lengths[i], other.lengths[i]) : order;
        }
        return order;
    }

    /** The deletions alone. */
    EditLog deletions() {
        EditLog out = new EditLog(self, start, units.fresh());
        for (int i = 0; i < count; i++) {
            if (kinds[i] == DELETE) {
                out.delete(table.get(authors[i]), counters[i], lengths[i]);
            }
        }
        return out;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EditLog log && Arrays.equals(bytes(), log.bytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes());
    }

    private byte[] bytes() {
        ByteWriter out = new ByteWriter();
        encode(out);
        return out.toBytes();
    }

    /** Writes the edits; the author is known from where they are. */
    public void encode(ByteWriter out) {
        out.varint(start).varint(count).varint(table.size() - 1L);
        table.subList(1, table.size()).forEach(author -> author.encode(out));
        BitWriter bits = new BitWriter();
        NumberColumn who = new NumberColumn();
        NumberColumn where = new NumberColumn();
        NumberColumn sizes = new NumberColumn();
        int[] near = new int[table.size()];
        near[0] = start;
        int own = start;
        for (int i = 0; i < count; i++) {
            bits.bits(kinds[i], KIND_BITS);
            who.add(authors[i]);
            where.addSigned(counters[i] - near[authors[i]]);
            sizes.add(lengths[i] - 1L);
            near[authors[i]] = counters[i];
            if (kinds[i] != DELETE) {
                own += lengths[i];
                near[0] = own;
            }
        }
        who.encode(bits);
        where.encode(bits);
        sizes.encode(bits);
        units.encode(bits);
        out.bytes(bits.toBytes());
    }

    /** Reads edits of a text, whose author is named when they are made, up to the reader's end; null if malformed. */
    public static @Nullable EditLog decode(ByteReader in) {
        return decode(Author.NOBODY, new TextUnits(), in);
    }

    /** Reads edits of a list, as {@link #decode(ByteReader)} does. */
    public static @Nullable EditLog decodeValues(ByteReader in) {
        return decode(Author.NOBODY, new ValueUnits(), in);
    }

    /** Reads what {@link #encode} wrote, up to the reader's end; null if malformed. */
    static @Nullable EditLog decode(Author self, Units none, ByteReader in) {
        int start = in.count(Sequence.MAX_UNITS);
        int count = in.count(4 * in.remaining());
        int others = in.count(Math.min(MAX_AUTHORS, in.remaining() / 8));
        EditLog out = new EditLog(self, start, none);
        for (int i = 0; i < others && in.ok(); i++) {
            out.table.add(Author.decode(in));
        }
        if (!in.ok() || count == 0) {
            return null;
        }
        BitReader bits = new BitReader(in.array(), in.position(), in.position() + in.remaining());
        boolean sound = 2L * count <= bits.remainingBits() && out.decode(count, bits) && bits.complete();
        in.skip(in.remaining());
        return sound ? out : null;
    }

    /** True of the number of a unit that may be there; the beginning is one place, and no unit of anybody. */
    private static boolean isPlace(int kind, long author, long counter) {
        return kind == BEGIN ? counter == 0 && author == 0 : counter <= Sequence.MAX_UNITS;
    }

    private boolean decode(int edits, BitReader bits) {
        for (int i = 0; i < edits; i++) {
            add((int) bits.bits(KIND_BITS), 0, 0, 0);
        }
        long[] who = NumberColumn.decode(edits, bits);
        long[] where = NumberColumn.decode(edits, bits);
        long[] sizes = NumberColumn.decode(edits, bits);
        int[] near = new int[table.size()];
        near[0] = start;
        long own = start;
        for (int i = 0; i < edits; i++) {
            boolean sound = who[i] >= 0 && who[i] < table.size() && sizes[i] >= 0 && sizes[i] < Sequence.MAX_UNITS;
            long counter = sound ? near[(int) who[i]] + NumberColumn.signed(where[i]) : -1;
            if (counter < 0 || !isPlace(kinds[i], who[i], counter)) {
                return false;
            }
            authors[i] = (int) who[i];
            counters[i] = (int) counter;
            lengths[i] = (int) sizes[i] + 1;
            near[authors[i]] = counters[i];
            if (kinds[i] != DELETE) {
                own += lengths[i];
                near[0] = (int) Math.min(own, Integer.MAX_VALUE);
            }
        }
        return own <= Sequence.MAX_UNITS && units.decode((int) own - start, bits);
    }
}

package worldmesh.world.sync;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.delta.BatchHeader;
import worldmesh.world.delta.OpBuffer;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.sector.SectorId;

/**
 * The batches of one sector that are retained, in the order they were applied, so that each author's come in order. The
 * oldest leave first. What a neighbour lacks is found by its vector without a look at what it has. Batches lie as bytes
 * in segments, with what finds them in columns; an object is made of one when it is asked for. Not thread-safe.
 */
public final class BatchLog {
    private static final int LEAST = 16;
    private static final int ENTRY = 4;
    private static final int SEQUENCE = 1;
    private static final int SPOT = 2;
    private static final int SIZE = 3;

    private final BatchSegments segments = new BatchSegments();

    /**
     * Of each batch, by its place in the order of application, as a ring from the oldest to the next place, side by
     * side: author, number, where its bytes lie, and how many they are above how many ops it has.
     */
    private long[] entries = new long[LEAST * ENTRY];

    private final Long2ObjectHashMap<Tail> byReplica = new Long2ObjectHashMap<>();
    private long oldestPlace;
    private long nextPlace;
    private long bytes;
    private @Nullable BatchHeader header;

    /** An empty log. */
    public BatchLog() {
        this(0);
    }

    /** An empty log that goes on from a place, after which come all marks of it. */
    public BatchLog(long firstPlace) {
        oldestPlace = firstPlace;
        nextPlace = firstPlace;
    }

    /** Appends a batch. */
    public void append(SignedBatch batch) {
        long spot = append(batch.replica(), batch.sequence(), batch.sizeBytes(), batch.size());
        batch.copyTo(segments.array(spot), BatchSegments.offset(spot));
    }

    /** Appends a batch of so many ops. */
    public void append(BatchHeader batch, int ops) {
        long spot = append(batch.replica(), batch.sequence(), batch.sizeBytes(), ops);
        batch.copyTo(segments.array(spot), BatchSegments.offset(spot));
    }

    /**
     * Appends copies of at most so many batches that another log retains from a mark on; answers the mark after them,
     * -1, and nothing is copied, if the other retains the first no longer.
     */
    public long copy(BatchLog from, long mark, int most) {
        if (mark < from.oldestPlace) {
            return -1;
        }
        long end = Math.min(from.nextPlace, mark + most);
        for (long place = mark; place < end; place++) {
            int at = from.at(place);
            int length = from.length(place);
            long source = from.entries[at + SPOT];
            long spot = append(from.entries[at], from.entries[at + SEQUENCE], length, (int) from.entries[at + SIZE]);
            System.arraycopy(
                    from.segments.array(source),
                    BatchSegments.offset(source),
                    segments.array(spot),
                    BatchSegments.offset(spot),
                    length);
        }
        return end;
    }

    private long append(long replica, long sequence, int length, int ops) {
        if (count() * ENTRY == entries.length) {
            // A place stands in the first or the second half of a ring twice as wide.
            int size = entries.length;
            entries = Arrays.copyOf(entries, 2 * size);
            System.arraycopy(entries, 0, entries, size, size);
        }
        int at = at(nextPlace);
        long spot = segments.take(length);
        entries[at] = replica;
        entries[at + SEQUENCE] = sequence;
        entries[at + SPOT] = spot;
        entries[at + SIZE] = (long) length << 32 | ops;
        Tail tail = byReplica.get(replica);
        if (tail == null) {
            tail = new Tail(sequence);
            byReplica.put(replica, tail);
        }
        tail.append(sequence, nextPlace);
        nextPlace++;
        bytes += length;
        return spot;
    }

    private int at(long place) {
        return ENTRY * ((int) place & (entries.length / ENTRY - 1));
    }

    private int length(long place) {
        return (int) (entries[at(place) + SIZE] >>> 32);
    }

    private BatchHeader header(long place) {
        if (place < oldestPlace || place >= nextPlace) {
            throw new IllegalStateException(
                    "no batch is retained at " + place + " of " + oldestPlace + ".." + nextPlace);
        }
        BatchHeader read = header == null ? new BatchHeader() : header;
        header = read;
        long spot = entries[at(place) + SPOT];
        if (!read.read(segments.array(spot), BatchSegments.offset(spot), length(place))) {
            throw new IllegalStateException("the batch retained at " + place + " does not read as what was written");
        }
        return read;
    }

    private SignedBatch batch(long place) {
        return header(place).keep((int) entries[at(place) + SIZE]);
    }

    /** The retained batch of a replica with this number, null if it is not retained. */
    public @Nullable SignedBatch batch(long replica, long sequence) {
        Tail tail = byReplica.get(replica);
        int at = tail == null ? -1 : tail.find(sequence);
        return tail == null || at < 0 ? null : batch(tail.place(at));
    }

    /** Removes the oldest batch, null if there is none. */
    public @Nullable SignedBatch removeOldest() {
        if (count() == 0) {
            return null;
        }
        SignedBatch oldest = batch(oldestPlace);
        dropOldest();
        return oldest;
    }

    /** Moves the oldest batch, of which there must be one, to the end of another log. */
    public void moveOldest(BatchLog to) {
        to.copy(this, oldestPlace, 1);
        dropOldest();
    }

    /** The author of the oldest batch, of which there must be one. */
    public long oldestReplica() {
        return entries[at(oldestPlace)];
    }

    /** Its number. */
    public long oldestSequence() {
        return entries[at(oldestPlace) + SEQUENCE];
    }

    /** A mark before all that is retained. */
    public long oldestMark() {
        return oldestPlace;
    }

    /** Reads the oldest batch into a buffer, of which there must be one, and removes it. */
    public BatchHeader removeOldest(OpBuffer into) {
        long spot = entries[at(oldestPlace) + SPOT];
        if (count() == 0 || !into.read(segments.array(spot), BatchSegments.offset(spot), length(oldestPlace))) {
            throw new IllegalStateException("the oldest of " + count() + " batches cannot be read");
        }
        dropOldest();
        return into.header();
    }

    private void dropOldest() {
        long replica = entries[at(oldestPlace)];
        bytes -= length(oldestPlace);
        oldestPlace++;
        Tail tail = byReplica.get(replica);
        if (tail != null && tail.removeFirst()) {
            byReplica.remove(replica);
        }
        if (count() == 0) {
            segments.clear();
        } else {
            segments.freeBefore(entries[at(oldestPlace) + SPOT]);
        }
    }

    /** A place that all batches appended from now on come after. */
    public long mark() {
        return nextPlace;
    }

    /** The batches appended since a mark, null if one of them is retained no longer. */
    public @Nullable List<SignedBatch> since(long mark) {
        return mark < oldestPlace ? null : from(mark);
    }

    private List<SignedBatch> from(long first) {
        List<SignedBatch> out = new ArrayList<>((int) (nextPlace - first));
        for (long place = first; place < nextPlace; place++) {
            out.add(batch(place));
        }
        return out;
    }

    /** All retained batches in the order they were applied, as a copy. */
    public List<SignedBatch> all() {
        return from(oldestPlace);
    }

    /** Forgets everything. */
    public void clear() {
        segments.clear();
        oldestPlace = nextPlace;
        byReplica.clear();
        bytes = 0;
    }

    /** The number of retained batches. */
    public int count() {
        return (int) (nextPlace - oldestPlace);
    }

    /** Their size. */
    public long bytes() {
        return bytes;
    }

    /** The batches above a vector, each author's in order, while they fit the size; at least one if there is one. */
    public List<SignedBatch> above(VersionVector theirs, int maxBytes) {
        List<SignedBatch> out = new ArrayList<>();
        int size = 0;
        for (long place = firstAbove(theirs); place < nextPlace; place++) {
            int at = at(place);
            if (entries[at + SEQUENCE] <= theirs.last(entries[at])) {
                continue;
            }
            size += length(place);
            if (!out.isEmpty() && size > maxBytes) {
                break;
            }
            out.add(batch(place));
        }
        return out;
    }

    private long firstAbove(VersionVector theirs) {
        long[] first = {nextPlace};
        byReplica.forEachLong((replica, tail) -> {
            int above = tail.firstAbove(theirs.last(replica));
            if (above < tail.count) {
                first[0] = Math.min(first[0], tail.place(above));
            }
        });
        return first[0];
    }

    /** What the newest retained batches are, about so many. */
    public HistoryMarks marks(SectorId sector, int most) {
        TreeMap<Long, Tail> tails = new TreeMap<>(Long::compareUnsigned);
        byReplica.forEachLong(tails::put);
        int each = Math.max(1, most / Math.max(1, tails.size()));
        List<HistoryMarks.Run> runs = new ArrayList<>();
        tails.forEach((replica, tail) -> {
            if (runs.size() < most) {
                runs.add(run(replica, tail, each));
            }
        });
        return new HistoryMarks(sector, runs);
    }

    private HistoryMarks.Run run(long replica, Tail tail, int most) {
        int from = Math.max(tail.count - most, tail.firstAbove(tail.unbrokenFrom - 1));
        List<Long> marks = new ArrayList<>();
        for (int at = from; at < tail.count; at++) {
            marks.add(HistoryMarks.of(batch(tail.place(at))));
        }
        return new HistoryMarks.Run(replica, tail.sequence(from), marks);
    }

    /** The retained batches that are others where the marks were made, while they fit the size. */
    public List<SignedBatch> unlike(HistoryMarks marks, int maxBytes) {
        List<SignedBatch> out = new ArrayList<>();
        int size = 0;
        for (HistoryMarks.Run run : marks.runs()) {
            for (int i = 0; i < run.marks().size(); i++) {
                SignedBatch batch = batch(run.replica(), run.first() + i);
                if (batch == null || HistoryMarks.of(batch) == run.marks().get(i)) {
                    continue;
                }
                size += batch.sizeBytes();
                if (out.isEmpty() || size <= maxBytes) {
                    out.add(batch);
                }
            }
        }
        return out;
    }

    /** True if every batch between the two vectors is retained. */
    public boolean bridges(VersionVector theirs, VersionVector ours) {
        for (Map.Entry<Long, Long> entry : ours.entries().entrySet()) {
            long from = theirs.last(entry.getKey());
            long to = entry.getValue();
            Tail tail = byReplica.get((long) entry.getKey());
            if (from < to && (tail == null || !tail.holds(from + 1, to))) {
                return false;
            }
        }
        return true;
    }

    /**
     * The retained batches of one replica, as a ring of numbers and places; a snapshot may have leapt over some, those
     * below such a leap are apart.
     */
    private static final class Tail {
        private long[] sequences = new long[LEAST];
        private long[] places = new long[LEAST];
        private int head;
        private int count;
        private long unbrokenFrom;

        Tail(long first) {
            unbrokenFrom = first;
        }

        private int slot(int at) {
            return (head + at) & (sequences.length - 1);
        }

        private long sequence(int at) {
            return sequences[slot(at)];
        }

        long place(int at) {
            return places[slot(at)];
        }

        void append(long sequence, long place) {
            if (count > 0 && sequence(count - 1) != sequence - 1) {
                unbrokenFrom = sequence;
            }
            if (count == sequences.length) {
                sequences = wider(sequences);
                places = wider(places);
                head = 0;
            }
            sequences[slot(count)] = sequence;
            places[slot(count)] = place;
            count++;
        }

        private long[] wider(long[] full) {
            long[] out = new long[2 * full.length];
            System.arraycopy(full, head, out, 0, full.length - head);
            System.arraycopy(full, 0, out, full.length - head, head);
            return out;
        }

        /** True if none is left. */
        boolean removeFirst() {
            head = slot(1);
            count--;
            return count == 0;
        }

        /** The first that is above a number, all there are if none is. */
        int firstAbove(long sequence) {
            int low = 0;
            int high = count;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (sequence(middle) <= sequence) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        int find(long sequence) {
            int at = firstAbove(sequence) - 1;
            return at >= 0 && sequence(at) == sequence ? at : -1;
        }

        boolean holds(long first, long last) {
            return first >= Math.max(unbrokenFrom, sequence(0)) && last <= sequence(count - 1);
        }
    }
}

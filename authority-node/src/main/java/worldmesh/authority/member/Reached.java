package worldmesh.authority.member;

import java.util.SortedMap;
import java.util.TreeMap;
import worldmesh.authority.row.Table;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.WireIds;

/**
 * How far the committed log goes in the batches of tenures: for each author the last sequence, and a chain over all its
 * batches, so that no other batch can stand under the same number. It follows from the log alone, whatever a replica
 * shows already. Confined to the owner's thread.
 */
final class Reached {
    private final SortedMap<Author, Mark> marks = new TreeMap<>();

    /** A tenure's replica in one sector. */
    record Author(SectorId sector, long replica) implements Comparable<Author> {
        static Author of(SignedBatch batch) {
            return new Author(batch.sector(), batch.replica());
        }

        @Override
        public int compareTo(Author other) {
            int order = sector.compareTo(other.sector);
            return order != 0 ? order : Long.compareUnsigned(replica, other.replica);
        }

        byte[] key(Table table) {
            return table.key(25)
                    .put((byte) sector.scale())
                    .putLong(sector.x())
                    .putLong(sector.y())
                    .putLong(replica)
                    .array();
        }
    }

    /** The last sequence of an author, and the chain over its batches up to there. */
    record Mark(long last, Hash chain) {
        static final Mark NONE = new Mark(0, Hash.ofBytes(new byte[Hash.BYTES]));

        Mark after(SignedBatch batch) {
            return new Mark(
                    batch.sequence(),
                    Hash.of(chain.bytes(), Hash.of(batch.encode()).bytes()));
        }
    }

    SortedMap<Author, Mark> marks() {
        return marks;
    }

    /** Reads a table of marks. */
    void load(DeltaJournal journal, Table table) {
        journal.scan(table.prefix(), (key, value) -> {
            decodeOne(new ByteReader(value));
            return true;
        });
    }

    /** The log goes on with this batch: notes it, and drafts the row. */
    void advance(SignedBatch batch, JournalBatch rows) {
        Author author = Author.of(batch);
        Mark next = marks.getOrDefault(author, Mark.NONE).after(batch);
        marks.put(author, next);
        rows.put(author.key(Table.REACHED), row(author, next));
    }

    /** True if the batch is not beyond the mark of its author. */
    boolean covers(SignedBatch batch) {
        Mark mark = marks.get(Author.of(batch));
        return mark != null && batch.sequence() <= mark.last();
    }

    /** Takes other marks in place of these and writes them to the table. */
    void replace(SortedMap<Author, Mark> others, Table table, DeltaJournal journal, JournalBatch rows) {
        journal.scan(table.prefix(), (key, value) -> {
            rows.delete(key);
            return true;
        });
        marks.clear();
        marks.putAll(others);
        marks.forEach((author, mark) -> rows.put(author.key(table), row(author, mark)));
    }

    private static byte[] row(Author author, Mark mark) {
        ByteWriter out = new ByteWriter(80);
        encodeOne(author, mark, out);
        return out.toBytes();
    }

    private static void encodeOne(Author author, Mark mark, ByteWriter out) {
        author.sector().encode(out);
        out.i64(author.replica()).varint(mark.last()).bytes(mark.chain().bytes());
    }

    private void decodeOne(ByteReader in) {
        Author author = new Author(SectorId.decode(in), in.i64());
        marks.put(author, new Mark(in.varint(), WireIds.hash(in)));
    }

    void encode(ByteWriter out) {
        out.varint(marks.size());
        marks.forEach((author, mark) -> encodeOne(author, mark, out));
    }

    static Reached decode(ByteReader in, int max) {
        Reached reached = new Reached();
        int count = in.count(max);
        for (int i = 0; i < count && in.ok(); i++) {
            reached.decodeOne(in);
        }
        return reached;
    }
}

package worldmesh.world.sync;

import java.util.ArrayList;
import java.util.List;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.sector.SectorId;

/**
 * Which batches of a sector somebody retains, by eight bytes of the hash of what is signed in each. Vectors have one
 * number for the two halves of a fork; marks tell them apart.
 *
 * @param runs of each replica the newest batches
 */
public record HistoryMarks(SectorId sector, List<Run> runs) {
    /** So many replicas, and so many marks in all. */
    public static final int MARKS_MAX = 4_096;

    /** Keeps a list that nobody changes. */
    public HistoryMarks {
        runs = List.copyOf(runs);
    }

    /**
     * Batches of a replica that follow one another.
     *
     * @param first the number of the first
     */
    public record Run(long replica, long first, List<Long> marks) {
        /** Keeps a list that nobody changes. */
        public Run {
            marks = List.copyOf(marks);
        }
    }

    static long of(SignedBatch batch) {
        return batch.content().longAt(0);
    }

    /** Writes them. */
    public void encode(ByteWriter out) {
        sector.encode(out);
        out.varint(runs.size());
        for (Run run : runs) {
            out.i64(run.replica).varint(run.first).varint(run.marks.size());
            run.marks.forEach(out::i64);
        }
    }

    /** Reads them; malformed bytes fail the reader. */
    public static HistoryMarks decode(ByteReader in) {
        SectorId sector = SectorId.decode(in);
        int count = in.count(MARKS_MAX);
        int left = MARKS_MAX;
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < count && in.ok(); i++) {
            long replica = in.i64();
            long first = in.varint();
            int size = in.count(left);
            left -= size;
            List<Long> marks = new ArrayList<>();
            for (int j = 0; j < size && in.ok(); j++) {
                marks.add(in.i64());
            }
            runs.add(new Run(replica, first, marks));
        }
        return new HistoryMarks(sector, runs);
    }
}

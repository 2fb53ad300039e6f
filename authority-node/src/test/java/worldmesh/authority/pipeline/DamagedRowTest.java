package worldmesh.authority.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import worldmesh.authority.row.MemoryRows;
import worldmesh.authority.row.Table;
import worldmesh.authority.store.StoreAudit;
import worldmesh.authority.store.StoreDamagedException;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.runtime.journal.JournalBatch;

/** A bit flipped in any row, beneath which no checksum of RocksDB helped. */
class DamagedRowTest {
    private static final int FLIPS = 30;

    private final SplittableRandom random = new SplittableRandom(23);
    private final Trace trace = new Trace(0, Trace.Kept.EVERYTHING);

    @ParameterizedTest
    @EnumSource(names = {"MANIFEST", "PROOF", "BATCH", "ANSWER", "ACCOUNT", "ISSUER", "LOG", "LOG_HEAD"})
    void isFoundByTheAuditOrRefusedOrHarmless(Table table) {
        trace.play();
        List<JournalBatch.Row> rows = rows(trace.reopen());
        StoreAudit good = audit(rows, -1, 0);
        assertEquals(List.of(), good.problems());
        List<Integer> ofTable = IntStream.range(0, rows.size())
                .filter(i -> rows.get(i).key()[0] == table.prefix()[0])
                .boxed()
                .toList();

        for (int i = 0; i < FLIPS; i++) {
            int row = ofTable.get(random.nextInt(ofTable.size()));
            int bit = random.nextInt(value(rows.get(row)).length * 8);
            assertTrue(isFound(rows, row, bit, good), "bit " + bit + " of row " + row);
        }
    }

    private boolean isFound(List<JournalBatch.Row> rows, int row, int bit, StoreAudit good) {
        try {
            StoreAudit audit = audit(rows, row, bit);
            return !audit.problems().isEmpty() || audit.equals(good);
        } catch (StoreDamagedException e) {
            assertTrue(String.valueOf(e.getMessage()).contains("restore"), e.toString());
            return true;
        }
    }

    private StoreAudit audit(List<JournalBatch.Row> rows, int flipped, int bit) {
        MemoryRows journal = new MemoryRows();
        for (int i = 0; i < rows.size(); i++) {
            byte[] value = value(rows.get(i)).clone();
            if (i == flipped) {
                value[bit / 8] ^= (byte) (1 << (bit % 8));
            }
            journal.commit(new JournalBatch().put(rows.get(i).key(), value));
        }
        return StoreAudit.of(journal, Mines.SCHEMA, trace.signatures);
    }

    private static List<JournalBatch.Row> rows(DeltaJournal journal) {
        JournalBatch all = new JournalBatch();
        journal.scan(new byte[0], (key, value) -> all.put(key, value) == all);
        return all.rows();
    }

    private static byte[] value(JournalBatch.Row row) {
        return Objects.requireNonNull(row.value());
    }
}

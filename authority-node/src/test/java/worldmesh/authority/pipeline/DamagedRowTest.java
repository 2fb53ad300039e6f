package worldmesh.authority.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import worldmesh.authority.row.MemoryRows;
import worldmesh.authority.row.Table;
import worldmesh.authority.store.JournalWorldStore;
import worldmesh.authority.store.StoreAudit;
import worldmesh.authority.store.StoreDamagedException;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.world.hash.Hash;
import worldmesh.world.replica.Replica;
import worldmesh.world.trust.ReplicaIdentity;
import worldmesh.world.trust.WorldManifest;

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

    @Test
    void aBatchThatCannotBeReadComesBackFromTheOwnLogOrIsWaitedFor() {
        trace.play();
        List<JournalBatch.Row> rows = rows(trace.reopen());
        Replica whole = loaded(copy(rows, -1, 0));
        Hash good = whole.digest();
        int back = 0;
        int ofTheLog = 0;
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).key()[0] != Table.BATCH.prefix()[0]) {
                continue;
            }
            MemoryRows journal = copy(rows, i, 6); // another version than any
            Replica replica = loaded(journal);
            long author = ByteBuffer.wrap(rows.get(i).key()).getLong(18);
            boolean tenure = whole.knownProofs().isTenure(author);
            ofTheLog += tenure ? 1 : 0;
            back += tenure && replica.digest().equals(good) ? 1 : 0;
            byte[] sector = Arrays.copyOfRange(rows.get(i).key(), 1, 18);
            assertEquals(values(journal, Table.REACHED, sector), values(journal, Table.COVER, sector), "row " + i);
        }
        assertTrue(ofTheLog > 0, "no batches of the log");
        assertEquals(ofTheLog, back);
    }

    private Replica loaded(MemoryRows journal) {
        JournalWorldStore store = new JournalWorldStore(journal);
        WorldManifest manifest = Objects.requireNonNull(store.manifest());
        ReplicaIdentity self = ReplicaIdentity.draw(manifest.worldId(), trace.signatures.signer(99), 1);
        Replica replica = new Replica(manifest, Mines.SCHEMA, self, trace.signatures);
        store.load(replica);
        return replica;
    }

    private static List<String> values(MemoryRows journal, Table table, byte[] sector) {
        List<String> values = new ArrayList<>();
        byte[] prefix = table.key(sector.length).put(sector).array();
        journal.scan(prefix, (key, value) -> values.add(HexFormat.of().formatHex(value)));
        return values;
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
        return StoreAudit.of(copy(rows, flipped, bit), Mines.SCHEMA, trace.signatures);
    }

    private static MemoryRows copy(List<JournalBatch.Row> rows, int flipped, int bit) {
        MemoryRows journal = new MemoryRows();
        for (int i = 0; i < rows.size(); i++) {
            byte[] value = value(rows.get(i)).clone();
            if (i == flipped) {
                value[bit / 8] ^= (byte) (1 << (bit % 8));
            }
            journal.commit(new JournalBatch().put(rows.get(i).key(), value));
        }
        return journal;
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

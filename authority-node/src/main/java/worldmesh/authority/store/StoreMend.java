package worldmesh.authority.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import worldmesh.authority.journal.JournalOpenException;
import worldmesh.authority.journal.RocksDeltaJournal;
import worldmesh.authority.journal.RocksJournalView;
import worldmesh.authority.journal.RowGap;
import worldmesh.authority.row.Table;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.world.component.Schema;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.sector.SectorId;
import worldmesh.world.sync.Snapshot;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.ReplicaCertificate;
import worldmesh.world.trust.WorldManifest;

/**
 * Makes a new store of all that is whole in a damaged one whose damage lies in history: batches and snapshots, which
 * neighbours have too. What only this peer knows (promises, votes, its log, answers) must all be there, or it is
 * refused: who forgot a promise must not go on under its name. The damaged store is left as it is. Stateless.
 */
public final class StoreMend {
    private static final List<String> BESIDE = List.of("identity.key", "members", "tickets");
    private static final long BATCH_BYTES = 1L << 20;

    private StoreMend() {}

    /**
     * What was found and done.
     *
     * @param damage each damage in words, with file or row
     * @param kept rows in the new store
     * @param dropped rows that could be read and were not what was written
     * @param sectors to be caught up with
     */
    public record Report(List<String> damage, long kept, long dropped, List<SectorId> sectors) {
        /** Copies the lists. */
        public Report {
            damage = List.copyOf(damage);
            sectors = List.copyOf(sectors);
        }
    }

    /** Fills {@code into}, which must not exist, from the store in {@code directory}. */
    public static Report mend(Path directory, Path into, SignatureVerifier verifier) {
        if (Files.exists(into)) {
            throw new IllegalArgumentException(into + " exists; name a new directory to mend into");
        }
        Salvage salvage = new Salvage();
        boolean whole = false;
        try (RocksJournalView view = RocksJournalView.open(directory);
                RocksDeltaJournal journal = RocksDeltaJournal.open(into, Runnable::run)) {
            view.salvage((key, value) -> salvage.copy(key, value, journal), gap -> salvage.gaps.add(gap));
            salvage.flush(journal);
            salvage.demandHistoryAlone(directory);
            salvage.drop(journal, verifier);
            StoreMigration.migrate(journal);
            for (String beside : BESIDE) {
                if (Files.exists(directory.resolve(beside))) {
                    Files.copy(directory.resolve(beside), into.resolve(beside));
                }
            }
            whole = true;
            return salvage.report();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot mend into " + into + ": " + e.getMessage(), e);
        } finally {
            if (!whole) {
                WorldBackup.discard(into);
            }
        }
    }

    /** Gathers the parts of one mend. */
    private static final class Salvage {
        private final List<RowGap> gaps = new ArrayList<>();
        private final List<String> damage = new ArrayList<>();
        private final TreeSet<SectorId> sectors = new TreeSet<>();
        private JournalBatch rows = new JournalBatch();
        private long kept;
        private long dropped;

        boolean copy(byte[] key, byte[] value, DeltaJournal journal) {
            rows.put(key, value);
            kept++;
            if (rows.bytes() > BATCH_BYTES) {
                flush(journal);
            }
            return true;
        }

        void flush(DeltaJournal journal) {
            if (!rows.isEmpty()) {
                journal.commit(rows);
                rows = new JournalBatch();
            }
        }

        /** A gap counts as history if nothing but batches, snapshots and the offset of world time can lie in it. */
        void demandHistoryAlone(Path directory) {
            for (RowGap gap : gaps) {
                byte[] before = gap.before();
                boolean history = isHistory(gap.after())
                        && before != null
                        && Arrays.compareUnsigned(before, Table.EPOCH.prefix()) <= 0;
                if (!history) {
                    throw new StoreDamagedException("store " + directory + " lost more than history (" + gap.why()
                            + "): votes, promises or answers may be among it, which nobody else knows;"
                            + " restore it from a backup, or start with a new directory and sync from another peer");
                }
                damage.add(gap.why());
            }
        }

        private static boolean isHistory(byte[] key) {
            return key.length > 0
                    && (key[0] == Table.BATCH.prefix()[0]
                            || key[0] == Table.SNAPSHOT.prefix()[0]);
        }

        /** Takes out what can be read and is not what was written, and says what is to be caught up with. */
        void drop(DeltaJournal journal, SignatureVerifier verifier) {
            RowMend mend = new RowMend(journal);
            List<byte[]> bad = new ArrayList<>(badBatches(journal, verifier));
            journal.scan(Table.SNAPSHOT.prefix(), (key, value) -> {
                Snapshot snapshot = Snapshot.decode(value);
                boolean whole = snapshot != null
                        && snapshot.sector().equals(StoredWorld.sectorOf(key))
                        && snapshot.open() != null;
                return whole || bad.add(key);
            });
            for (byte[] key : bad) {
                String what = key[0] == Table.BATCH.prefix()[0] ? "a batch" : "the snapshot";
                damage.add(what + " of sector " + StoredWorld.sectorOf(key) + " is not the one that was written");
                sectors.add(StoredWorld.sectorOf(key));
                mend.onDamaged(key);
            }
            dropped = bad.size();
            kept -= dropped;
            if (!gaps.isEmpty()) {
                // Which sectors lay in a gap nobody can tell: all that this store knows of are looked at.
                knownSectors(journal).forEach(sector -> {
                    sectors.add(sector);
                    mend.onLost(sector);
                });
            }
            JournalBatch mended = new JournalBatch();
            kept += mend.finish(mended).size();
            if (!mended.isEmpty()) {
                journal.commit(mended);
            }
        }

        private static List<byte[]> badBatches(DeltaJournal journal, SignatureVerifier verifier) {
            Map<Long, PublicKey> authors = new HashMap<>();
            for (Proof proof : StoredWorld.proofs(journal::scan)) {
                if (proof instanceof ReplicaCertificate certificate) {
                    authors.put(certificate.replica(), certificate.key());
                }
            }
            List<byte[]> bad = new ArrayList<>();
            journal.scan(Table.BATCH.prefix(), (key, value) -> {
                SignedBatch batch = SignedBatch.decode(value);
                PublicKey author = batch == null ? null : authors.get(batch.replica());
                boolean whole = batch != null
                        && Arrays.equals(key, StoredWorld.batchKey(batch))
                        && (author == null || batch.verify(verifier, author));
                return whole || bad.add(key);
            });
            return bad;
        }

        private static Set<SectorId> knownSectors(DeltaJournal journal) {
            Set<SectorId> known = new TreeSet<>();
            for (Table table : List.of(Table.BATCH, Table.SNAPSHOT, Table.REACHED)) {
                journal.scan(table.prefix(), (key, value) -> {
                    known.add(StoredWorld.sectorOf(key));
                    return true;
                });
            }
            return known;
        }

        Report report() {
            return new Report(damage, kept, dropped, List.copyOf(sectors));
        }
    }

    /** What is wrong with a store, in words with the file or the row; empty if nothing is. */
    public static List<String> verify(Path directory, SignatureVerifier verifier) {
        List<String> problems = new ArrayList<>();
        try (RocksJournalView view = RocksJournalView.open(directory)) {
            view.salvage((key, value) -> true, gap -> problems.add(gap.why()));
            if (problems.isEmpty()) {
                WorldManifest manifest = StoredWorld.manifest(view::get);
                problems.addAll(
                        manifest == null
                                ? List.of("it holds no world")
                                : StoreAudit.of(view, Schema.of(), verifier).problems());
            }
        } catch (JournalOpenException | StoreDamagedException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        return problems;
    }
}

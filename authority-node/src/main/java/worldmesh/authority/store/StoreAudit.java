package worldmesh.authority.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.journal.RocksJournalView;
import worldmesh.authority.row.RowReader;
import worldmesh.authority.row.Table;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.Receipt;
import worldmesh.world.component.Schema;
import worldmesh.world.replica.Replica;
import worldmesh.world.replica.Stability;
import worldmesh.world.replica.UnreadCells;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.WorldId;
import worldmesh.world.trust.WorldManifest;

/**
 * What an independent reader finds in a store, of a running, stopped, killed or copied node: which commands were
 * applied and how often, which receipts are kept, whether the books balance and the signed log is whole.
 *
 * @param world the world, or null if the store is empty
 * @param applied how often each accepted command stands in the log; more than once is a broken promise
 * @param rejected how often each rejected command stands in the log
 * @param receipts the answers kept for retries, by command
 * @param assets the books of each asset
 * @param digest the digest of the world, in hexadecimal; empty if the store is empty
 * @param logBegins the first tick of the log; what was decided before was cut off, or is in a state taken over
 * @param weight what the store holds beside what lives
 * @param unread the first cells whose values the schema refuses: kept and passed on, shown to nobody
 * @param problems what contradicts itself, in words; empty for a good store
 */
public record StoreAudit(
        @Nullable WorldId world,
        SortedMap<CommandId, Integer> applied,
        SortedMap<CommandId, Integer> rejected,
        SortedMap<CommandId, Receipt> receipts,
        SortedMap<String, Asset> assets,
        String digest,
        long logBegins,
        Stability.Weight weight,
        List<UnreadCells.Cell> unread,
        List<String> problems) {
    /** Cells that an audit names. */
    public static final int UNREAD_MAX = 256;

    /** The books of an asset: what accounts hold together, what the issuer owes, and how many accounts there are. */
    public record Asset(long circulating, long issuer, int accounts) {
        /** Zero in good books. */
        public long sum() {
            return circulating + issuer;
        }
    }

    /** Reads the store in {@code directory} without changing it; the digest covers what {@code schema} knows. */
    public static StoreAudit of(Path directory, Schema schema, SignatureVerifier verifier) {
        try (RocksJournalView view = RocksJournalView.open(directory)) {
            return of(view, schema, verifier);
        }
    }

    static StoreAudit of(RocksJournalView view, Schema schema, SignatureVerifier verifier) {
        return new Reading(view::get, view::scan, schema, verifier).audit();
    }

    /** Reads the store in an open journal, as the one a simulation runs on. */
    public static StoreAudit of(DeltaJournal journal, Schema schema, SignatureVerifier verifier) {
        return new Reading(journal::get, journal::scan, schema, verifier).audit();
    }

    /** Gathers the parts of one audit. */
    private static final class Reading {
        private static final int ASSET_BYTES_MAX = 255;

        private final RowReader rows;
        private final StoredWorld.Scanner scanner;
        private final Schema schema;
        private final SignatureVerifier verifier;
        private final SortedMap<CommandId, Receipt> receipts = new TreeMap<>();
        private final SortedMap<String, Asset> assets = new TreeMap<>();
        private final List<String> problems = new ArrayList<>();

        Reading(RowReader rows, StoredWorld.Scanner scanner, Schema schema, SignatureVerifier verifier) {
            this.rows = rows;
            this.scanner = scanner;
            this.schema = schema;
            this.verifier = verifier;
        }

        StoreAudit audit() {
            WorldManifest manifest = StoredWorld.manifest(rows);
            List<Grant> grants = new ArrayList<>();
            for (Proof proof : StoredWorld.proofs(scanner)) {
                if (proof instanceof Grant grant) {
                    grants.add(grant);
                }
            }
            WorldId world = manifest == null ? null : manifest.worldId();
            LogAudit log = new LogAudit(rows, grants, verifier, world);
            if (manifest != null) {
                problems.addAll(SignedRows.problems(manifest, scanner, verifier));
            }
            scanner.scan(Table.LOG.prefix(), (key, value) -> log.read(value));
            scanner.scan(Table.ANSWER.prefix(), (key, value) -> readReceipt(value, log));
            scanner.scan(Table.ACCOUNT.prefix(), (key, value) -> readAccount(value));
            scanner.scan(Table.ISSUER.prefix(), this::readIssuer);
            log.checkHead();
            problems.addAll(log.problems());
            checkBooks();
            Replica replica = manifest == null ? null : AuditReplica.of(manifest, schema, scanner, verifier);
            String digest = replica == null ? "" : replica.digest().toString();
            Stability.Weight weight =
                    replica == null ? new Stability.Weight(0, 0, 0, 0) : new Stability(replica).weight();
            return new StoreAudit(
                    world,
                    log.applied(),
                    log.rejected(),
                    receipts,
                    assets,
                    digest,
                    log.begins(),
                    weight,
                    replica == null ? List.of() : new UnreadCells(replica).first(UNREAD_MAX),
                    List.copyOf(problems));
        }

        private boolean readReceipt(byte[] row, LogAudit log) {
            Receipt receipt = Receipt.decode(row);
            if (receipt == null) {
                return problems.add("a receipt is malformed");
            }
            receipts.put(receipt.command(), receipt);
            if (!log.holds(receipt)) {
                problems.add("the receipt of " + receipt.command() + " is not of any tick in the log");
            }
            return true;
        }

        private boolean readAccount(byte[] row) {
            ByteReader in = new ByteReader(row);
            long balance = in.i64();
            String asset = in.text(ASSET_BYTES_MAX);
            if (!in.complete() || balance < 0) {
                return problems.add("an account of " + asset + " holds " + balance);
            }
            assets.merge(asset, new Asset(balance, 0, 1), Reading::join);
            return true;
        }

        private boolean readIssuer(byte[] key, byte[] row) {
            String asset = new String(key, 1, key.length - 1, StandardCharsets.UTF_8);
            assets.merge(asset, new Asset(0, new ByteReader(row).i64(), 0), Reading::join);
            return true;
        }

        private static Asset join(Asset one, Asset other) {
            return new Asset(
                    one.circulating + other.circulating, one.issuer + other.issuer, one.accounts + other.accounts);
        }

        private void checkBooks() {
            assets.forEach((asset, books) -> {
                if (books.sum() != 0) {
                    problems.add(asset + " sums to " + books.sum() + ", must be 0");
                }
            });
        }
    }
}

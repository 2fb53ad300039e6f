package worldmesh.authority.member;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import worldmesh.authority.admit.AnswerWindow;
import worldmesh.authority.audit.CriticalRows;
import worldmesh.authority.member.Reached.Author;
import worldmesh.authority.member.Reached.Mark;
import worldmesh.authority.row.History;
import worldmesh.authority.row.Table;
import worldmesh.authority.tick.LogEntry;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.component.Schema;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.replica.Replica;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.Claim;
import worldmesh.world.trust.KnownProofs;
import worldmesh.world.trust.ProofId;

/**
 * The authority's state beside the world: books, answers and the log's head as rows, and the batches of tenures the log
 * rests on, which come by the ordinary sync. All of it follows from the committed log, so that members who have the
 * same log have the same state byte for byte. Confined to the owner's thread.
 */
final class StateRows {
    private static final List<Table> TABLES =
            List.of(Table.ANSWER, Table.WINDOW, Table.ACCOUNT, Table.ISSUER, Table.LOG_HEAD, Table.CRITICAL, Table.CUT);
    private static final int VERSION = 5;
    private static final int ROWS_MAX = 4 << 20;
    private static final int KEY_BYTES_MAX = 1024;
    private static final int VALUE_BYTES_MAX = 1 << 20;

    /** What a sector may hand over when the batches of one author are looked at. */
    private static final int BATCHES_BYTES_MAX = Integer.MAX_VALUE;

    private final DeltaJournal journal;
    private final Schema schema;

    /** What the state taken over rests on: batches up to there may be merged though they are in no entry here. */
    private final Reached taken = new Reached();

    private final Reached reached = new Reached();
    private final SortedSet<ProofId> claims = new TreeSet<>();

    /** Of what was taken over, what the replica was not seen to hold yet. */
    private final TreeMap<Author, Mark> lacking = new TreeMap<>();

    private final SortedSet<ProofId> lackingClaims = new TreeSet<>();
    private boolean contradicted;

    StateRows(DeltaJournal journal, Schema schema) {
        this.journal = journal;
        this.schema = schema;
        taken.load(journal, Table.COVER);
        reached.load(journal, Table.REACHED);
        journal.scan(Table.COVERED_CLAIM.prefix(), (key, value) -> claims.add(ProofId.decode(new ByteReader(value))));
        if (reached.marks().isEmpty()) {
            readLog(this::advance);
        } else if (isEmpty(Table.CRITICAL)) {
            readLog((batches, rows) -> CriticalRows.advance(batches, schema, rows));
        }
        lookAgain();
    }

    private boolean isEmpty(Table table) {
        boolean[] empty = {true};
        journal.scan(table.prefix(), (key, value) -> empty[0] = false);
        return empty[0];
    }

    /** A store from before marks, or cells, were kept has them in its log. */
    private void readLog(BiConsumer<List<SignedBatch>, JournalBatch> advance) {
        JournalBatch rows = new JournalBatch();
        journal.scan(Table.LOG.prefix(), (key, value) -> {
            LogEntry entry = LogEntry.decode(value);
            if (entry != null) {
                advance.accept(entry.batches(), rows);
            }
            return true;
        });
        if (!rows.isEmpty()) {
            journal.commit(rows);
        }
    }

    /** The log goes on with these batches. */
    void advance(List<SignedBatch> batches, JournalBatch rows) {
        CriticalRows.advance(batches, schema, rows);
        for (SignedBatch batch : batches) {
            reached.advance(batch, rows);
            for (Op op : batch.ops()) {
                if (op instanceof Op.Transfer transfer && transfer.claim().grant() != null) {
                    note(transfer.claim(), rows);
                }
            }
        }
    }

    private void note(Claim claim, JournalBatch rows) {
        if (claims.add(claim.id())) {
            rows.put(key(claim.id()), row(claim.id()));
        }
    }

    /** The replica was opened again from the store. */
    void lookAgain() {
        lacking.clear();
        lacking.putAll(taken.marks());
        lackingClaims.clear();
        lackingClaims.addAll(claims);
    }

    /** The state at the end of the committed log. */
    byte[] capture() {
        List<byte[]> rows = new ArrayList<>();
        DeltaJournal.RowVisitor add = (key, value) -> rows.add(key) && rows.add(value);
        AnswerWindow.scanLive(journal, add);
        for (Table table : List.of(Table.ACCOUNT, Table.ISSUER, Table.LOG_HEAD, Table.CRITICAL, Table.CUT)) {
            journal.scan(table.prefix(), add);
        }
        ByteWriter out = new ByteWriter(4096).u8(VERSION).varint(rows.size() / 2);
        rows.forEach(out::block);
        reached.encode(out);
        out.varint(claims.size());
        claims.forEach(claim -> claim.encode(out));
        return out.toBytes();
    }

    boolean install(byte[] state, JournalBatch rows) {
        ByteReader in = new ByteReader(state);
        boolean known = in.u8() == VERSION;
        JournalBatch next = new JournalBatch();
        int count = in.count(ROWS_MAX);
        for (int i = 0; i < count && in.ok(); i++) {
            byte[] key = in.block(KEY_BYTES_MAX);
            byte[] value = in.block(VALUE_BYTES_MAX);
            known &= key.length > 0 && TABLES.stream().anyMatch(table -> table.prefix()[0] == key[0]);
            next.put(key, value);
        }
        Reached named = Reached.decode(in, ROWS_MAX);
        SortedSet<ProofId> given = new TreeSet<>();
        int claimed = in.count(ROWS_MAX);
        for (int i = 0; i < claimed && in.ok(); i++) {
            given.add(ProofId.decode(in));
        }
        if (!known || !in.complete()) {
            return false;
        }
        TABLES.forEach(table -> clear(table, rows));
        next.rows().forEach(row -> rows.put(row.key(), Objects.requireNonNull(row.value())));
        taken.replace(named.marks(), Table.COVER, journal, rows);
        reached.replace(named.marks(), Table.REACHED, journal, rows);
        clear(Table.COVERED_CLAIM, rows);
        claims.clear();
        claims.addAll(given);
        claims.forEach(claim -> rows.put(key(claim), row(claim)));
        contradicted = false;
        lookAgain();
        return true;
    }

    /** The last sequence of a tenure's that the state taken over rests on, 0 for none. */
    private long last(SectorId sector, long replica) {
        return taken.marks()
                .getOrDefault(new Author(sector, replica), Mark.NONE)
                .last();
    }

    /** What tenures wrote that the state taken over does not rest on is of a branch that lost; true if anything was. */
    boolean retractForeign(Replica replica, History history, JournalBatch rows) {
        boolean any = false;
        KnownProofs proofs = replica.knownProofs();
        for (SectorId sector : replica.sectors()) {
            for (long author : replica.vector(sector).entries().keySet()) {
                if (proofs.isTenure(author)) {
                    any |= history.retractBehind(sector, author, last(sector, author), rows);
                }
            }
        }
        return any;
    }

    private void clear(Table table, JournalBatch rows) {
        journal.scan(table.prefix(), (key, value) -> {
            rows.delete(key);
            return true;
        });
    }

    private static byte[] key(ProofId claim) {
        return Table.COVERED_CLAIM
                .key(16)
                .putLong(claim.high())
                .putLong(claim.low())
                .array();
    }

    private static byte[] row(ProofId claim) {
        ByteWriter out = new ByteWriter(16);
        claim.encode(out);
        return out.toBytes();
    }

    /** True if the state taken over rests on this batch. */
    boolean covers(SignedBatch batch) {
        return taken.covers(batch);
    }

    /** True if the committed log rests on this claim. */
    boolean covers(ProofId claim) {
        return claims.contains(claim);
    }

    /** True if the replica holds everything the state taken over rests on, and nothing else in its place. */
    boolean isCovered(Replica replica) {
        lackingClaims.removeIf(replica.knownProofs()::knows);
        for (Author author : List.copyOf(lacking.keySet())) {
            Mark mark = Objects.requireNonNull(lacking.get(author));
            if (replica.vector(author.sector()).last(author.replica()) >= mark.last()) {
                contradicted |= isContradicted(replica, author, mark);
                lacking.remove(author);
            }
        }
        return lacking.isEmpty() && lackingClaims.isEmpty() && !contradicted;
    }

    /** The sectors of which the replica lacks something that the state taken over rests on. */
    Set<SectorId> lackingSectors(Replica replica) {
        isCovered(replica);
        Set<SectorId> sectors = new TreeSet<>();
        lacking.keySet().forEach(author -> sectors.add(author.sector()));
        return sectors;
    }

    /** What the replica does not hold yet, for a log line. */
    String lacking() {
        return "marks " + lacking + " claims " + lackingClaims.size() + " contradicted " + contradicted;
    }

    /** True if the replica merged other batches under the numbers of those that the log has. */
    boolean isContradicted() {
        return contradicted;
    }

    /** Batches that are retained no longer cannot be compared. */
    private static boolean isContradicted(Replica replica, Author author, Mark mark) {
        VersionVector others = replica.vector(author.sector()).copy();
        others.set(author.replica(), 0);
        Mark found = Mark.NONE;
        for (SignedBatch batch : replica.missing(author.sector(), others, BATCHES_BYTES_MAX)) {
            boolean next = batch.replica() == author.replica() && batch.sequence() == found.last() + 1;
            if (next && found.last() < mark.last()) {
                found = found.after(batch);
            }
        }
        return found.last() == mark.last() && !found.equals(mark);
    }
}

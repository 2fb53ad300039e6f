package worldmesh.authority.member;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import worldmesh.authority.row.Table;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.replica.Replica;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.Claim;
import worldmesh.world.trust.KnownProofs;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.ProofId;

/**
 * The authority's state beside the world: books, answers, bans and the log's head as rows, and the batches of tenures
 * it rests on, which come by the ordinary sync. Confined to the owner's thread.
 */
final class StateRows {
    private static final List<Table> TABLES =
            List.of(Table.ANSWER, Table.WINDOW, Table.ACCOUNT, Table.ISSUER, Table.LOG_HEAD, Table.BAN);
    private static final int VERSION = 2;
    private static final int ROWS_MAX = 4 << 20;
    private static final int KEY_BYTES_MAX = 1024;
    private static final int VALUE_BYTES_MAX = 64 << 10;

    private final DeltaJournal journal;
    private final SortedMap<Author, Long> cover = new TreeMap<>();
    private final SortedSet<ProofId> claims = new TreeSet<>();

    private record Author(SectorId sector, long replica) implements Comparable<Author> {
        @Override
        public int compareTo(Author other) {
            int order = sector.compareTo(other.sector);
            return order != 0 ? order : Long.compareUnsigned(replica, other.replica);
        }

        byte[] key() {
            return Table.COVER
                    .key(25)
                    .put((byte) sector.scale())
                    .putLong(sector.x())
                    .putLong(sector.y())
                    .putLong(replica)
                    .array();
        }

        void encode(ByteWriter out) {
            sector.encode(out);
            out.i64(replica);
        }

        static Author decode(ByteReader in) {
            return new Author(SectorId.decode(in), in.i64());
        }
    }

    StateRows(DeltaJournal journal) {
        this.journal = journal;
        journal.scan(Table.COVER.prefix(), (key, value) -> {
            ByteReader in = new ByteReader(value);
            cover.put(Author.decode(in), in.i64());
            return true;
        });
        journal.scan(Table.COVERED_CLAIM.prefix(), (key, value) -> claims.add(ProofId.decode(new ByteReader(value))));
    }

    /** The state as it is committed: what the replica shows beyond, of undecided entries, it does not rest on. */
    byte[] capture(Replica replica, List<SignedBatch> undecided) {
        ByteWriter out = new ByteWriter(4096).u8(VERSION);
        List<byte[]> rows = new ArrayList<>();
        for (Table table : TABLES) {
            journal.scan(table.prefix(), (key, value) -> rows.add(key) && rows.add(value));
        }
        out.varint(rows.size() / 2);
        rows.forEach(out::block);
        SortedMap<Author, Long> written = new TreeMap<>(cover);
        KnownProofs proofs = replica.knownProofs();
        for (SectorId sector : replica.sectors()) {
            replica.vector(sector).entries().forEach((author, last) -> {
                if (proofs.isTenure(author)) {
                    written.merge(new Author(sector, author), last, Math::max);
                }
            });
        }
        for (SignedBatch batch : undecided) {
            Author author = new Author(batch.sector(), batch.replica());
            long before = batch.sequence() - 1;
            written.computeIfPresent(author, (key, last) -> Math.min(last, before));
            written.remove(author, 0L);
        }
        out.varint(written.size());
        written.forEach((author, last) -> {
            author.encode(out);
            out.varint(last);
        });
        SortedSet<ProofId> given = grantedIn(replica);
        out.varint(given.size());
        given.forEach(claim -> claim.encode(out));
        return out.toBytes();
    }

    /** The ownerships that were given by right of a grant: their batches may be folded at whoever has them. */
    private SortedSet<ProofId> grantedIn(Replica replica) {
        SortedSet<ProofId> given = new TreeSet<>(claims);
        for (Proof proof : replica.proofs()) {
            if (proof instanceof Claim claim && claim.grant() != null) {
                given.add(claim.id());
            }
        }
        return given;
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
        SortedMap<Author, Long> named = new TreeMap<>();
        int authors = in.count(ROWS_MAX);
        for (int i = 0; i < authors && in.ok(); i++) {
            named.put(Author.decode(in), in.varint());
        }
        SortedSet<ProofId> given = new TreeSet<>();
        int claimed = in.count(ROWS_MAX);
        for (int i = 0; i < claimed && in.ok(); i++) {
            given.add(ProofId.decode(in));
        }
        if (!known || !in.complete()) {
            return false;
        }
        TABLES.forEach(table -> clear(table, rows));
        clear(Table.COVER, rows);
        next.rows().forEach(row -> rows.put(row.key(), java.util.Objects.requireNonNull(row.value())));
        clear(Table.COVERED_CLAIM, rows);
        cover.clear();
        cover.putAll(named);
        cover.forEach((author, last) -> {
            ByteWriter out = new ByteWriter(32);
            author.encode(out);
            rows.put(author.key(), out.i64(last).toBytes());
        });
        claims.clear();
        claims.addAll(given);
        claims.forEach(claim -> {
            ByteWriter out = new ByteWriter(16);
            claim.encode(out);
            rows.put(key(claim), out.toBytes());
        });
        return true;
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

    /** True if the state taken over rests on this batch. */
    boolean covers(SignedBatch batch) {
        Long last = cover.get(new Author(batch.sector(), batch.replica()));
        return last != null && batch.sequence() <= last;
    }

    /** True if the state taken over rests on this claim. */
    boolean covers(ProofId claim) {
        return claims.contains(claim);
    }

    /** True if the replica holds everything the state taken over rests on. */
    boolean isCovered(Replica replica) {
        for (Map.Entry<Author, Long> each : cover.entrySet()) {
            Author author = each.getKey();
            if (replica.vector(author.sector()).last(author.replica()) < each.getValue()) {
                return false;
            }
        }
        return claims.stream().allMatch(replica.knownProofs()::knows);
    }
}

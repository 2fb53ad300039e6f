package worldmesh.authority.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.HistogramType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Statistics;
import org.rocksdb.StatsLevel;
import org.rocksdb.TablePropertiesCollectorFactory;
import org.rocksdb.TickerType;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.WriteOptions;
import worldmesh.runtime.journal.DeltaJournal.RowVisitor;
import worldmesh.runtime.journal.JournalBatch.Row;
import worldmesh.runtime.metrics.CacheStats;

/**
 * The database itself with every native handle it needs. Reads and {@link #write} may run on two threads at once, as
 * RocksDB allows; opening and closing belong to one owner, who calls nothing afterwards: a closed handle crashes the
 * process instead of throwing.
 */
final class RocksRows implements AutoCloseable {
    /** The database's directory inside the store's. */
    static final String DIRECTORY = "db";

    /** Blocks, indexes, filters and memtables together: the journal's native memory but for the table readers. */
    private static final long CACHE_BYTES = 64L << 20;

    private static final long MEMTABLES_BYTES = 32L << 20;
    private static final long WAL_BYTES = 64L << 20;
    private static final int OPEN_FILES_MAX = 512;
    private static final int INFO_LOGS_KEPT = 2;
    private static final long INFO_LOG_BYTES = 1L << 20;

    /** One below RocksDB's default of 7, so that the last major version of RocksDB still reads our tables. */
    private static final int TABLE_FORMAT = 6;

    private static final int BLOOM_BITS = 10;

    /** A table file where half of so many neighbouring rows are deletes is compacted soon: that gives space back. */
    private static final int DELETES_WINDOW = 1024;

    private static final int DELETES_TRIGGER = 512;
    private static final byte[] HIGH_WATER = "high-water".getBytes(StandardCharsets.US_ASCII);

    static {
        RocksDB.loadLibrary();
    }

    private final Deque<AbstractNativeReference> natives = new ArrayDeque<>();
    private final RocksDB db;
    private final ColumnFamilyHandle rows;
    private final ColumnFamilyHandle meta;
    private final WriteOptions synced;
    private final Statistics statistics;
    private final LRUCache blocks;
    private final MessageDigest sha256;
    private HighWater.Mark mark;

    private RocksRows(Path directory, boolean readOnly) throws RocksDBException {
        LRUCache cache = own(new LRUCache(CACHE_BYTES));
        blocks = cache;
        // Hits and misses are counted; nothing is timed.
        statistics = own(new Statistics(EnumSet.allOf(HistogramType.class)));
        statistics.setStatsLevel(StatsLevel.EXCEPT_DETAILED_TIMERS);
        DBOptions options = options(cache, readOnly).setStatistics(statistics);
        ColumnFamilyOptions tables = tables(cache);
        synced = own(new WriteOptions().setSync(true));
        List<ColumnFamilyDescriptor> families = List.of(
                new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, tables),
                new ColumnFamilyDescriptor("meta".getBytes(StandardCharsets.US_ASCII), tables));
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        String path = directory.resolve(DIRECTORY).toString();
        boolean opened = false;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
            db = own(
                    readOnly
                            ? RocksDB.openReadOnly(options, path, families, handles)
                            : RocksDB.open(options, path, families, handles));
            rows = own(handles.get(0));
            meta = own(handles.get(1));
            byte[] stored = db.get(meta, HIGH_WATER);
            mark = stored == null ? HighWater.Mark.NONE : HighWater.Mark.decoded(stored);
            opened = true;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        } finally {
            if (!opened) {
                close();
            }
        }
    }

    /** Opens the database of a store for its one writer, or read-only beside whatever else happens to it. */
    static RocksRows open(Path directory, boolean readOnly) {
        try {
            return new RocksRows(directory, readOnly);
        } catch (RocksDBException e) {
            throw refusal(directory, e);
        }
    }

    private static JournalOpenException refusal(Path directory, RocksDBException e) {
        String reason = String.valueOf(e.getMessage());
        String lower = reason.toLowerCase(Locale.ROOT);
        if (lower.contains("lock file") || lower.contains("lock hold")) {
            return new JournalOpenException(
                    "store " + directory + " is in use by a running program; stop it or name another directory", e);
        }
        return new JournalOpenException(
                "store " + directory + " is damaged or unreadable and was left as it is (" + reason
                        + logs(directory, reason)
                        + "); restore it from a backup, or start with a new directory and sync from another peer",
                e);
    }

    /** RocksDB names tables; what it does not name is its write-ahead log. */
    private static String logs(Path directory, String reason) {
        if (reason.contains(".sst") || !reason.toLowerCase(Locale.ROOT).contains("checksum mismatch")) {
            return "";
        }
        try (Stream<Path> files = Files.list(directory.resolve(DIRECTORY))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".log"))
                    .sorted()
                    .collect(Collectors.joining(", ", " in the write-ahead log: ", ""));
        } catch (IOException e) {
            return " in the write-ahead log";
        }
    }

    private <T extends AbstractNativeReference> T own(T handle) {
        natives.push(handle);
        return handle;
    }

    private DBOptions options(Cache cache, boolean readOnly) {
        WriteBufferManager memtables = own(new WriteBufferManager(MEMTABLES_BYTES, cache));
        return own(new DBOptions())
                .setCreateIfMissing(!readOnly)
                .setCreateMissingColumnFamilies(!readOnly)
                // The default mode, point in time, drops everything behind a flipped bit in silence.
                .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
                .setParanoidChecks(true)
                .setWriteBufferManager(memtables)
                .setMaxTotalWalSize(WAL_BYTES)
                .setMaxOpenFiles(OPEN_FILES_MAX)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setKeepLogFileNum(INFO_LOGS_KEPT)
                .setMaxLogFileSize(INFO_LOG_BYTES);
    }

    private ColumnFamilyOptions tables(Cache cache) {
        BlockBasedTableConfig config = new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setCacheIndexAndFilterBlocks(true)
                .setFormatVersion(TABLE_FORMAT)
                .setFilterPolicy(own(new BloomFilter(BLOOM_BITS)));
        Options collecting = own(new Options());
        collecting.setTablePropertiesCollectorFactory(
                List.of(own(TablePropertiesCollectorFactory.NewCompactOnDeletionCollectorFactory(
                        DELETES_WINDOW, DELETES_TRIGGER, 0))));
        return own(new ColumnFamilyOptions(collecting))
                .setTableFormatConfig(config)
                .setCompressionType(CompressionType.LZ4_COMPRESSION);
    }

    /** The last batch in the database and the hash chain up to it. */
    HighWater.Mark mark() {
        return mark;
    }

    byte @Nullable [] get(byte[] key) throws IOException {
        try {
            return db.get(rows, key);
        } catch (RocksDBException e) {
            throw new IOException("cannot read a row: " + e.getMessage(), e);
        }
    }

    /** Visits the rows under {@code prefix}; a scan that ends early because of the disk fails instead of ending. */
    void scan(byte[] prefix, RowVisitor visitor) throws IOException {
        try (RocksIterator at = db.newIterator(rows)) {
            for (at.seek(prefix); at.isValid(); at.next()) {
                byte[] key = at.key();
                if (!hasPrefix(key, prefix) || !visitor.onRow(key, at.value())) {
                    break;
                }
            }
            at.status();
        } catch (RocksDBException e) {
            throw new IOException("cannot scan rows: " + e.getMessage(), e);
        }
    }

    /** Visits every row that can be read; where the disk fails it goes on behind, and says what lies between. */
    void salvage(RowVisitor visitor, RowGap.Listener gaps) {
        byte[] from = new byte[0];
        while (true) {
            byte[] last = from;
            String why;
            try (RocksIterator at = db.newIterator(rows)) {
                for (at.seek(from); at.isValid(); at.next()) {
                    last = at.key();
                    visitor.onRow(last, at.value());
                }
                at.status();
                return;
            } catch (RocksDBException e) {
                why = String.valueOf(e.getMessage());
            }
            byte[] next = readableAfter(last);
            gaps.onGap(new RowGap(last, next, why));
            if (next == null) {
                return;
            }
            from = next;
        }
    }

    /** A near key behind that can be read: whatever stands between is in blocks that cannot, or lies beside them. */
    private byte @Nullable [] readableAfter(byte[] last) {
        for (int length = last.length; length >= 1; length--) {
            for (int step = 1; step <= Byte.MAX_VALUE; step *= 2) {
                int digit = (last[length - 1] & 0xff) + step;
                byte[] candidate = Arrays.copyOf(last, length);
                candidate[length - 1] = (byte) digit;
                byte[] found = digit > 0xff ? null : firstFrom(candidate);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** The first key from there on, null if it cannot be read or there is none. */
    private byte @Nullable [] firstFrom(byte[] key) {
        try (RocksIterator there = db.newIterator(rows)) {
            there.seek(key);
            byte[] found = there.isValid() ? there.key() : null;
            there.status();
            return found;
        } catch (RocksDBException e) {
            return null;
        }
    }

    /** Writes the rows and the new high-water mark as one batch and returns once it is on disk. */
    HighWater.Mark write(List<Row> group, long lastSequence) throws IOException {
        try (WriteBatch batch = new WriteBatch()) {
            for (Row row : group) {
                byte[] value = row.value();
                if (value == null) {
                    batch.delete(rows, row.key());
                } else {
                    batch.put(rows, row.key(), value);
                }
            }
            sha256.update(mark.chain());
            sha256.update(batch.data());
            HighWater.Mark next = new HighWater.Mark(lastSequence, sha256.digest());
            batch.put(meta, HIGH_WATER, next.encoded());
            db.write(synced, batch);
            mark = next;
            return next;
        } catch (RocksDBException e) {
            throw new IOException("cannot write to the journal: " + e.getMessage(), e);
        }
    }

    /** The cache of blocks: how often one was there, and its bytes. */
    CacheStats cache() {
        return new CacheStats(
                "journal",
                statistics.getTickerCount(TickerType.BLOCK_CACHE_HIT),
                statistics.getTickerCount(TickerType.BLOCK_CACHE_MISS),
                blocks.getUsage(),
                CACHE_BYTES);
    }

    static boolean hasPrefix(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    @Override
    public void close() {
        while (!natives.isEmpty()) {
            natives.pop().close();
        }
    }
}

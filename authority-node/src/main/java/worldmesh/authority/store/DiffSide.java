package worldmesh.authority.store;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.journal.RocksJournalView;
import worldmesh.authority.row.RowReader;
import worldmesh.authority.row.Table;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.world.component.Declaration;
import worldmesh.world.component.Schema;
import worldmesh.world.replica.Replica;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.ReplicaCertificate;
import worldmesh.world.trust.WorldManifest;

/** One of two worlds that are compared: a store, in use or not, or a backup, which is read into memory. */
final class DiffSide implements AutoCloseable {
    private static final String IDENTITY = "identity.key";
    private static final int IDENTITY_BYTES_MAX = 4_096;

    private final Path path;
    private final RowReader reader;
    private final StoredWorld.Scanner scanner;
    private final Runnable release;
    private final WorldManifest manifest;

    private DiffSide(Path path, RowReader reader, StoredWorld.Scanner scanner, Runnable release) {
        this.path = path;
        this.reader = reader;
        this.scanner = scanner;
        this.release = release;
        WorldManifest known = StoredWorld.manifest(reader);
        if (known == null) {
            throw new IllegalStateException(path + " holds no world; name the store of a peer or a node, or a backup");
        }
        this.manifest = known;
    }

    /** Opens what lies there to be read; what is neither a store nor a backup, or is damaged, is refused in words. */
    static DiffSide open(Path path) {
        if (!Files.exists(path)) {
            throw new IllegalArgumentException(
                    path + " does not exist; name the directory of a world's store, or a backup of one");
        }
        if (!Files.isDirectory(path)) {
            NavigableMap<byte[], byte[]> rows = backup(path);
            return new DiffSide(path, rows::get, (prefix, visitor) -> scan(rows, prefix, visitor), () -> {});
        }
        RocksJournalView view = RocksJournalView.open(path);
        boolean whole = false;
        try {
            DiffSide side = new DiffSide(path, view::get, view::scan, view::close);
            whole = true;
            return side;
        } finally {
            if (!whole) {
                view.close();
            }
        }
    }

    private static NavigableMap<byte[], byte[]> backup(Path file) {
        NavigableMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            BackupFile.read(in, (key, value) -> {
                rows.put(key, value);
                return true;
            });
            return rows;
        } catch (ZipException e) {
            throw damaged(file, "it is damaged", e);
        } catch (IOException e) {
            throw damaged(file, e.getMessage() == null ? "it ends early" : e.getMessage(), e);
        }
    }

    private static UncheckedIOException damaged(Path file, String why, IOException cause) {
        return new UncheckedIOException(
                file + " is no whole backup: " + why + "; take another copy of it, or name the store itself", cause);
    }

    private static void scan(NavigableMap<byte[], byte[]> rows, byte[] prefix, DeltaJournal.RowVisitor visitor) {
        for (Map.Entry<byte[], byte[]> row : rows.tailMap(prefix, true).entrySet()) {
            byte[] key = row.getKey();
            boolean inside =
                    key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
            if (!inside || !visitor.onRow(key, row.getValue())) {
                return;
            }
        }
    }

    Path path() {
        return path;
    }

    WorldManifest manifest() {
        return manifest;
    }

    byte @Nullable [] row(byte[] key) {
        return reader.get(key);
    }

    StoredWorld.Scanner rows() {
        return scanner;
    }

    /** What the program that opened the store last declares; null if it was one that did not say. */
    @Nullable List<Declaration> declared() {
        byte[] row = reader.get(Table.DECLARED.prefix());
        if (row == null) {
            return null;
        }
        List<Declaration> declared = Declaration.decode(row);
        if (declared == null) {
            throw StoreDamagedException.row("list of declared components");
        }
        return declared;
    }

    /** The peers behind the replicas that are known here. */
    Map<Long, PeerId> peers() {
        Map<Long, PeerId> peers = new HashMap<>();
        for (Proof proof : StoredWorld.proofs(scanner)) {
            if (proof instanceof ReplicaCertificate certificate) {
                peers.put(certificate.replica(), certificate.peer());
            }
        }
        return peers;
    }

    /** The file with the peer's key; null for a backup, or where it lies elsewhere. */
    @Nullable Path identity() {
        Path file = path.resolve(IDENTITY);
        return Files.isDirectory(path) && Files.isRegularFile(file) ? file : null;
    }

    /** True if both have the same key; what it is nobody is told. */
    static boolean sameIdentity(Path one, Path other) {
        try {
            return Files.size(one) <= IDENTITY_BYTES_MAX && Files.mismatch(one, other) < 0;
        } catch (IOException e) {
            return false; // another user's: it is not for this one to read
        }
    }

    /** What the rows make; nobody's replica. */
    Replica replica(SignatureVerifier verifier) {
        return AuditReplica.of(manifest, Schema.of(), scanner, verifier);
    }

    @Override
    public void close() {
        release.run();
    }
}

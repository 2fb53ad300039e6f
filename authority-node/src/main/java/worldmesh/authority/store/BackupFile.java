package worldmesh.authority.store;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import worldmesh.runtime.journal.DeltaJournal.RowVisitor;

/**
 * The bytes of a backup, docs/journal.md "Backups": a line that names the format, then a gzip stream of rows in key
 * order, their number, and the SHA-256 of all that. Every field is checked before it is used. Stateless.
 */
public final class BackupFile {
    private static final byte[] FORMAT = "worldmesh-backup 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int END = -1;
    private static final int KEY_BYTES_MAX = 1 << 10;
    private static final int VALUE_BYTES_MAX = 128 << 20;

    private BackupFile() {}

    /** Visits rows in key order: the scan of a journal, or of rows that are at hand. */
    @FunctionalInterface
    public interface Rows {
        /** Visits the rows whose keys begin so. */
        void scan(byte[] prefix, RowVisitor visitor);
    }

    /** Writes the rows that {@code rows} visits; answers how many. */
    public static long write(OutputStream file, Rows rows) throws IOException {
        file.write(FORMAT);
        GZIPOutputStream packed = new GZIPOutputStream(new BufferedOutputStream(file, 1 << 16), 1 << 16);
        MessageDigest sha = sha256();
        DataOutputStream out = new DataOutputStream(new DigestOutputStream(packed, sha));
        long[] count = new long[1];
        IOException[] failure = new IOException[1];
        rows.scan(new byte[0], (key, value) -> {
            try {
                out.writeInt(key.length);
                out.write(key);
                out.writeInt(value.length);
                out.write(value);
                count[0]++;
                return true;
            } catch (IOException e) {
                failure[0] = e;
                return false;
            }
        });
        if (failure[0] != null) {
            throw failure[0];
        }
        out.writeInt(END);
        out.writeLong(count[0]);
        out.flush();
        packed.write(sha.digest());
        packed.finish();
        packed.flush();
        return count[0];
    }

    /** Hands every row to {@code visitor}; answers how many. Nothing of it counts before this returned. */
    public static long read(InputStream file, RowVisitor visitor) throws IOException {
        byte[] format = file.readNBytes(FORMAT.length);
        if (!Arrays.equals(format, FORMAT)) {
            throw new IOException("it does not begin with \"worldmesh-backup 1\"");
        }
        InputStream plain = new GZIPInputStream(new BufferedInputStream(file, 1 << 16), 1 << 16);
        MessageDigest sha = sha256();
        DataInputStream in = new DataInputStream(new DigestInputStream(plain, sha));
        long count = 0;
        for (int length = in.readInt(); length != END; length = in.readInt()) {
            byte[] key = bytes(in, length, KEY_BYTES_MAX);
            visitor.onRow(key, bytes(in, in.readInt(), VALUE_BYTES_MAX));
            count++;
        }
        long promised = in.readLong();
        byte[] expected = sha.digest();
        if (promised != count || !Arrays.equals(expected, plain.readNBytes(expected.length))) {
            throw new IOException("its checksum is wrong");
        }
        return count;
    }

    private static byte[] bytes(DataInputStream in, int length, int max) throws IOException {
        if (length < 0 || length > max) {
            throw new IOException("a field of " + length + " bytes, at most " + max + " are allowed");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("it ends early");
        }
        return bytes;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

package worldmesh.simulation.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import worldmesh.authority.store.BackupFile;
import worldmesh.testkit.fuzz.FuzzTarget;

/** Files that somebody restores a store from: what is wrong with one is said in one kind of exception. */
final class BackupTarget {
    /** Two buffers of 64 KiB, and what gzip itself takes. */
    private static final long BASE = 1 << 20;

    /** gzip unpacks a byte to a thousand, which are gathered in pieces. */
    private static final long FACTOR = 8_192;

    private BackupTarget() {}

    static FuzzTarget of() {
        return new FuzzTarget("backup", List.of(backup(0), backup(1), backup(40)), BackupTarget::reads, BASE, FACTOR);
    }

    private static byte[] backup(int rows) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            BackupFile.write(out, (prefix, visitor) -> {
                for (int row = 0; row < rows; row++) {
                    visitor.onRow(new byte[] {1, (byte) row}, new byte[row * 10]);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        return out.toByteArray();
    }

    private static boolean reads(byte[] data) {
        try {
            BackupFile.read(new ByteArrayInputStream(data), (key, value) -> true);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}

package worldmesh.authority.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The file {@code FORMAT} of a store directory: read before RocksDB is, so that a newer store is refused in words. */
final class JournalFormat {
    /** The version this build writes, and the newest it reads; docs/journal.md tells what each brought. */
    static final int VERSION = 2;

    private static final String FILE = "FORMAT";
    private static final String NEXT = "FORMAT.next";
    private static final String NAME = "worldmesh-store ";
    private static final int FILE_BYTES_MAX = 64;

    private JournalFormat() {}

    /** Checks the format of {@code directory}, which is created and marked if it holds no store yet. */
    static void claim(Path directory) {
        try {
            Files.createDirectories(directory);
            if (!Files.exists(directory.resolve(FILE))) {
                refuseForeign(directory);
                write(directory);
            }
        } catch (FileAlreadyExistsException e) {
            throw new JournalOpenException("store " + directory + " is a file, must be a directory", e);
        } catch (IOException e) {
            throw unreadable(directory, e);
        }
        check(directory);
    }

    /** The store was brought to the version that this build writes: from now on older programs refuse it. */
    static void raise(Path directory) {
        try {
            Path next = directory.resolve(NEXT);
            writeSynced(next);
            Files.move(next, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel listed = FileChannel.open(directory, StandardOpenOption.READ)) {
                listed.force(true);
            }
        } catch (IOException e) {
            throw unreadable(directory, e);
        }
    }

    /** The version of a store; refuses a directory that holds none, or one of a newer version. */
    static int check(Path directory) {
        String text;
        try {
            if (!Files.isRegularFile(directory.resolve(FILE)) || Files.size(directory.resolve(FILE)) > FILE_BYTES_MAX) {
                throw new JournalOpenException("store " + directory + " has no readable file " + FILE
                        + ", so it is not a store of this program; name another directory");
            }
            text = Files.readString(directory.resolve(FILE), StandardCharsets.ISO_8859_1)
                    .strip();
        } catch (IOException e) {
            throw unreadable(directory, e);
        }
        int version = parse(text);
        if (version < 1) {
            throw new JournalOpenException("store " + directory + " has a damaged file " + FILE
                    + "; restore it from a backup or name another directory");
        }
        if (version > VERSION) {
            throw new JournalOpenException("store " + directory + " has format " + version
                    + ", this program reads up to " + VERSION + "; use the newer program that wrote it");
        }
        return version;
    }

    private static int parse(String text) {
        String digits = text.startsWith(NAME) ? text.substring(NAME.length()) : "";
        return digits.matches("[0-9]{1,6}") ? Integer.parseInt(digits) : -1;
    }

    private static void refuseForeign(Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            if (entries.anyMatch(path -> path.getFileName().toString().equals(RocksRows.DIRECTORY))) {
                throw new JournalOpenException("store " + directory + " has a database but no file " + FILE
                        + "; restore it from a backup or name another directory");
            }
        }
    }

    private static void write(Path directory) throws IOException {
        writeSynced(directory.resolve(FILE));
        try (FileChannel listed = FileChannel.open(directory, StandardOpenOption.READ)) {
            listed.force(true);
        }
    }

    private static void writeSynced(Path file) throws IOException {
        byte[] text = (NAME + VERSION + "\n").getBytes(StandardCharsets.ISO_8859_1);
        Files.write(file, text, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
        try (FileChannel written = FileChannel.open(file, StandardOpenOption.WRITE)) {
            written.force(true);
        }
    }

    static JournalOpenException unreadable(Path directory, IOException cause) {
        return new JournalOpenException(
                "store " + directory + " cannot be read or written (" + cause + "); check its permissions and disk",
                cause);
    }
}

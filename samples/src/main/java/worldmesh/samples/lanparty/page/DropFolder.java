package worldmesh.samples.lanparty.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import worldmesh.peer.asset.AssetManifest;
import worldmesh.peer.asset.SafeName;

/**
 * The folder with the copies of what was dropped onto the page: a browser hands over bytes, never a path. A file gets
 * its name when all of it is here; whatever it was called, it lies in this folder. Safe from any thread.
 */
public final class DropFolder {
    /** The largest file that can be shared. */
    public static final long BYTES_MAX = AssetManifest.SIZE_MAX;

    /** Files taken at once: the page sends one after the other, and there may be another page. Each holds a thread. */
    static final int AT_ONCE_MAX = 2;

    /** Left free on the disk for the world's own store, which may not fail for a file's sake. */
    static final long ROOM_KEPT = 256L << 20;

    /** What is read at once, and so what a file of any size takes of the memory. */
    private static final int BUFFER_BYTES = 64 << 10;

    /** Names tried for a file; more copies of one file are refused. */
    private static final int NAMES_MAX = 1_000;

    private static final String PART = ".part";

    private static final Logger log = LoggerFactory.getLogger(DropFolder.class);

    private final Path folder;
    private final Room room;
    private final Semaphore turns = new Semaphore(AT_ONCE_MAX);

    /** Bytes that files under way will still take. */
    private final AtomicLong promised = new AtomicLong();

    private final AtomicLong parts = new AtomicLong();

    /** How many bytes the disk has left. */
    @FunctionalInterface
    interface Room {
        long bytes(Path folder) throws IOException;
    }

    /** Copies in {@code folder}, which is made when it is needed. */
    public DropFolder(Path folder) {
        this(folder, each -> Files.getFileStore(each).getUsableSpace());
    }

    DropFolder(Path folder, Room room) {
        this.folder = folder.toAbsolutePath().normalize();
        this.room = room;
    }

    /**
     * What a page is answered.
     *
     * @param status of HTTP
     * @param words what stands in the way, or how the file is called here
     * @param file where it is, if it is here
     */
    record Answer(int status, String words, @Nullable Path file) {
        static Answer refused(int status, String words) {
            return new Answer(status, words, null);
        }

        boolean isGood() {
            return status < 300;
        }
    }

    /** Says whether a file of that size would be taken: a page asks first, for it hears no answer while it sends. */
    Answer look(long size) {
        if (size < 0) {
            return Answer.refused(411, "how large the file is was not said; send its length");
        }
        if (size > BYTES_MAX) {
            return Answer.refused(
                    413, "the file has " + size + " bytes, at most " + BYTES_MAX + " are shared; share it in pieces");
        }
        try {
            Files.createDirectories(folder);
            long left = room.bytes(folder) - promised.get() - ROOM_KEPT;
            if (size > left) {
                return Answer.refused(
                        507,
                        "the file has " + size + " bytes, this disk has room for " + Math.max(0, left)
                                + "; make room, or write share PATH at the terminal, which copies nothing");
            }
        } catch (IOException e) {
            return failed(e);
        }
        return new Answer(204, "", null);
    }

    /** Takes a file of {@code size} bytes; on the page's thread, which waits for them. */
    Answer take(String name, long size, InputStream body) {
        if (!turns.tryAcquire()) {
            return Answer.refused(
                    503, AT_ONCE_MAX + " files are being taken already; drop this one when they are here");
        }
        try {
            Answer look = look(size);
            return look.isGood() ? kept(name, size, body) : look;
        } finally {
            turns.release();
        }
    }

    private Answer kept(String name, long size, InputStream body) {
        Path part = folder.resolve("." + parts.incrementAndGet() + PART);
        promised.addAndGet(size);
        long left = size;
        try {
            try (OutputStream out =
                    Files.newOutputStream(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                byte[] buffer = new byte[BUFFER_BYTES];
                while (left > 0) {
                    int read = body.read(buffer, 0, (int) Math.min(buffer.length, left));
                    if (read < 0) {
                        return Answer.refused(400, "the file ended " + left + " bytes early; drop it again");
                    }
                    out.write(buffer, 0, read);
                    left -= read;
                    promised.addAndGet(-read);
                }
            }
            Path file = named(SafeName.of(name));
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return new Answer(201, file.getFileName().toString(), file);
        } catch (IOException e) {
            return failed(e);
        } finally {
            promised.addAndGet(-left);
            delete(part);
        }
    }

    /** Claims a name that is not taken by an empty file, which is not followed if it is a link. */
    private Path named(String safe) throws IOException {
        int dot = safe.lastIndexOf('.');
        String stem = dot > 0 ? safe.substring(0, dot) : safe;
        String ending = dot > 0 ? safe.substring(dot) : "";
        for (int i = 1; i < NAMES_MAX; i++) {
            try {
                return Files.createFile(folder.resolve(i == 1 ? safe : stem + " (" + i + ")" + ending));
            } catch (FileAlreadyExistsException e) {
                log.debug("page.drop.name-taken tries={}", i);
            }
        }
        throw new IOException(NAMES_MAX + " files of that name were dropped already; rename it");
    }

    private static Answer failed(IOException why) {
        log.warn("page.drop.failed reason={}", why.toString());
        return Answer.refused(500, "the file could not be kept: " + why.getMessage());
    }

    /** Removes a copy that is shared no more; a file anywhere else stays. */
    public void forget(Path file) {
        Path plain = file.toAbsolutePath().normalize();
        if (folder.equals(plain.getParent())) {
            // A large file takes its time to vanish, and the game's thread never waits for a disk.
            var unused = CompletableFuture.runAsync(() -> delete(plain));
        }
    }

    /** Removes what a process that was killed had begun to take; for the one process that has the store open. */
    public void clear() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, ".*" + PART)) {
            left.forEach(DropFolder::delete);
        } catch (IOException e) {
            log.warn("page.drop.clear-failed reason={}", e.toString());
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.warn("page.drop.delete-failed reason={}", e.toString());
        }
    }
}

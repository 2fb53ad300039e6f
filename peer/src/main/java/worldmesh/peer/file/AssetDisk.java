package worldmesh.peer.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import worldmesh.peer.asset.AssetClaim;
import worldmesh.peer.asset.AssetManifest;
import worldmesh.peer.asset.AssetStore;
import worldmesh.peer.asset.Swarm;
import worldmesh.runtime.time.Clock;
import worldmesh.world.hash.Hash;

/**
 * Files on this machine's disk. Two threads work: one reads and writes parts, one goes through whole files, so that
 * hashing a large one holds up nothing. Answers are handed to the executor of the session's thread. Safe to call from
 * one thread.
 */
public final class AssetDisk implements AssetStore {
    /** Parts that wait to be read or written; a session has fewer of them open. */
    private static final int PARTS_MAX = 4_096;

    /** Whole files that wait to be gone through. */
    private static final int FILES_MAX = 256;

    /** Files held open; the one not used for longest is closed. */
    private static final int OPEN_MAX = 16;

    private static final long IDLE_SECONDS = 5;
    private static final long CLOSE_SECONDS = 5;

    private static final Logger log = LoggerFactory.getLogger(AssetDisk.class);

    private final AssetFolders folders;
    private final AssetShelf shelf;
    private final Executor callbacks;
    private final Clock clock;
    private final ThreadPoolExecutor parts = thread("asset-parts", PARTS_MAX);
    private final ThreadPoolExecutor files = thread("asset-files", FILES_MAX);

    /** Of the thread for parts. */
    private final Map<Hash, AssetFile> open = new LinkedHashMap<>(16, 0.75f, true);

    private volatile boolean closed;

    /**
     * Files with their records under {@code cache}, and those that players accept in {@code downloads}; both are made
     * when they are needed.
     */
    public AssetDisk(Path cache, Path downloads, long cacheBytesMax, Executor callbacks, Clock clock) {
        this.folders = new AssetFolders(cache, downloads);
        this.shelf = new AssetShelf(folders, cacheBytesMax);
        this.callbacks = callbacks;
        this.clock = clock;
    }

    private static ThreadPoolExecutor thread(String name, int waiting) {
        ThreadPoolExecutor one = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waiting), work -> {
                    Thread thread = new Thread(work, name);
                    thread.setDaemon(true);
                    return thread;
                });
        one.allowCoreThreadTimeOut(true);
        return one;
    }

    /** What a thread of the disk does. */
    @FunctionalInterface
    private interface Work<T> {
        T run() throws IOException;
    }

    /** Does something on a thread and answers; with {@code failed} if the disk, or too much work, stands in the way. */
    private <T> void run(ThreadPoolExecutor on, Work<T> work, Failure<T> failed, Consumer<T> answer) {
        try {
            on.execute(() -> {
                T result = tried(work, failed);
                callbacks.execute(() -> answer.accept(result));
            });
        } catch (RejectedExecutionException e) {
            T refused = failed.of("the disk has too much to do; try again later");
            callbacks.execute(() -> answer.accept(refused));
        }
    }

    /** What a failure is answered with. */
    @FunctionalInterface
    private interface Failure<T> {
        T of(String why);
    }

    private <T> T tried(Work<T> work, Failure<T> failed) {
        try {
            return work.run();
        } catch (IOException | InvalidPathException e) {
            if (!closed) {
                log.warn("asset.disk.failed reason={}", e.toString());
            }
            return failed.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void known(Consumer<List<Known>> answer) {
        run(parts, () -> shelf.sound().stream().map(AssetRecord::known).toList(), why -> List.of(), answer);
    }

    @Override
    public void share(String path, Consumer<Opened> answer) {
        run(files, () -> hashed(Path.of(path).toAbsolutePath().normalize()), why -> Hashed.failed(why), hashed -> {
            AssetRecord record = hashed.record();
            if (record == null) {
                answer.accept(Opened.failed(hashed.why()));
            } else {
                run(parts, () -> shared(record), Opened::failed, answer);
            }
        });
    }

    private record Hashed(@Nullable AssetRecord record, String why) {
        static Hashed failed(String why) {
            return new Hashed(null, why);
        }
    }

    private Hashed hashed(Path file) throws IOException {
        Files.createDirectories(folders.cache());
        if (!Files.isRegularFile(file)) {
            return Hashed.failed(file + " is no file; name one that exists");
        }
        long modified = Files.getLastModifiedTime(file).toMillis();
        AssetManifest manifest = AssetHasher.hash(file, folders, () -> closed);
        return new Hashed(new AssetRecord(manifest, Role.SHARED, Place.FOLDER, file, modified), "");
    }

    private Opened shared(AssetRecord record) throws IOException {
        Hash id = record.manifest().id();
        release(id);
        record.write(folders.record(id));
        return new Opened(record.known(), new BitSet(), "");
    }

    @Override
    public void open(AssetManifest manifest, Place place, Consumer<Opened> answer) {
        run(parts, () -> new Hashed(shelf.begin(manifest, place), ""), why -> Hashed.failed(why), begun -> {
            AssetRecord record = begun.record();
            if (record == null) {
                answer.accept(Opened.failed(begun.why()));
            } else {
                run(files, () -> verified(record), Opened::failed, answer);
            }
        });
    }

    private Opened verified(AssetRecord record) throws IOException {
        Path tree = folders.tree(record.manifest().id());
        try (AssetFile file = AssetFile.toWrite(record.manifest(), tree, record.path())) {
            return new Opened(record.known(), file.verified(() -> closed), "");
        }
    }

    @Override
    public void read(Hash asset, int part, Consumer<byte @Nullable []> answer) {
        Work<Bytes> reading = () -> {
            AssetFile file = file(asset);
            return new Bytes(file == null ? null : file.read(part));
        };
        run(parts, reading, why -> new Bytes(null), bytes -> answer.accept(bytes.data()));
    }

    @SuppressWarnings("ArrayRecordComponent") // handed on once
    private record Bytes(byte @Nullable [] data) {}

    @Override
    public void write(Hash asset, int part, byte[] data, Consumer<Swarm.Stored> answer) {
        run(parts, () -> kept(asset, part, data), why -> Swarm.Stored.FAILED, answer);
    }

    private Swarm.Stored kept(Hash asset, int part, byte[] data) throws IOException {
        AssetFile file = file(asset);
        if (file == null) {
            return Swarm.Stored.FAILED;
        }
        return file.write(part, data) ? Swarm.Stored.KEPT : Swarm.Stored.WRONG;
    }

    private @Nullable AssetFile file(Hash id) throws IOException {
        AssetFile known = open.get(id);
        AssetRecord record = known == null ? shelf.find(id) : null;
        if (known != null || record == null) {
            return known;
        }
        Path tree = folders.tree(id);
        boolean grows = record.role() == Role.FETCHING;
        AssetFile file = grows
                ? AssetFile.toWrite(record.manifest(), tree, record.path())
                : AssetFile.toRead(record.manifest(), tree, record.path());
        open.put(id, file);
        if (record.place() == Place.CACHE) {
            shelf.touch(record, clock.wallMillis());
        }
        if (open.size() > OPEN_MAX) {
            Iterator<AssetFile> oldest = open.values().iterator();
            oldest.next().close();
            oldest.remove();
        }
        return file;
    }

    private void release(Hash id) throws IOException {
        AssetFile file = open.remove(id);
        if (file != null) {
            file.close();
        }
    }

    @Override
    public void finish(Hash asset, Consumer<Opened> answer) {
        run(parts, () -> finished(asset), Opened::failed, answer);
    }

    private Opened finished(Hash id) throws IOException {
        AssetFile file = file(id);
        AssetRecord record = shelf.find(id);
        if (file == null || record == null) {
            return Opened.failed("what was fetched is gone from the disk; fetch it again");
        }
        file.force();
        release(id);
        return new Opened(shelf.finish(record).known(), new BitSet(), "");
    }

    @Override
    public void forget(Hash asset) {
        Work<Boolean> forgetting = () -> {
            release(asset);
            AssetRecord record = shelf.find(asset);
            if (record != null) {
                shelf.forget(record);
            }
            return true;
        };
        run(parts, forgetting, why -> false, done -> {});
    }

    @Override
    public void claims(Consumer<List<AssetClaim>> answer) {
        run(parts, () -> ClaimFile.read(folders.claims()), why -> List.of(), answer);
    }

    @Override
    public void keepClaims(List<AssetClaim> claims) {
        Work<Boolean> keeping = () -> {
            Files.createDirectories(folders.cache());
            ClaimFile.write(folders.claims(), claims);
            return true;
        };
        run(parts, keeping, why -> false, done -> {});
    }

    /** Finishes what was begun; what is gone through is left off, and gone through again next time. */
    @Override
    public void close() {
        closed = true;
        files.shutdown();
        try {
            parts.execute(this::releaseAll);
        } catch (RejectedExecutionException e) {
            log.warn("asset.disk.busy waiting={}", parts.getQueue().size());
        }
        parts.shutdown();
        try {
            if (!parts.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)
                    || !files.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                log.warn("asset.disk.slow seconds={}", CLOSE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void releaseAll() {
        for (AssetFile file : open.values()) {
            try {
                file.close();
            } catch (IOException e) {
                log.warn("asset.close.failed reason={}", e.toString());
            }
        }
        open.clear();
    }
}

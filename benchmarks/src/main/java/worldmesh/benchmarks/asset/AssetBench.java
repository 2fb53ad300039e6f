package worldmesh.benchmarks.asset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import worldmesh.runtime.time.SystemClock;
import worldmesh.world.hash.Hash;

/**
 * Three players have a file, a fourth takes it, over real sockets and disks of this machine: how soon its first bytes
 * are there, and all of them. Each file is another; both takers before had it of the one who shares it.
 */
public final class AssetBench {
    /** Who has a file before it is measured: the one who shares it, and two that fetched it. */
    private static final int HOLDERS = 3;

    private static final long POLL_NANOS = 20_000_000L;
    private static final long PATIENCE_SECONDS = 60;
    private static final long SEED = 17;

    private final AssetBenchOptions options;

    private AssetBench(AssetBenchOptions options) {
        this.options = options;
    }

    /** Runs in a temporary directory. */
    public static AssetBenchReport run(AssetBenchOptions options) {
        try {
            Path directory = Files.createTempDirectory("worldmesh-files");
            try {
                return new AssetBench(options).measure(directory);
            } finally {
                delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the temporary directory of the benchmark failed", e);
        }
    }

    private AssetBenchReport measure(Path directory) throws IOException {
        List<FilePlayer> players = new ArrayList<>();
        try {
            for (int i = 0; i <= HOLDERS; i++) {
                players.add(new FilePlayer(
                        directory.resolve("player" + i),
                        players.isEmpty() ? null : players.get(0).local()));
            }
            List<Fetched> all = new ArrayList<>();
            for (int round = 0; round < options.rounds(); round++) {
                all.add(fetched(players, file(directory, round)));
            }
            return AssetBenchReport.of(options.fileBytes(), all);
        } finally {
            players.forEach(FilePlayer::close);
        }
    }

    private Path file(Path directory, int round) throws IOException {
        byte[] bytes = new byte[options.fileBytes()];
        new SplittableRandom(SEED + round).nextBytes(bytes);
        return Files.write(directory.resolve("file" + round), bytes);
    }

    private static Fetched fetched(List<FilePlayer> players, Path file) {
        Hash id = await(players.get(0).share(file));
        for (FilePlayer player : players) {
            long end = SystemClock.INSTANCE.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (!await(player.sees(id))) {
                if (SystemClock.INSTANCE.nanoTime() - end > 0) {
                    throw new IllegalStateException("a shared file was not offered within " + PATIENCE_SECONDS + " s");
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
        List<CompletableFuture<Fetched>> before = players.subList(1, HOLDERS).stream()
                .map(player -> player.fetch(id))
                .toList();
        before.forEach(AssetBench::await);
        return await(players.get(HOLDERS).fetch(id));
    }

    private static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

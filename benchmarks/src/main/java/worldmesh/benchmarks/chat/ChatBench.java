package worldmesh.benchmarks.chat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import worldmesh.peer.core.HostRequest;
import worldmesh.peer.port.AuthorityProvider;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.time.Clock;
import worldmesh.runtime.time.SystemClock;
import worldmesh.world.trust.Hosting;
import worldmesh.world.trust.Membership;

/**
 * Two players talk over one link with the settings of every link, first alone and then while a transfer runs on its
 * slowest lane from one to the other as fast as the link's pace lets it. What a line takes includes both game loops.
 */
public final class ChatBench {
    private static final long SECOND = 1_000_000_000L;
    private static final long QUIET_NANOS = 3 * SECOND;
    private static final long JOIN_NANOS = 10 * SECOND;
    private static final long POLL_NANOS = 2_000_000;

    /** The transfer waits so long for room. */
    private static final long ROOM_NANOS = 200_000;

    /** The largest message there is. */
    private static final int PART_BYTES = 64 << 10;

    private final Clock clock = SystemClock.INSTANCE;
    private final ChatBenchOptions options;

    private ChatBench(ChatBenchOptions options) {
        this.options = options;
    }

    /** Runs within the budget, in a temporary directory, and reports. */
    public static ChatReport run(ChatBenchOptions options) {
        try {
            Path directory = Files.createTempDirectory("worldmesh-chat");
            try {
                return new ChatBench(options).measure(directory);
            } finally {
                delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the temporary directory of the benchmark failed", e);
        }
    }

    private ChatReport measure(Path directory) {
        long end = clock.nanoTime() + options.budgetSeconds() * SECOND;
        SecureRandom random = new SecureRandom();
        try (Talker ann = new Talker(directory.resolve("ann"), options.host(), random);
                Talker bob = new Talker(directory.resolve("bob"), options.host(), random)) {
            AuthorityProvider authority =
                    ServiceLoader.load(AuthorityProvider.class).findFirst().orElseThrow();
            ann.host(new HostRequest("chat", Membership.OPEN, Hosting.HOSTED, authority, random.nextLong()));
            bob.join(ann.link().local());
            await("the players did not meet", JOIN_NANOS, () -> ann.isConnected() && bob.isConnected());
            return talk(ann, bob, end);
        }
    }

    private ChatReport talk(Talker ann, Talker bob, long end) {
        ann.talk(0L);
        bob.talk(60_000_000L);
        pause(QUIET_NANOS);
        PeerId self = ann.link().self();
        double pathMillis = bob.link().networkStats(self).averageLatencyMillis() / 2;
        long begun = clock.nanoTime();
        transfer(ann.link(), bob.link(), end - SECOND);
        long stopped = clock.nanoTime();
        ann.talk(null);
        bob.talk(null);
        await("", SECOND, () -> lost(ann, bob) == 0);
        List<Talker.Heard> all = new ArrayList<>(ann.heard());
        all.addAll(bob.heard());
        return new ChatReport(
                options.budgetSeconds(),
                pathMillis,
                lines(all, 0, begun),
                lines(all, begun, stopped),
                lost(ann, bob),
                bob.link().transferred(),
                (stopped - begun) / 1e9,
                bob.link().transferred() >= options.transferBytes());
    }

    private static int lost(Talker ann, Talker bob) {
        return ann.said() + bob.said() - ann.heard().size() - bob.heard().size();
    }

    /** Keeps the lane full until all has arrived or the time is over. */
    private void transfer(SharedLink from, SharedLink to, long end) {
        long sent = 0;
        byte[] part = new byte[PART_BYTES];
        while (to.transferred() < options.transferBytes() && clock.nanoTime() - end < 0) {
            boolean more = sent < options.transferBytes();
            if (more && from.transfer(to.self(), part)) {
                sent += PART_BYTES;
            } else {
                LockSupport.parkNanos(ROOM_NANOS);
            }
        }
    }

    private static ChatReport.Lines lines(List<Talker.Heard> all, long from, long to) {
        long[] took = all.stream()
                .filter(line -> line.saidNanos() >= from && line.saidNanos() < to)
                .mapToLong(Talker.Heard::tookNanos)
                .sorted()
                .toArray();
        return new ChatReport.Lines(took.length, millis(took, 0.5), millis(took, 0.99));
    }

    private static double millis(long[] sorted, double share) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * share))] / 1e6;
    }

    /** Waits until something is so; fails if it does not come in time and {@code failure} says something. */
    private void await(String failure, long nanos, BooleanSupplier condition) {
        long end = clock.nanoTime() + nanos;
        while (!condition.getAsBoolean()) {
            if (clock.nanoTime() - end >= 0) {
                if (failure.isEmpty()) {
                    return;
                }
                throw new IllegalStateException(failure);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private void pause(long nanos) {
        long end = clock.nanoTime() + nanos;
        while (clock.nanoTime() - end < 0) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

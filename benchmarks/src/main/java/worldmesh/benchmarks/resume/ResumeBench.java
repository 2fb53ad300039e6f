package worldmesh.benchmarks.resume;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.time.SystemClock;

/**
 * Takes many links in parallel their address, their path and one of their processes, in turns, while numbered reliable
 * messages flow, and times until they flow again.
 */
public final class ResumeBench {
    private static final long SECOND = 1_000_000_000L;
    private static final long TURN_NANOS = 500_000L;
    private static final long LINK_NANOS = 20 * SECOND;

    /** What is left of the budget for the connects before and the last messages after. */
    private static final long MARGIN_NANOS = 4 * SECOND;

    private static final int LONGEST_SECONDS = 600;

    private final ResumeBenchOptions options;
    private final SecureRandom entropy = new SecureRandom();
    private final Map<DropKind, List<Long>> times = new EnumMap<>(DropKind.class);
    private final List<Long> connects = new ArrayList<>();

    private ResumeBench(ResumeBenchOptions options) {
        this.options = options;
        for (DropKind kind : DropKind.values()) {
            times.put(kind, new ArrayList<>());
        }
    }

    /** Runs within the budget, or as long as the drops take, and reports. */
    public static ResumeReport run(ResumeBenchOptions options) {
        try {
            Path directory = Files.createTempDirectory("worldmesh-resume");
            try {
                return new ResumeBench(options).measure(directory);
            } finally {
                delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the benchmark needs a temporary directory", e);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private ResumeReport measure(Path directory) {
        List<DroppedLink> links = new ArrayList<>();
        try (Hub hub = new Hub(options.host(), entropy)) {
            try {
                long begun = now();
                for (int i = 0; i < options.links(); i++) {
                    links.add(connected(hub, directory, i));
                }
                long seconds = options.drops() > 0 ? LONGEST_SECONDS : options.budgetSeconds();
                drops(hub, links, begun + seconds * SECOND - MARGIN_NANOS);
                finish(hub, links);
                return report(links);
            } finally {
                links.forEach(DroppedLink::close);
            }
        }
    }

    /** The anchor: until data has come both ways over a link made by a handshake. */
    private DroppedLink connected(Hub hub, Path directory, int index) {
        long begun = now();
        DroppedLink link = new DroppedLink(options.host(), hub, directory, entropy, index);
        hub.expect(link);
        while (!link.rests(now())) {
            if (now() - begun > LINK_NANOS) {
                throw new IllegalStateException("no link on loopback after 20 seconds");
            }
            turn(hub, List.of(link));
        }
        connects.add(now() - begun);
        link.begun();
        return link;
    }

    private void drops(Hub hub, List<DroppedLink> links, long end) {
        int begun = 0;
        int done = 0;
        DropKind[] kinds = DropKind.values();
        boolean more = true;
        while (more || done < begun) {
            long now = now();
            more = now < end && (options.drops() == 0 || begun < options.drops());
            for (DroppedLink link : links) {
                if (more && link.rests(now) && (options.drops() == 0 || begun < options.drops())) {
                    link.drop(kinds[begun++ % kinds.length], now);
                }
            }
            done += turn(hub, links);
        }
    }

    /** One turn of all; how many links came back in it. */
    private int turn(Hub hub, List<DroppedLink> links) {
        int back = 0;
        hub.drain(now());
        for (DroppedLink link : links) {
            Long nanos = link.turn(now());
            if (nanos != null) {
                Objects.requireNonNull(times.get(link.kind())).add(nanos);
                back++;
            }
        }
        LockSupport.parkNanos(TURN_NANOS);
        return back;
    }

    /** Nothing more is sent; what is on its way arrives. */
    private void finish(Hub hub, List<DroppedLink> links) {
        links.forEach(DroppedLink::quiet);
        long end = now() + LINK_NANOS;
        while (now() < end && !links.stream().allMatch(DroppedLink::isComplete)) {
            turn(hub, links);
        }
    }

    private ResumeReport report(List<DroppedLink> links) {
        List<Long> all = new ArrayList<>();
        times.values().forEach(all::addAll);
        return new ResumeReport(
                all.size(),
                options.budgetSeconds(),
                options.links(),
                millis(all, 0.5),
                millis(all, 0.99),
                millis(times.get(DropKind.ADDRESS), 0.99),
                millis(times.get(DropKind.PATH), 0.99),
                millis(times.get(DropKind.RESTART), 0.5),
                millis(times.get(DropKind.RESTART), 0.99),
                links.stream().mapToInt(DroppedLink::handshakes).sum(),
                millis(connects, 0.5),
                links.stream().mapToLong(DroppedLink::messages).sum(),
                links.stream().mapToLong(DroppedLink::lost).sum(),
                links.stream().mapToLong(DroppedLink::repeated).sum());
    }

    private static double millis(@Nullable List<Long> nanos, double share) {
        if (nanos == null || nanos.isEmpty()) {
            return 0;
        }
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        return sorted.get((int) Math.min(sorted.size() - 1L, (long) (sorted.size() * share))) / 1e6;
    }

    private static long now() {
        return SystemClock.INSTANCE.nanoTime();
    }
}

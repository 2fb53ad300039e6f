package worldmesh.benchmarks.link;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The process that holds what others made ({@code benchmarks/peers}): their libraries are on its class path alone,
 * their garbage, threads and native code are not the link's. Asked for one round of one of them at a time. Who is not
 * there is skipped with the reason; a process that dies or falls silent leaves the rest skipped. Driven by one thread,
 * read by its own.
 */
final class PeerProcess implements AutoCloseable {
    /** Who is measured, by the names its figures have; the first is raw UDP once more, to compare the processes. */
    static final List<String> NAMES = List.of("rawUdp", "kryonet", "jgroups", "nettyQuic", "kwik");

    /** Below the root of the project. */
    static final Path CLASS_PATH = Path.of("benchmarks", "peers", "target", "peers-classpath.txt");

    private static final String MAIN = "worldmesh.benchmarks.peers.PeerRounds";

    /** Each of them may take this long to connect its two ends, see there. */
    private static final long ANSWER_SECONDS = 20;

    private static final int LINES_MAX = 64;
    private static final String ENDED = "ended";

    private final ArrayBlockingQueue<String> lines = new ArrayBlockingQueue<>(LINES_MAX);
    private final Map<String, String> skipped = new LinkedHashMap<>();
    private final @Nullable Process process;
    private final @Nullable PrintStream in;

    private PeerProcess(@Nullable Process process) {
        this.process = process;
        this.in = process == null ? null : new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /** Starts it and waits until each of them is connected or known not to be. */
    static PeerProcess start(String host) {
        return start(host, root());
    }

    /** The same of the project at {@code root}. */
    static PeerProcess start(String host, @Nullable Path root) {
        Path file = root == null ? CLASS_PATH : root.resolve(CLASS_PATH);
        if (!Files.isRegularFile(file)) {
            return without(
                    CLASS_PATH + " is not there; ./worldmesh bench link builds it where Maven reaches a repository");
        }
        try {
            String classPath = file.resolveSibling("classes")
                    + File.pathSeparator
                    + Files.readString(file, StandardCharsets.UTF_8);
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            Process process = new ProcessBuilder(
                            java, "-XX:+UseSerialGC", "-Xshare:auto", "-cp", classPath.strip(), MAIN, host)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            PeerProcess peers = new PeerProcess(process);
            peers.startReader(process);
            peers.takeReadiness();
            return peers;
        } catch (IOException e) {
            return without("their process cannot be started: " + e.getMessage());
        }
    }

    private static PeerProcess without(String reason) {
        PeerProcess none = new PeerProcess(null);
        none.skipRest(reason);
        return none;
    }

    private static @Nullable Path root() {
        String home = System.getenv("WORLDMESH_HOME");
        Stream<Path> above = Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent);
        return Stream.concat(Stream.ofNullable(home).map(Path::of), above)
                .filter(root -> Files.isRegularFile(root.resolve(CLASS_PATH)))
                .findFirst()
                .orElse(null);
    }

    private void startReader(Process of) {
        Thread reader = new Thread(() -> read(of), "bench-peers");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(Process of) {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(of.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.put(line);
            }
            lines.put(ENDED);
        } catch (IOException e) {
            boolean unused = lines.offer(ENDED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void takeReadiness() {
        for (String[] words = next(); !words[0].equals("go"); words = next()) {
            if (words[0].equals("skipped")) {
                skipped.put(words[1], words[2]);
            } else if (!words[0].equals("ready")) {
                skipRest(words[1]);
                return;
            }
        }
    }

    /** A line in at most three words; what is no line is {@code lost} and why. */
    private String[] next() {
        try {
            String line = lines.poll(ANSWER_SECONDS, TimeUnit.SECONDS);
            if (line == null) {
                return new String[] {"lost", "their process said nothing for " + ANSWER_SECONDS + " seconds"};
            }
            return line.equals(ENDED) ? new String[] {"lost", "their process ended by itself"} : line.split(" ", 3);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new String[] {"lost", "interrupted"};
        }
    }

    private void skipRest(String reason) {
        NAMES.forEach(name -> skipped.putIfAbsent(name, reason));
    }

    /** p50 and p99 of one round in microseconds; NaN for who is skipped, and if nothing came back. */
    double[] round(String name, long nanos) {
        PrintStream to = in;
        if (to == null || skipped.containsKey(name)) {
            return new double[] {Double.NaN, Double.NaN};
        }
        to.println(name + " " + nanos);
        String[] words = next();
        if (!words[0].equals("round")) {
            skipRest(words[1]);
            return new double[] {Double.NaN, Double.NaN};
        }
        return new double[] {Double.parseDouble(words[1]), Double.parseDouble(words[2])};
    }

    /** Who was not measured to the end, and why. */
    Map<String, String> skipped() {
        return Map.copyOf(skipped);
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }
}

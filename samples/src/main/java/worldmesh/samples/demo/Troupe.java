package worldmesh.samples.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import worldmesh.runtime.time.SystemClock;

/**
 * Three peers in three processes over one directory, the first of which hosts; one thread drives them. What they did is
 * judged afterwards, by a checker in a process of its own.
 */
public final class Troupe {
    private static final List<String> NAMES = List.of("ANN", "BOB", "CAT");
    private static final String WORLD = "Demo island";
    private static final String ANY_PORT = "127.0.0.1:0";
    private static final long START_MILLIS = 20_000;

    /** From the last bot's last deed until all worlds must be equal. */
    private static final long SETTLE_MILLIS = 15_000;

    private final Path directory;
    private final PrintWriter progress;
    private final List<ChildPeer> children = new CopyOnWriteArrayList<>();
    private String address = ANY_PORT;
    private volatile boolean over;
    private volatile boolean abandoned;

    private Troupe(Path directory, PrintWriter progress) {
        this.directory = directory;
        this.progress = progress;
    }

    /** Lets {@code play} have a troupe; ends every process, and keeps the files if the code it answers is not 0. */
    public static int run(String purpose, PrintWriter progress, ToIntFunction<Troupe> play) {
        Troupe troupe = new Troupe(temporary(purpose), progress);
        Thread hook = new Thread(troupe::abandon, purpose + "-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        int code = 1;
        try {
            code = play.applyAsInt(troupe);
        } catch (DemoFailedException e) {
            troupe.say("the " + purpose + " failed: " + e.getMessage());
        } finally {
            troupe.over = true;
            troupe.children.forEach(ChildPeer::stopNow);
        }
        if (troupe.abandoned) {
            return code;
        }
        if (code == 0) {
            delete(troupe.directory);
        } else {
            troupe.say("the peers' files are in " + troupe.directory);
        }
        return code;
    }

    /** Starts all three, one after the other, so that each join is measured by itself. */
    public void begin() {
        ChildPeer host = start(0, ANY_PORT, List.of("--host", WORLD));
        String invite = host.await("invite", START_MILLIS);
        host.await("playing", START_MILLIS);
        address = host.await("address", START_MILLIS);
        say(host.name() + " hosts at " + address);
        for (int i = 1; i < NAMES.size(); i++) {
            start(i, ANY_PORT, List.of("--join", invite)).await("playing", START_MILLIS);
        }
        say("three peers play");
    }

    private ChildPeer start(int index, String listen, List<String> entry) {
        PeerDirectory peer = peer(index);
        try {
            Files.createDirectories(peer.path());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + peer.path() + ": " + e.getMessage(), e);
        }
        List<String> args = new ArrayList<>(List.of(
                peer.path().toString(), peer.name(), listen, String.valueOf(SystemClock.INSTANCE.wallMillis())));
        args.addAll(entry);
        ChildPeer child = ChildPeer.start(peer.name(), DemoPeer.class, peer.path(), args);
        if (index < children.size()) {
            children.set(index, child);
        } else {
            children.add(child);
        }
        return child;
    }

    /** Ends the host as a power cut would. */
    public void killHost() {
        peer(0).report("killed " + SystemClock.INSTANCE.wallMillis());
        children.get(0).kill();
    }

    /** Keeps a copy of the killed host's store for the checker, once. */
    public void keepStoreAtKill() {
        peer(0).keepStoreAtKill();
    }

    /** Starts the host again from its store and at its address, without waiting for it. */
    public void restartHost() {
        start(0, address, List.of("--host", WORLD));
    }

    /** Waits until the restarted host plays, and lets it act. */
    public void hostPlays() {
        ChildPeer host = children.get(0);
        host.await("playing", START_MILLIS);
        host.tell("bots on");
    }

    /** Lets all of them act, or rest. */
    public void bots(boolean on) {
        if (!on) {
            peer(0).report("rested " + SystemClock.INSTANCE.wallMillis());
        }
        children.forEach(child -> child.tell(on ? "bots on" : "bots off"));
    }

    /** Lets them play on for some milliseconds; fails if a player's process ends. */
    public void play(long millis) {
        ChildPeer any = children.get(1);
        if (millis > 0 && !any.sleepWhileAlive(millis)) {
            throw new DemoFailedException(any.name() + " ended early; see its log.txt");
        }
    }

    /** Waits until all worlds are equal and nobody waits, as each peer reports them; then ends the peers. */
    public void settleAndStop() {
        settle();
        children.forEach(ChildPeer::stop);
    }

    private void settle() {
        long deadline = SystemClock.INSTANCE.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SETTLE_MILLIS);
        while (SystemClock.INSTANCE.nanoTime() < deadline) {
            Set<String> states = new TreeSet<>();
            children.forEach(child -> states.add(child.said("quiet").orElse(child.name())));
            if (states.size() == 1) {
                say("all worlds are equal");
                return;
            }
            children.forEach(child -> child.sleepWhileAlive(50));
        }
        say("the worlds did not become equal in time; the checker decides");
    }

    /**
     * Runs a checker over what the peers left, with the directory, {@code details} and the names as arguments; prints
     * what it found to {@code out} and answers 0 if every promise held.
     */
    public int check(Class<?> checker, List<String> details, PrintWriter out, boolean json) {
        List<String> args = new ArrayList<>(List.of(directory.toString()));
        args.addAll(details);
        args.addAll(NAMES);
        try {
            Process process = new ProcessBuilder(ChildPeer.command(checker, args))
                    .redirectError(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("checker.txt").toFile()))
                    .start();
            String findings = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int code = process.waitFor();
            if (findings.isEmpty()) {
                throw new DemoFailedException("the checker ended with code " + code + "; see checker.txt");
            }
            out.println(json ? findings : (code == 0 ? "every promise held: " : "FAILED: ") + findings);
            out.flush();
            return code == 0 ? 0 : 1;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run the checker: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailedException("interrupted");
        }
    }

    /** Tells the person what goes on. */
    public void say(String line) {
        progress.println(line);
        progress.flush();
    }

    /** What a peer said under a key, as soon as it has. */
    String told(int index, String key) {
        return children.get(index).await(key, START_MILLIS);
    }

    /** The processes, the host first. */
    List<ChildPeer> children() {
        return children;
    }

    // Ctrl-C: no peer outlives its driver, and a party that nobody judges leaves nothing behind.
    private void abandon() {
        if (!over) {
            abandoned = true;
            children.forEach(ChildPeer::kill);
            delete(directory);
        }
    }

    private PeerDirectory peer(int index) {
        return new PeerDirectory(NAMES.get(index), directory.resolve(NAMES.get(index)));
    }

    private static Path temporary(String purpose) {
        try {
            return Files.createTempDirectory("worldmesh-" + purpose);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create a directory for the " + purpose + ": " + e.getMessage(), e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory + ": " + e.getMessage(), e);
        }
    }
}

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
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import worldmesh.runtime.time.SystemClock;

/** Starts three peers in three processes and lets them play; see {@link DemoOptions} for the two ways it runs. */
public final class DemoCommand {
    private static final List<String> NAMES = List.of("ANN", "BOB", "CAT");
    private static final long START_MILLIS = 20_000;

    /** From the last bot's last deed until all worlds must be equal. */
    private static final long SETTLE_MILLIS = 15_000;

    /** Kept free at the end of a party, so that it settles within its time. */
    private static final int SETTLE_SECONDS = 3;

    private final DemoOptions options;
    private final PrintWriter out;
    private final PrintWriter progress;
    private final Path directory;
    private final List<ChildPeer> children = new ArrayList<>();

    private DemoCommand(DemoOptions options, PrintWriter out, PrintWriter progress, Path directory) {
        this.options = options;
        this.out = out;
        this.progress = progress;
        this.directory = directory;
    }

    /** Runs the demonstration; results go to {@code out}, progress to {@code progress}; answers the exit code. */
    public static int run(DemoOptions options, PrintWriter out, PrintWriter progress) {
        Path directory = temporary();
        DemoCommand demo = new DemoCommand(options, out, progress, directory);
        Thread hook = new Thread(() -> demo.children.forEach(ChildPeer::stopNow), "demo-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            int code = options.headless() ? demo.headless() : demo.interactive();
            if (code == 0) {
                delete(directory);
            } else {
                demo.say("the peers' files are in " + directory);
            }
            return code;
        } catch (DemoFailedException e) {
            demo.say("the demonstration failed: " + e.getMessage());
            demo.say("the peers' files are in " + directory);
            return 1;
        } finally {
            demo.children.forEach(ChildPeer::stopNow);
        }
    }

    private int headless() {
        startParty();
        long end = SystemClock.INSTANCE.nanoTime() + TimeUnit.SECONDS.toNanos(options.seconds());
        tellAll("bots on");
        waitUntil(end - TimeUnit.MILLISECONDS.toNanos(options.seconds() * 500L));
        killAndRestartHost();
        waitUntil(end - TimeUnit.SECONDS.toNanos(SETTLE_SECONDS));
        tellAll("bots off");
        settle();
        children.forEach(ChildPeer::stop);
        return check();
    }

    private int interactive() {
        startParty();
        String page = children.get(0).await("page", START_MILLIS);
        out.println("Your page: " + page);
        for (ChildPeer child : children.subList(1, children.size())) {
            out.println("The page of " + child.name() + ": " + child.await("page", START_MILLIS));
        }
        out.println("Invite others: " + children.get(0).await("invite", START_MILLIS));
        out.println("BOB and CAT play by themselves. Ctrl-C ends the party.");
        out.flush();
        Browser.show(page);
        children.subList(1, children.size()).forEach(child -> child.tell("bots on"));
        ChildPeer host = children.get(0);
        while (host.sleepWhileAlive(1_000)) {
            // The party goes on; the shutdown hook ends it.
        }
        return 0;
    }

    private void startParty() {
        ChildPeer host = start(0, "127.0.0.1:0", List.of("--host", "Demo island"));
        String invite = host.await("invite", START_MILLIS);
        host.await("playing", START_MILLIS);
        say("ANN hosts at " + host.await("address", START_MILLIS));
        for (int i = 1; i < NAMES.size(); i++) {
            // One after the other, so that each join is measured by itself.
            start(i, "127.0.0.1:0", List.of("--join", invite)).await("playing", START_MILLIS);
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

    private void killAndRestartHost() {
        ChildPeer host = children.get(0);
        String address = host.await("address", START_MILLIS);
        host.kill();
        say("killed ANN");
        peer(0).keepStoreAtKill();
        ChildPeer again = start(0, address, List.of("--host", "Demo island"));
        again.await("playing", START_MILLIS);
        again.tell("bots on");
        say("ANN is back");
    }

    // Every peer reports its digest and what it still waits for, until all agree and nobody waits.
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

    private int check() {
        List<String> args = new ArrayList<>(List.of(directory.toString(), String.valueOf(options.seconds())));
        args.addAll(NAMES);
        try {
            Process checker = new ProcessBuilder(ChildPeer.command(DemoChecker.class, args))
                    .redirectError(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("checker.txt").toFile()))
                    .start();
            String findings = new String(checker.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int code = checker.waitFor();
            if (findings.isEmpty()) {
                throw new DemoFailedException("the checker ended with code " + code + "; see checker.txt");
            }
            out.println(options.json() ? findings : (code == 0 ? "every promise held: " : "FAILED: ") + findings);
            out.flush();
            return code == 0 ? 0 : 1;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run the checker: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailedException("interrupted");
        }
    }

    private void tellAll(String line) {
        children.forEach(child -> child.tell(line));
    }

    private void waitUntil(long nanoTime) {
        ChildPeer any = children.get(1);
        long left = nanoTime - SystemClock.INSTANCE.nanoTime();
        if (left > 0 && !any.sleepWhileAlive(TimeUnit.NANOSECONDS.toMillis(left))) {
            throw new DemoFailedException(any.name() + " ended early; see its log.txt");
        }
    }

    private PeerDirectory peer(int index) {
        return new PeerDirectory(NAMES.get(index), directory.resolve(NAMES.get(index)));
    }

    private void say(String line) {
        progress.println(line);
        progress.flush();
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("worldmesh-demo");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create a directory for the demo: " + e.getMessage(), e);
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

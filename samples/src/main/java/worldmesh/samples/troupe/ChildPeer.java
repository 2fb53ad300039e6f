package worldmesh.samples.troupe;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import worldmesh.runtime.time.SystemClock;

/** A JVM that a troupe started: what it last said under each key, and what it is told. */
public final class ChildPeer {
    private static final long POLL_MILLIS = 10;

    private final String name;
    private final Process process;
    private final BufferedWriter input;
    private final Map<String, String> said = new ConcurrentHashMap<>();

    private ChildPeer(String name, Process process) {
        this.name = name;
        this.process = process;
        this.input = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** Starts a command; its errors go to a file in {@code directory}. */
    public static ChildPeer start(String name, Path directory, List<String> command) {
        try {
            File log = directory.resolve("log.txt").toFile();
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(log))
                    .start();
            ChildPeer child = new ChildPeer(name, process);
            Thread reader = new Thread(child::listen, "troupe-" + name);
            reader.setDaemon(true);
            reader.start();
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a JVM for " + name + ": " + e.getMessage(), e);
        }
    }

    /** The command line that runs {@code main} with this process's own class path. */
    public static List<String> command(Class<?> main, List<String> args) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(
                java,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xmx384m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(args);
        return command;
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int space = line.indexOf(' ');
                if (space > 0) {
                    said.put(line.substring(0, space), line.substring(space + 1));
                }
            }
        } catch (IOException e) {
            said.put("closed", String.valueOf(e.getMessage()));
        }
    }

    /** The player's name. */
    public String name() {
        return name;
    }

    /** What it said last under a key. */
    public Optional<String> said(String key) {
        return Optional.ofNullable(said.get(key));
    }

    /** Forgets what it said under a key, so that only what it says from now on counts. */
    public void forget(String key) {
        said.remove(key);
    }

    /** Waits until the child has said something under {@code key}. */
    public String await(String key, long millis) {
        long deadline = SystemClock.INSTANCE.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (SystemClock.INSTANCE.nanoTime() < deadline) {
            String value = said.get(key);
            if (value != null) {
                return value;
            }
            if (!sleepWhileAlive(POLL_MILLIS)) {
                throw new TroupeException(name + " ended with code " + process.exitValue() + "; see its log.txt");
            }
        }
        throw new TroupeException(name + " did not say '" + key + "' within " + millis + " ms; see its log.txt");
    }

    /** Waits that long; false as soon as the child has ended. */
    public boolean sleepWhileAlive(long millis) {
        try {
            return !process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TroupeException("interrupted");
        }
    }

    /** True until it has ended. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Hands it a line, as a player would type it. */
    public void tell(String line) {
        try {
            input.write(line + "\n");
            input.flush();
        } catch (IOException e) {
            throw new TroupeException(name + " does not listen any more: " + e.getMessage());
        }
    }

    /** Ends it as a power cut would: no hook runs, no buffer is written. */
    public void kill() {
        process.destroyForcibly();
        sleepWhileAlive(5_000);
    }

    /** Stops it where it stands, as a closed lid would. */
    void suspend() {
        signal("STOP");
    }

    /** Lets it go on after {@link #suspend}. */
    void resume() {
        signal("CONT");
    }

    private void signal(String signal) {
        try {
            int code = new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new TroupeException("kill -" + signal + " of " + name + " ended with code " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot signal " + name + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TroupeException("interrupted");
        }
    }

    /** Asks it to end, and ends it if it does not. */
    public void stop() {
        if (process.isAlive()) {
            tell("quit");
            if (sleepWhileAlive(8_000)) {
                kill();
            }
        }
    }

    /** Ends it without waiting. */
    public void stopNow() {
        process.destroyForcibly();
    }
}

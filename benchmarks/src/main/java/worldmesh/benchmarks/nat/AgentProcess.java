package worldmesh.benchmarks.nat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.path.CandidateKind;
import worldmesh.runtime.time.SystemClock;
import worldmesh.testkit.lab.NatLab;

/**
 * A {@link NatAgent} on a host of the laboratory, and what it told. Offers go to its partner by pipes, as a rendezvous
 * would carry them. Driven by one thread, read by its own.
 */
final class AgentProcess implements AutoCloseable {
    /** Many share a machine. */
    static final List<String> OPTIONS = List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private static final long POLL_NANOS = 1_000_000L;

    private final String host;
    private final Process process;
    private final PrintStream in;
    private volatile boolean ready;
    private volatile @Nullable String id;
    private volatile @Nullable AgentProcess partner;
    private volatile @Nullable CandidateKind first;
    private volatile @Nullable CandidateKind way;
    private volatile double connectMillis;
    private volatile long @Nullable [] counts;

    private AgentProcess(String host, Process process) {
        this.host = host;
        this.process = process;
        this.in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /** Starts one; its errors go to {@code log}. */
    static AgentProcess start(NatLab lab, String host, File log, List<String> settings) {
        try {
            Process process = new ProcessBuilder(lab.javaCommand(host, OPTIONS, NatAgent.class, settings))
                    .redirectError(ProcessBuilder.Redirect.appendTo(log))
                    .start();
            AgentProcess agent = new AgentProcess(host, process);
            Thread reader = new Thread(agent::read, "agent-" + host);
            reader.setDaemon(true);
            reader.start();
            return agent;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start an agent at " + host, e);
        }
    }

    private void read() {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                take(line.split(" ", -1));
            }
        } catch (IOException e) {
            ready = false; // it was ended
        }
    }

    private void take(String[] words) {
        switch (words[0]) {
            case "ready" -> ready = true;
            case "id" -> id = words[1];
            case "offer" -> carry(words[1]);
            case "way" -> {
                way = CandidateKind.valueOf(words[1]);
                first = first == null ? way : first;
            }
            case "echo" -> connectMillis = Double.parseDouble(words[1]);
            case "count" -> counts = new long[] {Long.parseLong(words[1]), Long.parseLong(words[2])};
            default -> throw new IllegalStateException(host + " said " + words[0]);
        }
    }

    private void carry(String offer) {
        AgentProcess to = partner;
        if (to != null) {
            to.say("offer " + id + " " + offer);
        }
    }

    private void say(String line) {
        in.println(line);
    }

    String host() {
        return host;
    }

    boolean isReady() {
        return ready;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** A fresh end, known to nobody. */
    boolean open(long waitMillis) {
        id = null;
        partner = null;
        first = null;
        way = null;
        connectMillis = 0;
        say("open");
        return await(waitMillis, () -> id != null);
    }

    /** From now on its offers go to {@code other}. */
    void meet(AgentProcess other) {
        partner = other;
    }

    /** Looks for its partner, also again. */
    void seek() {
        AgentProcess other = partner;
        if (other != null) {
            say("seek " + other.id);
        }
    }

    /** True if it is the one that connects and measures. */
    boolean leads(AgentProcess other) {
        return String.valueOf(id).compareTo(String.valueOf(other.id)) < 0;
    }

    /** From the search to the first message that came back; 0 while none did. */
    double connectMillis() {
        return connectMillis;
    }

    /** How its link went at first; null while there is none. */
    @Nullable CandidateKind first() {
        return first;
    }

    /** How it goes now. */
    @Nullable CandidateKind way() {
        return way;
    }

    /** Datagrams that servers carried for it, and messages that came back; empty if it does not answer. */
    long[] counts(long waitMillis) {
        counts = null;
        say("count");
        await(waitMillis, () -> counts != null);
        long[] told = counts;
        return told == null ? new long[0] : told;
    }

    /** Waits until the condition holds; false if that takes too long. */
    static boolean await(long waitMillis, BooleanSupplier condition) {
        long end = SystemClock.INSTANCE.nanoTime() + waitMillis * 1_000_000L;
        while (!condition.getAsBoolean()) {
            if (SystemClock.INSTANCE.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

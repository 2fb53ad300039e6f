package worldmesh.benchmarks.peers;

import com.esotericsoftware.minlog.Log;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import worldmesh.benchmarks.bounce.PingPong;
import worldmesh.benchmarks.bounce.RawPingPong;
import worldmesh.benchmarks.bounce.Samples;

/**
 * The process of the others: opens all of them, tells which are {@code ready} and which are {@code skipped} and why,
 * then measures a round of one at each line {@code NAME NANOS}. Ends when its input does.
 */
public final class PeerRounds {
    /** A cold QUIC connects in half a second, a group of JGroups is whole after two; a busy machine takes longer. */
    private static final long OPEN_SECONDS = 15;

    private final PrintStream out;
    private final String host;
    private final Map<String, PingPong> open = new LinkedHashMap<>();

    private PeerRounds(PrintStream out, String host) {
        this.out = out;
        this.host = host;
    }

    /** The address to run on. */
    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        // Libraries talk; what they say must not get among the figures.
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
        Log.set(Log.LEVEL_NONE);
        PeerRounds rounds = new PeerRounds(out, args[0]);
        rounds.openAll();
        rounds.measure();
        System.exit(0); // threads of libraries may be left
    }

    /** Every contestant by the name its figures have. */
    static Map<String, Callable<PingPong>> contestants(String host) {
        Map<String, Callable<PingPong>> all = new LinkedHashMap<>();
        all.put("rawUdp", () -> new RawPingPong(host));
        all.put("kryonet", () -> KryonetPingPong.open(host));
        all.put("jgroups", () -> JgroupsPingPong.open(host));
        all.put("nettyQuic", () -> NettyQuicPingPong.open(host));
        all.put("kwik", () -> KwikPingPong.open(host));
        return all;
    }

    private void openAll() {
        ExecutorService opener = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "opener");
            thread.setDaemon(true);
            return thread;
        });
        contestants(host).forEach((name, contestant) -> {
            String reason = tryOpen(opener, name, contestant);
            out.println(reason == null ? "ready " + name : "skipped " + name + " " + reason);
        });
        opener.shutdownNow();
        out.println("go");
    }

    /** Null if it is open, else why not. Whatever goes wrong inside a library comes out of the future. */
    private @Nullable String tryOpen(ExecutorService opener, String name, Callable<PingPong> contestant) {
        try {
            open.put(name, opener.submit(contestant).get(OPEN_SECONDS, TimeUnit.SECONDS));
            return null;
        } catch (ExecutionException e) {
            return oneLine(String.valueOf(e.getCause()));
        } catch (TimeoutException e) {
            return "its two ends were not connected after " + OPEN_SECONDS + " seconds";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private static String oneLine(String text) {
        return text.lines().findFirst().orElse("no reason given").strip();
    }

    private void measure() throws IOException {
        var in = new BufferedReader(
                new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", -1);
            PingPong contestant = open.get(words[0]);
            Samples samples = contestant == null ? new Samples(0) : contestant.round(Long.parseLong(words[1]));
            out.println(String.format(Locale.ROOT, "round %.3f %.3f", samples.micros(0.5), samples.micros(0.99)));
        }
    }
}

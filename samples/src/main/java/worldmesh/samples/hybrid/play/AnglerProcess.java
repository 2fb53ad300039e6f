package worldmesh.samples.hybrid.play;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import worldmesh.runtime.time.SystemClock;

/**
 * An angler in a JVM of its own, 60 turns a second as of a game; sound does not wait for them. Tells its driver by
 * lines of {@code key value}, and obeys the words {@link #WARM}, {@link #BEGIN}, {@link #REST} and {@code quit}.
 */
public final class AnglerProcess {
    /** Talk, chat and fish from now on. */
    public static final String WARM = "warm";

    /** From now on frames count. */
    public static final String BEGIN = "begin";

    /** Only listen from now on, and say {@code quiet} when nothing is on the way. */
    public static final String REST = "rest";

    private static final String QUIT = "quit";
    private static final long TURN_NANOS = 16_666_667;
    private static final int TURNS_PER_REPORT = 6;

    private final PrintStream out =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    private final BufferedReader in =
            new BufferedReader(new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8));
    private final Queue<String> orders = new ConcurrentLinkedQueue<>();
    private boolean over;
    private boolean rests;
    private String lastStanding = "";

    private AnglerProcess() {}

    /** {@code DIRECTORY NAME [HOST:PORT]}; hosts without an address. */
    public static void main(String[] args) {
        AnglerFiles files = AnglerFiles.of(Path.of(args[0]), args[1]);
        files.create();
        AnglerProcess process = new AnglerProcess();
        try (Angler angler = new Angler(files, args.length > 2 ? args[2] : "")) {
            process.tell("address", angler.address());
            Thread reader = new Thread(process::listen, "driver");
            reader.setDaemon(true);
            reader.start();
            process.run(angler);
        }
        System.exit(0);
    }

    private void listen() {
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                orders.add(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the driver's pipe failed: " + e.getMessage(), e);
        } finally {
            orders.add(QUIT); // a peer without a driver would talk for ever
        }
    }

    private void run(Angler angler) {
        long due = SystemClock.INSTANCE.nanoTime();
        for (int turn = 0; !over; turn++) {
            angler.turn(TURN_NANOS / 1e9);
            for (String order = orders.poll(); order != null; order = orders.poll()) {
                obey(angler, order);
            }
            if (turn % TURNS_PER_REPORT == 0) {
                report(angler);
            }
            due = Math.max(due + TURN_NANOS, SystemClock.INSTANCE.nanoTime() - TURN_NANOS);
            long left = due - SystemClock.INSTANCE.nanoTime();
            if (left > 0) {
                SystemClock.INSTANCE.park(left);
            }
        }
    }

    private void obey(Angler angler, String order) {
        switch (order) {
            case WARM -> angler.warm();
            case BEGIN -> angler.begin();
            case REST -> {
                angler.rest();
                rests = true;
            }
            default -> over = true;
        }
    }

    private void report(Angler angler) {
        if (!angler.plays()) {
            return;
        }
        String standing = angler.standing() + " " + angler.players();
        if (!standing.equals(lastStanding)) {
            lastStanding = standing;
            tell("standing", standing);
        }
        if (rests) {
            tell("quiet", angler.quiet());
        }
    }

    private void tell(String key, String value) {
        out.println(key + " " + value);
    }
}

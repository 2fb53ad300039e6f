package worldmesh.samples.galaxy;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import worldmesh.runtime.time.SystemClock;
import worldmesh.samples.galaxy.check.GalaxyChecker;
import worldmesh.samples.galaxy.play.GalaxyPeer;
import worldmesh.samples.galaxy.play.PeerFiles;
import worldmesh.samples.galaxy.play.PeerLoop;
import worldmesh.samples.troupe.CheckerProcess;
import worldmesh.samples.troupe.RunDirectory;
import worldmesh.samples.troupe.TroupeException;

/** Lets bots fight over a galaxy, each side a peer with its own store and UDP port, and has the outcome checked. */
public final class GalaxyCommand {
    private static final long JOIN_MILLIS = 30_000;
    private static final long SETTLE_MILLIS = 30_000;

    /** Motion settles after half a second; what is sent afterwards is sent by idle units. */
    private static final long REST_MILLIS = 1_200;

    private static final long IDLE_MILLIS = 800;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final GalaxyOptions options;
    private final PrintWriter out;
    private final PrintWriter progress;
    private final Path directory;
    private final List<PeerLoop> peers = new ArrayList<>();

    private GalaxyCommand(GalaxyOptions options, PrintWriter out, PrintWriter progress, Path directory) {
        this.options = options;
        this.out = out;
        this.progress = progress;
        this.directory = directory;
    }

    /** Runs a galaxy; results go to {@code out}, progress to {@code progress}; answers the exit code. */
    public static int run(GalaxyOptions options, PrintWriter out, PrintWriter progress) {
        Path directory = RunDirectory.create("galaxy-");
        GalaxyCommand galaxy = new GalaxyCommand(options, out, progress, directory);
        int code = galaxy.play() ? galaxy.check() : 1;
        if (code == 0) {
            RunDirectory.delete(directory);
        } else {
            galaxy.say("the peers' files are in " + directory);
        }
        return code;
    }

    private List<String> names() {
        return IntStream.range(0, options.peers())
                .mapToObj(seat -> "side-" + seat)
                .toList();
    }

    private void say(String text) {
        progress.println("galaxy: " + text);
        progress.flush();
    }

    /** True if it came to its end. */
    private boolean play() {
        try {
            // The last side comes when the others have fought for a while: it must hear nothing from before.
            int early = Math.max(1, options.peers() - 1);
            IntStream.range(0, early).forEach(this::enter);
            boolean met = awaitAll("the first sides to meet", JOIN_MILLIS, this::allMet);
            pause(options.seconds() * 500L);
            IntStream.range(early, options.peers()).forEach(this::enter);
            met &= awaitAll("the last side to join", JOIN_MILLIS, this::allMet);
            pause(options.seconds() * 500L);
            return met && settle();
        } finally {
            close();
        }
    }

    private void enter(int seat) {
        PeerFiles files = PeerFiles.of(directory, names().get(seat));
        var host = seat == 0 ? null : peers.get(0).address();
        peers.add(PeerLoop.start(files, seat, options.peers(), host));
        say("side " + seat + (seat == 0 ? " hosts at " + peers.get(0).address() : " joins"));
    }

    private boolean allMet() {
        return standings().allMatch(each -> each.connected() && each.peers() == peers.size());
    }

    private Stream<GalaxyPeer.Standing> standings() {
        return peers.stream().map(PeerLoop::standing);
    }

    private boolean settle() {
        peers.forEach(PeerLoop::rest);
        boolean settled = awaitAll(
                "the sides to agree",
                SETTLE_MILLIS,
                () -> standings()
                        .allMatch(
                                each -> each.unanswered() == 0 && !each.digest().isEmpty()));
        pause(REST_MILLIS);
        settled &= awaitAll(
                "equal worlds",
                SETTLE_MILLIS,
                () -> standings().map(GalaxyPeer.Standing::digest).distinct().count() == 1);
        peers.forEach(PeerLoop::beginIdle);
        pause(IDLE_MILLIS);
        return settled;
    }

    private boolean awaitAll(String what, long millis, BooleanSupplier done) {
        long end = SystemClock.INSTANCE.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!done.getAsBoolean()) {
            if (SystemClock.INSTANCE.nanoTime() > end) {
                say("waited " + millis + " ms for " + what + " in vain: "
                        + standings().toList());
                return false;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return true;
    }

    private static void pause(long millis) {
        long end = SystemClock.INSTANCE.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = end; left > 0; left = end - SystemClock.INSTANCE.nanoTime()) {
            LockSupport.parkNanos(Math.min(left, LOOK_NANOS));
        }
    }

    /** The host ends last: who leaves gives nothing up that others wait for. */
    private void close() {
        for (int i = peers.size() - 1; i >= 0; i--) {
            peers.get(i).close();
        }
    }

    private int check() {
        List<String> args = new ArrayList<>(List.of(directory.toString()));
        args.addAll(names());
        try {
            return CheckerProcess.run(GalaxyChecker.class, directory, args, out, options.json());
        } catch (TroupeException e) {
            say("failed: " + e.getMessage());
            return 1;
        }
    }
}

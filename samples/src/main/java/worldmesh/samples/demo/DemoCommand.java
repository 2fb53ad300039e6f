package worldmesh.samples.demo;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import worldmesh.runtime.time.SystemClock;

/** Starts three peers in three processes and lets them play; see {@link DemoOptions} for the two ways it runs. */
public final class DemoCommand {
    /** Kept free at the end of a party, so that it settles within its time. */
    private static final int SETTLE_SECONDS = 3;

    private final DemoOptions options;
    private final PrintWriter out;
    private final Troupe troupe;

    private DemoCommand(DemoOptions options, PrintWriter out, Troupe troupe) {
        this.options = options;
        this.out = out;
        this.troupe = troupe;
    }

    /** Runs the demonstration; results go to {@code out}, progress to {@code progress}; answers the exit code. */
    public static int run(DemoOptions options, PrintWriter out, PrintWriter progress) {
        return Troupe.run("demo", progress, troupe -> {
            DemoCommand demo = new DemoCommand(options, out, troupe);
            return options.headless() ? demo.headless() : demo.interactive();
        });
    }

    private int headless() {
        troupe.begin();
        long end = SystemClock.INSTANCE.nanoTime() + TimeUnit.SECONDS.toNanos(options.seconds());
        troupe.bots(true);
        playUntil(end - TimeUnit.MILLISECONDS.toNanos(options.seconds() * 500L));
        killAndRestartHost();
        playUntil(end - TimeUnit.SECONDS.toNanos(SETTLE_SECONDS));
        troupe.bots(false);
        troupe.settleAndStop();
        return troupe.check(DemoChecker.class, List.of(String.valueOf(options.seconds())), out, options.json());
    }

    private void killAndRestartHost() {
        troupe.killHost();
        troupe.say("killed the host");
        troupe.keepStoreAtKill();
        troupe.restartHost();
        troupe.hostPlays();
        troupe.say("the host is back");
    }

    private void playUntil(long nanoTime) {
        troupe.play(TimeUnit.NANOSECONDS.toMillis(nanoTime - SystemClock.INSTANCE.nanoTime()));
    }

    private int interactive() {
        troupe.begin();
        String page = troupe.told(0, "page");
        out.println("Your page: " + page);
        List<ChildPeer> others = troupe.children().subList(1, troupe.children().size());
        for (int i = 0; i < others.size(); i++) {
            out.println("The page of " + others.get(i).name() + ": " + troupe.told(i + 1, "page"));
        }
        out.println("Others on this machine join by " + troupe.told(0, "invite"));
        out.println("BOB and CAT play by themselves. Ctrl-C ends the party.");
        out.flush();
        Browser.show(page);
        others.forEach(child -> child.tell("bots on"));
        ChildPeer host = troupe.children().get(0);
        while (host.sleepWhileAlive(1_000)) {
            // The party goes on; the shutdown hook ends it.
        }
        return 0;
    }
}

package worldmesh.samples.demo;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import worldmesh.runtime.time.SystemClock;
import worldmesh.samples.troupe.Cast;
import worldmesh.samples.troupe.ChildPeer;
import worldmesh.samples.troupe.Troupe;
import worldmesh.samples.troupe.Venue;

/** Starts four peers in four processes and lets them play; see {@link DemoOptions} for the two ways it runs. */
public final class DemoCommand {
    /** Who plays. */
    public static final int PLAYERS = 4;

    /** The killed holder stays away so long. */
    private static final long AWAY_MILLIS = 3_000;

    private static final long SPLIT_MILLIS = 10_000;

    /** Kept free at the end of a party, so that it settles within its time. */
    private static final int SETTLE_SECONDS = 3;

    private static final long CHEAT_MILLIS = 40_000;

    /** The honest play on without the cheater for so long. */
    private static final long AFTERMATH_MILLIS = 1_000;

    private static final long SEAT_MILLIS = 20_000;

    /** In so long a demonstration the peers begin to cut their logs. */
    private static final int WATCHED_SECONDS = 90;

    private final DemoOptions options;
    private final PrintWriter out;
    private final Troupe troupe;

    private DemoCommand(DemoOptions options, PrintWriter out, Troupe troupe) {
        this.options = options;
        this.out = out;
        this.troupe = troupe;
    }

    /** Runs the demonstration; results go to {@code out}, progress to {@code progress}; answers the exit code. */
    public static int run(DemoOptions options, Venue venue, PrintWriter out, PrintWriter progress) {
        return Troupe.run("demo", progress, Cast.of(PLAYERS, venue), troupe -> {
            DemoCommand demo = new DemoCommand(options, out, troupe);
            return options.headless() ? demo.headless() : demo.interactive();
        });
    }

    private int headless() {
        troupe.begin();
        if (options.seconds() >= WATCHED_SECONDS) {
            troupe.watchLog();
        }
        troupe.awaitRoster(PLAYERS, SEAT_MILLIS);
        long end = SystemClock.INSTANCE.nanoTime() + TimeUnit.SECONDS.toNanos(options.seconds());
        troupe.bots(true);
        troupe.cheat(PLAYERS - 1, CHEAT_MILLIS);
        troupe.say("a member tried every cheat");
        troupe.awaitRoster(PLAYERS, SEAT_MILLIS);
        playUntil(end - TimeUnit.MILLISECONDS.toNanos(options.seconds() * 600L));
        killAndBringBackHolder();
        if (options.splits() && troupe.venue().isLan()) {
            splitAndHeal();
        } else {
            troupe.say("the party is not split: "
                    + (options.splits()
                            ? "its peers share this machine's network"
                            : "that takes " + DemoOptions.SPLIT_SECONDS_MIN + " seconds"));
        }
        playUntil(end - TimeUnit.SECONDS.toNanos(SETTLE_SECONDS));
        int cheater = troupe.mustHold();
        troupe.depose(cheater, SEAT_MILLIS);
        troupe.say(troupe.children().get(cheater).name() + " minted gold as the holder and was deposed");
        troupe.awaitRoster(PLAYERS - 1, SEAT_MILLIS);
        troupe.play(AFTERMATH_MILLIS);
        troupe.bots(false);
        troupe.settleAndStop();
        return troupe.check(DemoChecker.class, List.of(String.valueOf(options.seconds())), out, options.json());
    }

    private void killAndBringBackHolder() {
        int holder = troupe.mustHold();
        String name = troupe.children().get(holder).name();
        troupe.kill(holder);
        troupe.say("killed " + name + ", which held the authority");
        troupe.keepStoreAtKill(holder);
        troupe.play(AWAY_MILLIS);
        troupe.enter(holder);
        troupe.acts(holder);
        troupe.awaitRoster(PLAYERS, SEAT_MILLIS);
        troupe.say(name + " is back");
    }

    private void splitAndHeal() {
        int holder = troupe.mustHold();
        List<Integer> apart = IntStream.range(0, PLAYERS)
                .filter(player -> player != holder)
                .limit(PLAYERS / 2)
                .boxed()
                .toList();
        troupe.split(apart);
        troupe.say("split the party, two and two");
        troupe.play(SPLIT_MILLIS);
        long millis = troupe.heal();
        troupe.say(millis < 0 ? "the sides did not become equal" : "the sides were equal after " + millis + " ms");
        troupe.awaitRoster(PLAYERS, SEAT_MILLIS);
        troupe.bots(true);
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
        out.println("BOB, CAT and DAN play by themselves. Ctrl-C ends the party.");
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

package worldmesh.samples.soak;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import worldmesh.runtime.time.SystemClock;
import worldmesh.samples.troupe.Cast;
import worldmesh.samples.troupe.Troupe;
import worldmesh.samples.troupe.Usage;
import worldmesh.samples.troupe.Venue;

/** Kills, stalls, splits, leaves and returns of a playing party, one after the other, and a check at the end. */
public final class SoakPartyCommand {
    /** Who plays: two sides of two, and a majority without the holder. */
    public static final int PLAYERS = 4;

    /** A busy machine starts a JVM in half a minute; how long seats take is measured, not demanded here. */
    private static final long SEAT_MILLIS = 120_000;

    /** Players who ask for nothing make every promise easy to keep: the party must answer after each trouble. */
    private static final long ANSWER_MILLIS = 20_000;

    private static final long AWAY_MILLIS = 2_000;
    private static final long STALL_MILLIS = 3_000;
    private static final long CUT_MILLIS = 10_000;

    /** The others decide more meanwhile than their logs keep. */
    private static final long LONG_AWAY_MILLIS = 60_000;

    /** The least that a peer takes, so that its log is cut soon. */
    private static final String LOG_KEPT = "peer.session.log-entries-kept=1024";

    /** Cuts come in short soaks too, and while somebody is away. */
    private static final String SETTLE = "peer.session.settle-after-seconds=15";

    /** So long a soak has time for somebody who is away for long. */
    private static final int LONG_SECONDS = 300;

    /** Between two troubles: the party plays. */
    private static final int CALM_MILLIS_MIN = 1_000;

    private static final int CALM_MILLIS_MAX = 4_000;

    private final SoakPartyOptions options;
    private final Troupe troupe;
    private final RandomGenerator random;
    private boolean keptStore;

    private SoakPartyCommand(SoakPartyOptions options, Troupe troupe) {
        this.options = options;
        this.troupe = troupe;
        this.random = new SplittableRandom(options.seed());
    }

    /** Runs the soak; results go to {@code out}, progress to {@code progress}; answers the exit code. */
    public static int run(SoakPartyOptions options, Venue venue, PrintWriter out, PrintWriter progress) {
        return Troupe.run("soak", progress, Cast.of(PLAYERS, venue).with(LOG_KEPT, SETTLE), troupe -> {
            new SoakPartyCommand(options, troupe).party();
            List<String> details = List.of(String.valueOf(options.seed()), String.valueOf(options.seconds()));
            return troupe.check(SoakPartyChecker.class, details, out, options.json());
        });
    }

    private void party() {
        troupe.begin();
        troupe.watchLog();
        troupe.awaitRoster(PLAYERS, SEAT_MILLIS);
        long end = SystemClock.INSTANCE.nanoTime() + TimeUnit.SECONDS.toNanos(options.seconds());
        var rounds = new Trouble.Rounds(random, troupe.venue().isLan(), options.seconds() >= LONG_SECONDS);
        troupe.bots(true);
        boolean measured = false;
        int troubles = 0;
        while (SystemClock.INSTANCE.nanoTime() < end) {
            troupe.play(random.nextInt(CALM_MILLIS_MIN, CALM_MILLIS_MAX));
            Trouble trouble = rounds.next();
            troupe.say("now: " + trouble);
            troubles++;
            troupe.report("trouble " + troubles);
            troupe.report("disk " + troupe.diskBytes());
            make(trouble);
            troupe.awaitRoster(PLAYERS, SEAT_MILLIS);
            troupe.awaitAnswer(ANSWER_MILLIS);
            if (!measured && keptStore) {
                measure("base");
                measured = true;
            }
        }
        troupe.bots(false);
        troupe.settle(SEAT_MILLIS);
        measure("end");
        troupe.settleAndStop();
    }

    private void make(Trouble trouble) {
        int holder = troupe.mustHold();
        int other = other(holder);
        switch (trouble) {
            case KILL_HOLDER -> killAndReturn(holder);
            case KILL_OTHER -> killAndReturn(other);
            case LEAVE -> {
                troupe.leave(other);
                troupe.play(AWAY_MILLIS);
                comeBack(other);
            }
            case STALL_HOLDER -> {
                troupe.suspend(holder);
                troupe.play(STALL_MILLIS);
                troupe.resume(holder);
            }
            case AWAY -> {
                troupe.kill(other);
                troupe.play(LONG_AWAY_MILLIS);
                comeBack(other);
            }
            case NEWCOMER -> {
                troupe.leave(other);
                troupe.forgetStore(other);
                comeBack(other);
            }
            case SPLIT -> {
                troupe.split(List.of(other, another(holder, other)));
                troupe.play(CUT_MILLIS);
                troupe.heal();
                troupe.bots(true);
            }
            case UNPLUG -> {
                troupe.venue().plug(other, false);
                troupe.play(CUT_MILLIS);
                troupe.venue().plug(other, true);
            }
        }
    }

    private int other(int player) {
        return another(player, player);
    }

    private int another(int one, int two) {
        int[] rest = IntStream.range(0, PLAYERS)
                .filter(each -> each != one && each != two)
                .toArray();
        return rest[random.nextInt(rest.length)];
    }

    private void killAndReturn(int victim) {
        troupe.kill(victim);
        if (!keptStore) {
            keptStore = true;
            troupe.keepStoreAtKill(victim);
        }
        troupe.play(AWAY_MILLIS);
        comeBack(victim);
    }

    private void comeBack(int player) {
        troupe.enter(player);
        troupe.acts(player);
    }

    /** Notes what the party uses: the most of each kind that any peer does. */
    private void measure(String when) {
        List<Usage> all = new ArrayList<>();
        for (int i = 0; i < PLAYERS; i++) {
            all.add(troupe.usage(i));
        }
        note(when, "heap", all.stream().mapToLong(Usage::heapBytes).max().orElse(0));
        note(when, "threads", all.stream().mapToLong(Usage::threads).max().orElse(0));
        note(
                when,
                "descriptors",
                all.stream().mapToLong(Usage::descriptors).max().orElse(0));
    }

    private void note(String when, String what, long amount) {
        troupe.report(when + "-" + what + " " + amount);
    }
}

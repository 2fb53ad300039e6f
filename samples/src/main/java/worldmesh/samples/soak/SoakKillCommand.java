package worldmesh.samples.soak;

import java.io.PrintWriter;
import java.util.List;
import java.util.SplittableRandom;
import worldmesh.samples.troupe.Cast;
import worldmesh.samples.troupe.Troupe;
import worldmesh.samples.troupe.Venue;

/** Kills the holder of a playing troupe again and again, starts it from its store each time, and checks at the end. */
public final class SoakKillCommand {
    private static final int PLAYERS = 3;

    /** A busy machine starts a JVM in half a minute; how long seats take is measured, not demanded here. */
    private static final long SEAT_MILLIS = 120_000;

    /** From the last return until the bots rest. */
    private static final long LAST_PLAY_MILLIS = 3_000;

    private final SoakKillOptions options;
    private final Troupe troupe;
    private final KillMoments moments;
    private int killed;

    private SoakKillCommand(SoakKillOptions options, Troupe troupe) {
        this.options = options;
        this.troupe = troupe;
        this.moments = new KillMoments(new SplittableRandom(options.seed()));
    }

    /** Runs the soak; results go to {@code out}, progress to {@code progress}; answers the exit code. */
    public static int run(SoakKillOptions options, PrintWriter out, PrintWriter progress) {
        return Troupe.run("soak", progress, Cast.of(PLAYERS, Venue.loopback()), troupe -> {
            new SoakKillCommand(options, troupe).party();
            List<String> details = List.of(String.valueOf(options.seed()));
            return troupe.check(SoakKillChecker.class, details, out, options.json());
        });
    }

    private void party() {
        troupe.begin();
        troupe.watchLog();
        troupe.awaitRoster(PLAYERS, SEAT_MILLIS);
        troupe.bots(true);
        while (killed < options.kills()) {
            KillMoments.Moment moment = moments.next();
            int victim = troupe.mustHold();
            // The first one is under load: the checker compares what it left with the end.
            if (killed == 0 || !moment.early()) {
                troupe.awaitRoster(PLAYERS, SEAT_MILLIS);
            }
            troupe.play(moment.millis());
            kill(victim);
            troupe.enter(victim);
            troupe.acts(victim);
        }
        troupe.awaitRoster(PLAYERS, SEAT_MILLIS);
        troupe.play(LAST_PLAY_MILLIS);
        troupe.bots(false);
        troupe.settleAndStop();
    }

    private void kill(int victim) {
        troupe.kill(victim);
        killed++;
        if (killed == 1) {
            troupe.keepStoreAtKill(victim);
        }
        troupe.say("killed the holder " + killed + " of " + options.kills());
    }
}

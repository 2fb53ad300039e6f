package worldmesh.samples.soak;

import java.io.PrintWriter;
import java.util.List;
import java.util.SplittableRandom;
import worldmesh.samples.demo.Troupe;

/** Kills the host of a playing troupe again and again, each time starting it from its store, and checks at the end. */
public final class SoakKillCommand {
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
        return Troupe.run("soak", progress, troupe -> {
            new SoakKillCommand(options, troupe).party();
            List<String> details = List.of(String.valueOf(options.seed()));
            return troupe.check(SoakKillChecker.class, details, out, options.json());
        });
    }

    private void party() {
        troupe.begin();
        troupe.bots(true);
        while (killed < options.kills()) {
            KillMoments.Moment moment = moments.next();
            // The first one is under load: the checker compares what it left with the end.
            if (killed == 0 || !moment.early()) {
                troupe.hostPlays();
            }
            troupe.play(moment.millis());
            kill();
            troupe.restartHost();
        }
        troupe.hostPlays();
        troupe.play(LAST_PLAY_MILLIS);
        troupe.bots(false);
        troupe.settleAndStop();
    }

    private void kill() {
        troupe.killHost();
        killed++;
        if (killed == 1) {
            troupe.keepStoreAtKill();
        }
        troupe.say("killed the host " + killed + " of " + options.kills());
    }
}

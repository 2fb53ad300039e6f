package worldmesh.samples.soak;

import java.io.PrintWriter;
import java.util.List;
import worldmesh.samples.troupe.Cast;
import worldmesh.samples.troupe.FormerProgram;
import worldmesh.samples.troupe.Troupe;
import worldmesh.samples.troupe.Venue;

/**
 * Upgrades a playing party from a former version to this one, member by member, each killed and started again on its
 * own store; the holder of the role too. Both versions play in one party between two upgrades, and everything that was
 * promised by either is checked at the end.
 */
public final class SoakUpgradeCommand {
    private static final int PLAYERS = 3;
    private static final long SEAT_MILLIS = 120_000;
    private static final long MILLIS_PER_SECOND = 1_000;

    /** Declared bounds and new components are another schema: members pass on what they do not know. */
    private static final String MIXED = "peer.session.allow-other-schema=true";

    private SoakUpgradeCommand() {}

    /** Runs the soak; results go to {@code out}, progress to {@code progress}; answers the exit code. */
    public static int run(SoakUpgradeOptions options, PrintWriter out, PrintWriter progress) {
        FormerProgram former = new FormerProgram(Venue.loopback(), options.former());
        Cast cast = Cast.of(PLAYERS, former).with(MIXED);
        return Troupe.run("upgrade", progress, cast, troupe -> {
            party(troupe, former, options.seconds() * MILLIS_PER_SECOND);
            return troupe.check(SoakKillChecker.class, List.of("0"), out, options.json());
        });
    }

    private static void party(Troupe troupe, FormerProgram former, long playMillis) {
        troupe.begin();
        troupe.watchLog();
        troupe.awaitRoster(PLAYERS, SEAT_MILLIS);
        troupe.bots(true);
        troupe.play(playMillis);
        // The holder first: its successor is of the former version, and later one of this version judges both.
        int first = troupe.mustHold();
        for (int i = 0; i < PLAYERS; i++) {
            int player = (first + i) % PLAYERS;
            former.upgrade(player);
            troupe.kill(player);
            if (i == 0) {
                troupe.keepStoreAtKill(player);
            }
            troupe.enter(player);
            troupe.acts(player);
            troupe.awaitRoster(PLAYERS, SEAT_MILLIS);
            troupe.say(i + 1 + " of " + PLAYERS + " members are upgraded");
            troupe.play(playMillis);
        }
        troupe.bots(false);
        troupe.settleAndStop();
    }
}

package worldmesh.peer.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.retry.RetryPolicy;
import worldmesh.peer.checkup.Remedy;
import worldmesh.peer.checkup.TurnFigures;
import worldmesh.peer.wire.CheckupAnswer;
import worldmesh.peer.wire.CheckupState;

/**
 * Makes checks of how play goes where a member is reached: who is nearest, how its updates run, what the line does, and
 * whether lost members are sought again. One cause is named once. Stateless but for what it is given.
 *
 * @param visit what came of the way to a member; null if none was named
 * @param around how far members are
 * @param reconnect when this side seeks lost members again
 * @param searches true if this side looks for ways through NATs
 */
record PlayFindings(@Nullable Visit visit, Surroundings around, RetryPolicy reconnect, boolean searches) {
    /** Half a tick of the slowest motion, 20 a second: less is not felt. */
    static final long FARTHER_NANOS = 30_000_000L;

    /** Motion goes out 20 times a second unless a component says otherwise; fewer updates show. */
    static final int TURNS_LEAST = 20;

    /** Inside of updates for so much of the time: what is slow is done in them. */
    static final int BUSY_PERCENT = 60;

    private static final int TURNS_USUAL = 60;

    /** Updates are watched for five seconds; less than one says nothing. */
    private static final int WATCHED_MILLIS_LEAST = 1_000;

    /** Play is smooth up to 2 % (bench badlinks); 300 probes of such a line hardly ever lack ten. */
    static final double LOSS_PERCENT = 3;

    /**
     * With 20 tasks ready to run on each core this side stood still for 39 to 61 % of the time where a good line seemed
     * to differ by more than motion hides, and for up to 28 % where it did not (bench doctor).
     */
    static final int OVERLOAD_PERCENT = 20;

    /** As {@code StabilityWatch}: two ticks at 60 Hz. */
    static final long JITTER_NANOS = 30_000_000L;

    /** Round trips grow by so much within two seconds where more is sent than the line carries. */
    static final long QUEUE_NANOS = 80_000_000L;

    /** Who comes back is to be met within a quarter of a minute. */
    static final long PAUSE_MILLIS = 15_000;

    private static final String UNTOLD = "the member tells nothing of itself; its program may be older";
    private static final String UNNAMED = "no member or invitation was named";
    private static final String KEYS = "peer.reconnect.";

    List<Check> all() {
        List<Check> all = new ArrayList<>();
        all.add(traversal());
        all.add(region());
        Check ticks = ticks();
        all.add(ticks);
        all.add(quality(ticks.isFailed()));
        all.add(reconnection("here", reconnect.automatic(), reconnect.firstMillis(), reconnect.lastMillis()));
        CheckupState there = state();
        all.add(
                there == null
                        ? Check.skipped("reconnection", "there", untold())
                        : reconnection("there", there.automatic(), there.firstPauseMillis(), there.lastPauseMillis()));
        return all;
    }

    private @Nullable CheckupState state() {
        return visit == null ? null : visit.state();
    }

    private String untold() {
        Visit seen = visit;
        if (seen == null) {
            return UNNAMED;
        }
        if (!seen.isLinked()) {
            return "no link to the member; see member";
        }
        return seen.verdict() > CheckupAnswer.TAKEN ? "the member does not check with this side; see ways" : UNTOLD;
    }

    private Check traversal() {
        return searches
                ? Check.ok("traversal", "", "ways through NATs are looked for")
                : Check.failed(
                        "traversal",
                        "here",
                        new Check.Trouble(
                                "off",
                                "members behind NATs are met only where they come to this side",
                                "turn mesh.ice.enabled on",
                                new Remedy(Remedy.Place.HERE, Remedy.Action.SET, "mesh.ice.enabled=true")));
    }

    private Check region() {
        String nearest = around.nearest();
        if (around.chosenNanos() == 0 || nearest == null) {
            return Check.skipped(
                    "region", "", "there is no other place to compare with; name some in peer.discovery.places");
        }
        long least = Objects.requireNonNull(around.placesNanos().get(nearest));
        String value = millis(around.chosenNanos()) + " to the member, " + millis(least) + " to the next nearest";
        boolean far = around.chosenNanos() > 2 * least && around.chosenNanos() - least > FARTHER_NANOS;
        return far
                ? Check.failed(
                        "region",
                        nearest,
                        new Check.Trouble(
                                value,
                                "a far member was chosen though a nearer one is known",
                                "join at " + nearest,
                                new Remedy(Remedy.Place.HERE, Remedy.Action.JOIN, nearest)))
                : Check.ok("region", "", value);
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }

    private Check ticks() {
        CheckupState there = state();
        if (there == null) {
            return Check.skipped("ticks", "", untold());
        }
        TurnFigures turns = there.turns();
        if (turns.watchedMillis() < WATCHED_MILLIS_LEAST) {
            return Check.skipped("ticks", "", "the member has only begun; try again in some seconds");
        }
        String value = turns.perSecond() + " updates a second, " + turns.busyPercent() + " % of the time in them, "
                + turns.longestMillis() + " ms at most from one to the next";
        if (turns.perSecond() >= TURNS_LEAST) {
            return Check.ok("ticks", "", value);
        }
        LineFigures line = visit == null ? null : visit.line();
        boolean told = turns.asked() > 0 && turns.asked() < TURNS_LEAST;
        if (!told
                && visit != null
                && line != null
                && visit.onThisMachine()
                && line.stoodPercent() >= OVERLOAD_PERCENT) {
            return Check.skipped("ticks", "", "the member is on this machine; " + overloaded(line));
        }
        return Check.failed("ticks", "there", slow(turns, value));
    }

    private static Check.Trouble slow(TurnFigures turns, String value) {
        if (turns.asked() > 0 && turns.asked() < TURNS_LEAST) {
            return new Check.Trouble(
                    value,
                    "the node is told to make " + turns.asked() + " updates a second",
                    "set node.update-rate to " + TURNS_USUAL + " there",
                    new Remedy(Remedy.Place.THERE, Remedy.Action.SET, "node.update-rate=" + TURNS_USUAL));
        }
        boolean inside = turns.busyPercent() >= BUSY_PERCENT;
        return new Check.Trouble(
                value,
                inside
                        ? "updates there take too long: rules, observers or the machine are too slow"
                        : "the program there does something else between updates, or its machine is busy",
                inside
                        ? "take work out of rules and observers there, or use a faster machine"
                        : "make the game's frames shorter there, or end other programs",
                new Remedy(Remedy.Place.THERE, Remedy.Action.RELIEVE, "turns>=" + TURNS_LEAST));
    }

    private Check quality(boolean stutters) {
        LineFigures line = visit == null ? null : visit.line();
        if (line == null) {
            return Check.skipped(
                    "quality", "", state() == null ? untold() : "too few probes came back to say anything");
        }
        String value = String.format(
                Locale.ROOT,
                "%.1f ms there and back, which differ by %.1f ms, %.1f %% lost there, %.1f %% back",
                line.medianNanos() / 1e6,
                line.jitterNanos() / 1e6,
                line.lossTherePercent(),
                line.lossBackPercent());
        if (Math.max(line.lossTherePercent(), line.lossBackPercent()) > LOSS_PERCENT) {
            return Check.failed(
                    "quality",
                    "loss",
                    worn(value, "too many datagrams are lost on the line", "loss<=" + (int) LOSS_PERCENT + "%"));
        }
        if (stutters) {
            return Check.skipped("quality", "", "the member answers too seldom to measure time; see ticks");
        }
        boolean full = line.growthNanos() > QUEUE_NANOS;
        boolean differs = line.jitterNanos() > JITTER_NANOS;
        String standstill = full || differs ? standstill(line, full) : "";
        if (!standstill.isEmpty()) {
            return Check.skipped("quality", "", standstill);
        }
        if (full) {
            return Check.failed(
                    "quality",
                    "rate",
                    worn(value, "240 kbit/s each way, a small party's traffic, fill the line", "rate>=300kbit"));
        }
        return differs
                ? Check.failed(
                        "quality",
                        "jitter",
                        worn(
                                value,
                                "datagrams take now longer, now shorter, by more than motion hides",
                                "jitter<=" + JITTER_NANOS / 1_000_000 + "ms"))
                : Check.ok("quality", "", value);
    }

    /** Who stands still himself cannot tell that from a line that delays; empty if it was the line. */
    private static String standstill(LineFigures line, boolean full) {
        if (line.stoodPercent() >= OVERLOAD_PERCENT) {
            return overloaded(line);
        }
        boolean alike =
                full ? line.link().growthNanos() > QUEUE_NANOS / 2 : line.link().jitterNanos() > JITTER_NANOS / 2;
        return alike ? "" : "the program at one end stands still again and again, the link between does not; try again";
    }

    private static String overloaded(LineFigures line) {
        return "this machine is overloaded: for " + line.stoodPercent()
                + " % of the time the doctor could not go on, so that no time is measured; end other programs, then try"
                + " again";
    }

    private static Check.Trouble worn(String value, String reason, String wanted) {
        return new Check.Trouble(
                value,
                reason,
                "use a cable in place of a radio, end downloads, or take another line",
                new Remedy(Remedy.Place.LINE, Remedy.Action.MEND, wanted));
    }

    private static Check reconnection(String side, boolean automatic, long firstMillis, long lastMillis) {
        Remedy.Place place = side.equals("here") ? Remedy.Place.HERE : Remedy.Place.THERE;
        if (!automatic) {
            return Check.failed(
                    "reconnection",
                    side,
                    new Check.Trouble(
                            "off",
                            "who loses the link stays alone until its player asks",
                            "turn peer.reconnect.automatic on",
                            set(place, "automatic=true")));
        }
        String value = "after " + firstMillis + " to " + lastMillis + " ms";
        if (lastMillis <= PAUSE_MILLIS) {
            return Check.ok("reconnection", side, value);
        }
        List<Remedy> remedies = new ArrayList<>();
        if (firstMillis > RetryPolicy.LINKS.lastMillis()) {
            remedies.add(set(place, "first-pause-millis=" + RetryPolicy.LINKS.firstMillis()));
        }
        remedies.add(set(place, "last-pause-millis=" + RetryPolicy.LINKS.lastMillis()));
        return Check.failed(
                "reconnection",
                side,
                new Check.Trouble(
                        value,
                        "who is back is not looked for until the pause is over",
                        "make the pauses of peer.reconnect shorter",
                        remedies));
    }

    private static Remedy set(Remedy.Place place, String key) {
        return new Remedy(place, Remedy.Action.SET, KEYS + key);
    }
}

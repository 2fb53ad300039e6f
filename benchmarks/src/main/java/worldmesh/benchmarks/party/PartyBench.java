package worldmesh.benchmarks.party;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import worldmesh.runtime.time.SystemClock;
import worldmesh.samples.troupe.Cast;
import worldmesh.samples.troupe.PartyAudit;
import worldmesh.samples.troupe.Takeovers;
import worldmesh.samples.troupe.Troupe;
import worldmesh.samples.troupe.Venue;

/**
 * Measures a party of real processes: all newcomers at one moment, then the silence of those who stay, how long they
 * take to be whole after stalls and cut cables, and how long a smaller party waits for an answer when its holder is
 * killed, again and again.
 */
public final class PartyBench {
    /** A majority without the holder, and few enough for a small machine to run under load. */
    private static final int MORTALS = 4;

    private static final long PATIENCE_MILLIS = 90_000;
    private static final long AWAY_MILLIS = 2_500;
    private static final long CALM_MILLIS = 1_000;
    private static final double MILLIS_PER_SECOND = 1_000;
    private static final String NO_LAN = "there is no LAN of namespaces on this machine, and loopback has no cables";

    private final PartyBenchOptions options;
    private final Troupe troupe;

    private PartyBench(PartyBenchOptions options, Troupe troupe) {
        this.options = options;
        this.troupe = troupe;
    }

    /** Runs on a LAN of namespaces where the machine allows it, and reports. */
    public static PartyBenchReport run(PartyBenchOptions options, int budgetSeconds, PrintWriter progress) {
        Venue venue = LabVenue.orLoopback(options.newcomers() + 1, progress::println);
        List<PartyBenchReport> reports = new ArrayList<>();
        Cast cast = Cast.of(options.newcomers() + 1, venue);
        Troupe.run("bench", progress, cast, troupe -> {
            reports.add(new PartyBench(options, troupe).measure(budgetSeconds));
            return 0;
        });
        if (reports.isEmpty()) {
            throw new IllegalStateException("the party could not be carried out; what went wrong is said above");
        }
        return reports.get(0);
    }

    private PartyBenchReport measure(int budgetSeconds) {
        int all = options.newcomers() + 1;
        List<PartyBenchReport.Meeting> meetings = new ArrayList<>(List.of(meet(all, troupe.beginAtOnce())));
        while (meetings.size() < options.meetings()) {
            meetings.add(meet(all, troupe.againAtOnce()));
        }
        shrinkTo(options.idlers(), all);
        boolean listens = troupe.venue().isLan() && options.idleSeconds() > 0;
        double idle = listens ? idlePacketsPerSecond() : -1;
        troupe.say("idle: " + idle + " packets a second");
        PartyBenchReport.Faults faults = faults();
        Takeovers takeovers = new Takeovers(List.of(), 0);
        if (options.kills() > 0) {
            shrinkTo(MORTALS, options.idlers());
            takeovers = kill();
        }
        return new PartyBenchReport(
                troupe.venue().isLan(),
                options.newcomers(),
                meetings,
                options.kills(),
                takeovers.p99(),
                takeovers.median(),
                faults,
                idle,
                budgetSeconds);
    }

    private PartyBenchReport.Meeting meet(int all, long asked) {
        troupe.awaitMembers(all, PATIENCE_MILLIS);
        long meetMillis = troupe.said().lastMemberMillis() - asked;
        troupe.awaitView(all, PATIENCE_MILLIS);
        long viewMillis = troupe.said().lastViewMillis() - asked;
        troupe.awaitRoster(all, PATIENCE_MILLIS);
        long joinMillis = 0;
        for (int i = 1; i < all; i++) {
            joinMillis = Math.max(joinMillis, Long.parseLong(troupe.told(i, "joined")));
        }
        long wholeMillis = IntStream.range(0, all)
                        .mapToLong(
                                player -> troupe.said().of(player).orElseThrow().sinceMillis())
                        .max()
                        .orElseThrow()
                - asked;
        long aloneMillis = joinAlone(all);
        troupe.say("met after " + meetMillis + " ms, were in one view after " + viewMillis + " ms, on one roster after "
                + wholeMillis + " ms; the slowest join took " + joinMillis + " ms, one alone " + aloneMillis + " ms");
        return new PartyBenchReport.Meeting(joinMillis, meetMillis, viewMillis, wholeMillis, aloneMillis);
    }

    /** The last one comes again, as somebody new, to the party of all others. */
    private long joinAlone(int all) {
        troupe.againAlone(all - 1);
        long millis = Long.parseLong(troupe.told(all - 1, "joined"));
        troupe.awaitRoster(all, PATIENCE_MILLIS);
        return millis;
    }

    private void shrinkTo(int players, int from) {
        for (int i = players; i < from; i++) {
            troupe.leave(i);
        }
        troupe.awaitRoster(Math.min(players, from), PATIENCE_MILLIS);
    }

    private double idlePacketsPerSecond() {
        troupe.play(CALM_MILLIS);
        long[] before = new long[options.idlers()];
        for (int i = 0; i < before.length; i++) {
            before[i] = troupe.venue().sentFrames(i);
        }
        long from = SystemClock.INSTANCE.nanoTime();
        troupe.play((long) (options.idleSeconds() * MILLIS_PER_SECOND));
        long most = 0;
        for (int i = 0; i < before.length; i++) {
            most = Math.max(most, troupe.venue().sentFrames(i) - before[i]);
        }
        double seconds = (SystemClock.INSTANCE.nanoTime() - from) / 1e9;
        return Math.round(most / seconds * 10) / 10.0;
    }

    private PartyBenchReport.Faults faults() {
        boolean lan = troupe.venue().isLan();
        if (options.stalls() + options.cuts() == 0) {
            return PartyBenchReport.Faults.NONE;
        }
        if (options.cuts() > 0 && !lan) {
            troupe.say("no cable is cut: " + NO_LAN);
        }
        troupe.bots(true);
        var trials = new FaultTrials(troupe, options.idlers());
        var faults = new PartyBenchReport.Faults(
                options.idlers(),
                trials.stallMembers(options.stalls()),
                trials.stallHolders(options.stalls()),
                trials.cutCables(lan ? options.cuts() : 0),
                lan || options.cuts() == 0 ? "" : NO_LAN);
        troupe.bots(false);
        return faults;
    }

    private Takeovers kill() {
        troupe.bots(true);
        for (int i = 0; i < options.kills(); i++) {
            troupe.play(CALM_MILLIS);
            int holder = troupe.mustHold();
            troupe.kill(holder);
            troupe.play(AWAY_MILLIS);
            troupe.enter(holder);
            troupe.acts(holder);
            troupe.awaitRoster(MORTALS, PATIENCE_MILLIS);
            troupe.say("killed the holder " + (i + 1) + " of " + options.kills());
        }
        troupe.bots(false);
        troupe.settleAndStop();
        return PartyAudit.of(troupe.directory(), troupe.names().subList(0, MORTALS))
                .takeovers();
    }
}

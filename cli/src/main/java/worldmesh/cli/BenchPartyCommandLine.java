package worldmesh.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import worldmesh.benchmarks.party.PartyBench;
import worldmesh.benchmarks.party.PartyBenchOptions;
import worldmesh.benchmarks.party.PartyBenchReport;

/** {@code worldmesh bench party}. */
@Command(
        name = "party",
        mixinStandardHelpOptions = true,
        description = "How fast newcomers in warm processes see the host's world and each other, what an idle party of"
                + " eight sends, how long the party takes to be whole after stalls and cut cables, and how long players"
                + " wait for an answer after the holder is killed, on a LAN of namespaces where this machine lets us"
                + " (root on Linux); exit 1 if a demand is missed.")
final class BenchPartyCommandLine implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(
            names = "--budget-seconds",
            paramLabel = "N",
            defaultValue = "120",
            description = "Decides how many newcomers and kills there are. Default: ${DEFAULT-VALUE}.")
    private int budgetSeconds;

    @Option(names = "--full", description = "Sixteen at once, ten times, and twenty kills, however long that takes.")
    private boolean full;

    @Option(
            names = "--newcomers",
            paramLabel = "N",
            defaultValue = "-1",
            description = "Players who come in at one moment, 3 to 15; else as the budget or --full has it.")
    private int newcomers;

    @Option(
            names = "--meetings",
            paramLabel = "N",
            defaultValue = "-1",
            description =
                    "How often they come in at one moment, the later times in another world and as new players, in"
                            + " the same processes, 1 to 100; the first five, or all but the last, warm these and are"
                            + " not judged. Else as the budget or --full has it.")
    private int meetings;

    @Option(
            names = "--kills",
            paramLabel = "N",
            defaultValue = "-1",
            description =
                    "How often the holder is killed; 0 leaves that part out. Else as the budget or --full has it.")
    private int kills;

    @Option(
            names = "--stalls",
            paramLabel = "N",
            defaultValue = "0",
            description = "How often the holder's process is stopped for 3 s, and as often another's, in a party of all"
                    + " who came in, at most eight; measured until all are linked to all, on one roster, under one"
                    + " holder, and who was gone is answered again. Default: ${DEFAULT-VALUE}.")
    private int stalls;

    @Option(
            names = "--cuts",
            paramLabel = "N",
            defaultValue = "0",
            description = "How often a cable is out for 10 s, measured likewise; skipped, with the reason, where there"
                    + " are no namespaces. Default: ${DEFAULT-VALUE}.")
    private int cuts;

    @Option(
            names = "--idle-seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "How long the idle party is listened to; 0 leaves that out. Default: ${DEFAULT-VALUE}.")
    private int idleSeconds;

    @Option(names = "--json", description = "Print one JSON object as the last line.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PartyBenchOptions options = Usage.of(spec, this::options);
        PartyBenchReport report =
                PartyBench.run(options, budgetSeconds, spec.commandLine().getErr());
        if (json) {
            JsonLine.print(out, report.toJson());
        } else {
            out.println(String.format(
                    Locale.ROOT,
                    "%d newcomers were in one view after %d ms, one more alone joined in %d ms; takeover p99 %d ms of"
                            + " %d kills; %s; idle %.1f packets/s a peer",
                    report.newcomers(),
                    report.viewMillis(),
                    report.joinMillis(),
                    report.takeoverMillisP99(),
                    report.runs(),
                    report.faults().toText(),
                    report.idlePacketsPerSecond()));
            out.flush();
        }
        return report.passed() ? 0 : 1;
    }

    private PartyBenchOptions options() {
        PartyBenchOptions options = full ? PartyBenchOptions.FULL : PartyBenchOptions.within(budgetSeconds);
        options = newcomers < 0 ? options : options.withNewcomers(newcomers);
        options = meetings < 0 ? options : options.withMeetings(meetings);
        options = kills < 0 ? options : options.withKills(kills);
        return options.withStalls(stalls).withCuts(cuts).withIdleSeconds(idleSeconds);
    }
}

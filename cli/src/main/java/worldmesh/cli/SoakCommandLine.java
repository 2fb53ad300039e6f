package worldmesh.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import worldmesh.benchmarks.party.LabVenue;
import worldmesh.samples.soak.SoakKillCommand;
import worldmesh.samples.soak.SoakKillOptions;
import worldmesh.samples.soak.SoakPartyCommand;
import worldmesh.samples.soak.SoakPartyOptions;
import worldmesh.samples.troupe.Venue;

/** {@code worldmesh soak}: long runs by hand. */
@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        description = "Run for long and check every promise at the end.",
        subcommands = {
            SoakCommandLine.Kill.class,
            SoakCommandLine.Party.class,
            SoakHybridCommandLine.class,
            SoakFuzzCommandLine.class,
            SoakSchemaCommandLine.class,
            SoakUpgradeCommandLine.class
        })
final class SoakCommandLine implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "name a soak: kill, party, hybrid, fuzz, schema or upgrade");
    }

    /** {@code worldmesh soak kill}. */
    @Command(
            name = "kill",
            mixinStandardHelpOptions = true,
            description =
                    "Kill the holder of three playing peers again and again (SIGKILL, under load and while it comes"
                            + " back), start it from its store each time, and check stores and receipts; exit 1 if a"
                            + " promise is broken.")
    static final class Kill implements Callable<Integer> {
        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Option(
                names = "--kills",
                paramLabel = "N",
                defaultValue = "50",
                description = "How often. Default: ${DEFAULT-VALUE}.")
        private int kills;

        @Option(
                names = "--seed",
                paramLabel = "N",
                defaultValue = "1",
                description = "Draws the moments. Default: ${DEFAULT-VALUE}.")
        private long seed;

        @Option(names = "--json", description = "Print one JSON object as the last line.")
        private boolean json;

        @Override
        public Integer call() {
            var options = Usage.of(spec, () -> new SoakKillOptions(kills, seed, json));
            return SoakKillCommand.run(
                    options, spec.commandLine().getOut(), spec.commandLine().getErr());
        }
    }

    /** {@code worldmesh soak party}. */
    @Command(
            name = "party",
            mixinStandardHelpOptions = true,
            description = "Four playing peers: kill the holder and others, stall the holder, let one leave and join"
                    + " again, and where this machine lets us (root on Linux) split the party and pull cables; check"
                    + " stores, receipts and what the processes use; exit 1 if a promise is broken.")
    static final class Party implements Callable<Integer> {
        private static final int SECONDS_PER_MINUTE = 60;

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Option(names = "--minutes", paramLabel = "N", description = "How long, in minutes.")
        private int minutes;

        @Option(
                names = "--budget-seconds",
                paramLabel = "N",
                defaultValue = "60",
                description = "How long, in seconds, without --minutes. Default: ${DEFAULT-VALUE}.")
        private int budgetSeconds;

        @Option(
                names = "--seed",
                paramLabel = "N",
                defaultValue = "1",
                description = "Draws what happens when to whom. Default: ${DEFAULT-VALUE}.")
        private long seed;

        @Option(names = "--json", description = "Print one JSON object as the last line.")
        private boolean json;

        @Override
        public Integer call() {
            int seconds = minutes > 0 ? minutes * SECONDS_PER_MINUTE : budgetSeconds;
            var options = Usage.of(spec, () -> new SoakPartyOptions(seconds, seed, json));
            PrintWriter progress = spec.commandLine().getErr();
            Venue venue = LabVenue.orLoopback(SoakPartyCommand.PLAYERS, progress::println);
            return SoakPartyCommand.run(options, venue, spec.commandLine().getOut(), progress);
        }
    }
}

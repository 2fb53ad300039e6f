package worldmesh.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import worldmesh.samples.soak.SoakKillCommand;
import worldmesh.samples.soak.SoakKillOptions;

/** {@code worldmesh soak}: long runs by hand. */
@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        description = "Run for long, in real processes, and check every promise at the end.",
        subcommands = SoakCommandLine.Kill.class)
final class SoakCommandLine implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "name a soak: kill");
    }

    /** {@code worldmesh soak kill}. */
    @Command(
            name = "kill",
            mixinStandardHelpOptions = true,
            description = "Kill the host of three playing peers again and again (SIGKILL, under load and while it comes"
                    + " back), start it from its store each time, and check stores and receipts; exit 1 if a promise"
                    + " is broken.")
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
}

package worldmesh.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point: exit 0 done, 1 failed or a promise broken, 2 wrong usage. */
@Command(
        name = "worldmesh",
        description = "A persistent world engine over a peer-to-peer mesh.",
        mixinStandardHelpOptions = true,
        version = "WorldMesh 0.1.0-SNAPSHOT",
        subcommands = {DemoCommandLine.class, PeerCommandLine.class, InviteCommandLine.class, SimCommandLine.class},
        footer = {"", "build compiles what runs; the other commands call it when something is stale."})
public final class Main implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    private Main() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "name a command, for example: worldmesh demo");
    }
}

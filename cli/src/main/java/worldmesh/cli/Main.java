package worldmesh.cli;

import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import worldmesh.authority.node.NodeConfig;
import worldmesh.peer.PeerConfig;

/** The entry point: exit 0 done, 1 failed or a promise broken, 2 wrong usage. */
@Command(
        name = "worldmesh",
        description = "A persistent world engine over a peer-to-peer mesh.",
        mixinStandardHelpOptions = true,
        version = "WorldMesh 0.1.0-SNAPSHOT",
        subcommands = {
            DemoCommandLine.class,
            GalaxyCommandLine.class,
            PeerCommandLine.class,
            NodeCommandLine.class,
            InviteCommandLine.class,
            BansCommandLine.class,
            BackupCommandLine.class,
            RestoreCommandLine.class,
            VerifyCommandLine.class,
            MendCommandLine.class,
            DoctorCommandLine.class,
            DiffCommandLine.class,
            NetsimCommandLine.class,
            SimCommandLine.class,
            BenchCommandLine.class,
            SoakCommandLine.class
        },
        footer = {"", "build compiles what runs; the other commands call it when something is stale."})
public final class Main implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Main.class);

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    private Main() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The command with its rules for errors: a line that says what, and where help is, not a page. */
    static CommandLine commandLine() {
        CommandLine command = new CommandLine(new Main());
        footer(command, "node", NodeConfig.class);
        footer(command, "peer", PeerConfig.class);
        return command.setParameterExceptionHandler(Main::wrongUsage).setExecutionExceptionHandler(Main::failed);
    }

    private static void footer(CommandLine command, String name, Class<? extends Record> config) {
        CommandLine named = Objects.requireNonNull(command.getSubcommands().get(name));
        named.getCommandSpec().usageMessage().footer(KeyHelp.of(config));
    }

    private static int wrongUsage(CommandLine.ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(name + ": " + e.getMessage());
        command.getErr().println("help: ./" + name + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        String message = e.getMessage();
        command.getErr()
                .println(command.getCommandSpec().qualifiedName() + ": " + (message == null ? e.toString() : message));
        log.debug("command.failed", e);
        return CommandLine.ExitCode.SOFTWARE;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "name a command, for example: worldmesh demo");
    }
}

package worldmesh.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import worldmesh.samples.hybrid.HybridCommand;
import worldmesh.samples.hybrid.HybridOptions;

/** {@code worldmesh soak hybrid}. */
@Command(
        name = "hybrid",
        mixinStandardHelpOptions = true,
        description = "Peers that talk and chat from peer to peer and play by commands that the authority answers; kill"
                + " whoever holds the authority, and check frames, lines, receipts and stores; exit 1 if"
                + " a gap of sound is longer than a frame, a line is lost or play stands for two seconds.")
final class SoakHybridCommandLine implements Callable<Integer> {
    private static final int SECONDS_PER_MINUTE = 60;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(
            names = "--peers",
            paramLabel = "N",
            defaultValue = "12",
            description = "How many processes, 3 to 16. Default: ${DEFAULT-VALUE}.")
    private int peers;

    @Option(names = "--minutes", paramLabel = "N", description = "How long, in minutes.")
    private int minutes;

    @Option(
            names = {"--seconds", "--budget-seconds"},
            paramLabel = "N",
            defaultValue = "60",
            description = "How long, in seconds, without --minutes. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--settle-seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "How long they talk and play before that is judged, while all their programs are compiled on"
                    + " one machine; 0 to 600. Told in the JSON. Default: ${DEFAULT-VALUE}.")
    private int settleSeconds;

    @Option(
            names = "--kills",
            paramLabel = "N",
            defaultValue = "2",
            description = "How often the holder is killed. Default: ${DEFAULT-VALUE}.")
    private int kills;

    @Option(names = "--json", description = "Print one JSON object as the last line.")
    private boolean json;

    @Override
    public Integer call() {
        int length = minutes > 0 ? minutes * SECONDS_PER_MINUTE : seconds;
        HybridOptions options = Usage.of(spec, () -> new HybridOptions(peers, length, settleSeconds, kills, json));
        return HybridCommand.run(
                options, spec.commandLine().getOut(), spec.commandLine().getErr());
    }
}

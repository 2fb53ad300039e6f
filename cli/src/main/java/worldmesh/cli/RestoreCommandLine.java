package worldmesh.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import worldmesh.authority.store.WorldBackup;
import worldmesh.mesh.crypto.Ed25519Verifier;

/** {@code worldmesh restore}: makes a store of a backup. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description =
                "Make a store of a backup. Every signature, the log and the books are checked before the store appears."
                        + " Put the peer's identity.key beside it to go on as the same peer.")
final class RestoreCommandLine implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(
            names = "--store",
            required = true,
            paramLabel = "DIR",
            description = "The directory to make; it must not exist or be empty.")
    private Path store = Path.of("");

    @Option(names = "--json", description = "Print one JSON object as the last line.")
    private boolean json;

    @Parameters(paramLabel = "FILE", description = "The backup.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        WorldBackup.Summary restored = Usage.of(spec, () -> WorldBackup.restore(file, store, Ed25519Verifier.INSTANCE));
        BackupReport.print(spec, restored, json);
        return 0;
    }
}

package worldmesh.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import worldmesh.authority.store.WorldBackup;
import worldmesh.mesh.crypto.Ed25519Verifier;

/** {@code worldmesh backup}: saves a world to a file. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description =
                "Save the world of a store, in use or not, to one file. The store is audited first; the file is read"
                        + " back. The peer's identity.key is not part of it.")
final class BackupCommandLine implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(names = "--store", required = true, paramLabel = "DIR", description = "The directory of the world.")
    private Path store = Path.of("");

    @Option(names = "--json", description = "Print one JSON object as the last line.")
    private boolean json;

    @Parameters(paramLabel = "FILE", description = "The file to write; it must not exist.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        WorldBackup.Summary saved = Usage.of(spec, () -> WorldBackup.save(store, file, Ed25519Verifier.INSTANCE));
        BackupReport.print(spec, saved, json);
        return 0;
    }
}

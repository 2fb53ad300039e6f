package worldmesh.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import worldmesh.authority.store.BackupFile;
import worldmesh.authority.store.StoreMend;
import worldmesh.mesh.crypto.Ed25519Verifier;

/** {@code worldmesh verify}: looks for damage. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Read all of a store or of a backup and name what is not as it was written: files whose checksums"
                + " are wrong, batches, proofs and ticks that their authors did not sign, books that do not balance;"
                + " exit 1 if anything is.")
final class VerifyCommandLine implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(names = "--store", paramLabel = "DIR", description = "The directory of a world, in use or not.")
    private @Nullable Path store;

    @Option(names = "--backup", paramLabel = "FILE", description = "A backup.")
    private @Nullable Path backup;

    @Option(names = "--json", description = "Print one JSON object as the last line.")
    private boolean json;

    @Override
    public Integer call() {
        Path directory = store;
        Path file = backup;
        if ((directory == null) == (file == null)) {
            throw new CommandLine.ParameterException(spec.commandLine(), "name --store DIR or --backup FILE");
        }
        List<String> problems =
                directory != null ? StoreMend.verify(directory, Ed25519Verifier.INSTANCE) : problems(file);
        problems.forEach(problem -> spec.commandLine().getErr().println(problem));
        spec.commandLine().getErr().flush();
        var out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("verified", problems.isEmpty());
            report.put("problems", problems);
            JsonLine.print(out, report);
        } else {
            out.println(problems.isEmpty() ? "whole" : problems.size() + " problems");
            out.flush();
        }
        return problems.isEmpty() ? 0 : 1;
    }

    private static List<String> problems(@Nullable Path file) {
        if (file == null) {
            return List.of();
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            BackupFile.read(in, (key, value) -> true);
            return List.of();
        } catch (IOException e) {
            return List.of("backup " + file + ": " + e.getMessage()
                    + "; take another copy of it, or make a new one of the store or of another peer's");
        }
    }
}

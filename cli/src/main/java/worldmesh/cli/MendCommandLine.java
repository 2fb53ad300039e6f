package worldmesh.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import worldmesh.authority.store.StoreMend;
import worldmesh.mesh.crypto.Ed25519Verifier;

/** {@code worldmesh mend}: makes a store of what is whole in a damaged one. */
@Command(
        name = "mend",
        mixinStandardHelpOptions = true,
        description = "Make a new store of all that is whole in a damaged one that no program has open, with the same"
                + " identity. What is missing of the world comes from neighbours when a peer opens it; a store that"
                + " lost what nobody else knows is refused: restore a backup of it. The damaged one is left as it is.")
final class MendCommandLine implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(names = "--store", required = true, paramLabel = "DIR", description = "The damaged store.")
    private Path store = Path.of("");

    @Option(names = "--into", required = true, paramLabel = "DIR", description = "The directory to make.")
    private Path into = Path.of("");

    @Option(names = "--json", description = "Print one JSON object as the last line.")
    private boolean json;

    @Override
    public Integer call() {
        StoreMend.Report report = Usage.of(spec, () -> StoreMend.mend(store, into, Ed25519Verifier.INSTANCE));
        report.damage().forEach(damage -> spec.commandLine().getErr().println(damage));
        spec.commandLine().getErr().flush();
        var out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("damage", report.damage());
            line.put("rowsKept", report.kept());
            line.put("rowsDropped", report.dropped());
            line.put("sectors", report.sectors().size());
            JsonLine.print(out, line);
        } else {
            out.println(report.kept() + " rows kept, " + report.sectors().size()
                    + " sectors to be caught up with from neighbours; open " + into);
            out.flush();
        }
        return 0;
    }
}

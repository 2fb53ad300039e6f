package worldmesh.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import worldmesh.authority.store.StoreDiff;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.peer.checkup.Remedy;

/** {@code worldmesh diff}: why two copies of a world do not agree. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description =
                "Compare two copies of a world, each a store, in use or not, or a backup, without changing either: ids"
                        + " that stand for two things, components and rules that the programs declare otherwise, and"
                        + " the first cells that differ though both know the same, with their authors.",
        footer = {
            "",
            "What one has not heard of yet is no fault, and told as such. A remedy is a line for a script: 'here' is"
                    + " the first copy and its program, 'there' the second. A backup is read into memory.",
            "Exit code 0: nothing is wrong; 1: something is; 2: wrong usage."
        })
final class DiffCommandLine implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Parameters(index = "0", paramLabel = "A", description = "The first store or backup.")
    private Path first = Path.of("");

    @Parameters(index = "1", paramLabel = "B", description = "The second.")
    private Path second = Path.of("");

    @Option(names = "--json", description = "Print one JSON object as the last line.")
    private boolean json;

    @Override
    public Integer call() {
        StoreDiff.Report report = Usage.of(spec, () -> StoreDiff.of(first, second, Ed25519Verifier.INSTANCE));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            JsonLine.print(out, map(report));
        } else {
            report.findings().forEach(finding -> print(out, finding));
            report.lags()
                    .forEach(lag -> out.println("sector " + lag.sector() + ": the first lacks " + lag.missingHere()
                            + " batches, the second " + lag.missingThere() + "; an exchange settles it"));
            if (!report.skipped().isEmpty()) {
                out.println("skipped " + report.skipped());
            }
            if (report.more() > 0) {
                out.println(report.more() + " more of the same kinds");
            }
            out.println(report.same() ? "same" : report.healthy() ? "nothing is wrong" : "differs");
            out.flush();
        }
        return report.healthy() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static void print(PrintWriter out, StoreDiff.Finding finding) {
        String subject = finding.subject().isEmpty() ? "" : " " + finding.subject();
        out.println("failed " + finding.check() + subject + ": " + finding.here() + " here, " + finding.there()
                + " there; " + finding.reason());
        finding.remedies().forEach(remedy -> out.println("  do: " + remedy.text()));
    }

    private static Map<String, Object> map(StoreDiff.Report report) {
        List<Map<String, Object>> findings = new ArrayList<>();
        for (StoreDiff.Finding finding : report.findings()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("check", finding.check());
            one.put("subject", finding.subject());
            one.put("here", finding.here());
            one.put("there", finding.there());
            one.put("reason", finding.reason());
            one.put("remedies", finding.remedies().stream().map(Remedy::text).toList());
            findings.add(one);
        }
        List<Map<String, Object>> lags = new ArrayList<>();
        for (StoreDiff.Lag lag : report.lags()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("sector", lag.sector().toString());
            one.put("missingHere", lag.missingHere());
            one.put("missingThere", lag.missingThere());
            lags.add(one);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("healthy", report.healthy());
        all.put("same", report.same());
        all.put("findings", findings);
        all.put("lags", lags);
        all.put("more", report.more());
        all.put("skipped", report.skipped());
        return all;
    }
}

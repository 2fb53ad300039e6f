package worldmesh.samples.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import worldmesh.samples.troupe.FindingsLine;
import worldmesh.samples.troupe.PartyAudit;

/**
 * Judges a finished demonstration by what its peers left on disk: their stores, their receipts, their reports. Runs in
 * a process of its own, so that nothing the driver holds can colour the verdict.
 */
public final class DemoChecker {
    private DemoChecker() {}

    /** {@code DIRECTORY SECONDS NAME...}, the founder first; prints the findings as JSON, exits 1 if one is bad. */
    public static void main(String[] args) throws JsonProcessingException {
        List<String> names = Arrays.asList(args).subList(2, args.length);
        Findings findings = Findings.of(PartyAudit.of(Path.of(args[0]), names), Integer.parseInt(args[1]));
        FindingsLine.print(findings);
        System.exit(findings.good() ? 0 : 1);
    }
}

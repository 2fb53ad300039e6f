package worldmesh.samples.soak;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import worldmesh.samples.troupe.FindingsLine;
import worldmesh.samples.troupe.PartyAudit;

/** Judges a finished soak of a party by what its peers left on disk, in a process of its own. */
public final class SoakPartyChecker {
    private SoakPartyChecker() {}

    /** {@code DIRECTORY SEED SECONDS NAME...}; prints the findings as JSON, exits 1 if a promise failed. */
    public static void main(String[] args) throws JsonProcessingException {
        List<String> names = Arrays.asList(args).subList(3, args.length);
        PartyAudit audit = PartyAudit.of(Path.of(args[0]), names);
        SoakPartyFindings findings = SoakPartyFindings.of(audit, Long.parseLong(args[1]), Integer.parseInt(args[2]));
        FindingsLine.print(findings);
        System.exit(findings.good() ? 0 : 1);
    }
}

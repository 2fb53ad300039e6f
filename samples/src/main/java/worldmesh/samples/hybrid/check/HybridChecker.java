package worldmesh.samples.hybrid.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import worldmesh.samples.troupe.FindingsLine;

/** Judges a party of anglers by what its peers left on disk; the driver says only whom it killed and when. */
public final class HybridChecker {
    /** Where the driver says so, in the party's directory: {@code killed NAME NANOS}, and {@code stall FROM TO}. */
    public static final String DRIVER = "driver.txt";

    private HybridChecker() {}

    /** {@code DIRECTORY SECONDS SETTLE NAME...}; prints the findings as JSON, exits 1 if one is bad. */
    public static void main(String[] args) throws JsonProcessingException {
        Path directory = Path.of(args[0]);
        List<String> names = Arrays.asList(args).subList(3, args.length);
        HybridAudit audit = new HybridAudit(directory, directory.resolve(DRIVER), names);
        HybridFindings findings =
                HybridFindings.of(audit, names.size(), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        FindingsLine.print(findings);
        System.exit(findings.good() ? 0 : 1);
    }
}

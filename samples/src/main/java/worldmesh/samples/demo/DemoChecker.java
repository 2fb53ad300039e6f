package worldmesh.samples.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Judges a finished demonstration by what its peers left on disk: their stores, their receipts, their reports. Runs in
 * a process of its own, so that nothing the driver holds can colour the verdict.
 */
public final class DemoChecker {
    private DemoChecker() {}

    /** {@code DIRECTORY SECONDS NAME...}, the host first; prints the findings as JSON, exits 1 if a promise failed. */
    public static void main(String[] args) throws JsonProcessingException {
        List<String> names = Arrays.asList(args).subList(2, args.length);
        Findings findings = PartyAudit.of(Path.of(args[0]), names).findings(Integer.parseInt(args[1]));
        print(findings);
        System.exit(findings.good() ? 0 : 1);
    }

    /** Prints findings as one JSON object, for the driver of a troupe. */
    public static void print(Object findings) throws JsonProcessingException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        out.println(new ObjectMapper().writeValueAsString(findings));
    }
}

package worldmesh.samples.galaxy.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import worldmesh.samples.galaxy.play.PeerFiles;
import worldmesh.samples.troupe.FindingsLine;

/** Judges a finished galaxy by what its peers left on disk, in a process of its own. */
public final class GalaxyChecker {
    private GalaxyChecker() {}

    /** {@code DIRECTORY NAME...}, the host first; prints the findings as JSON, exits 1 if one is bad. */
    public static void main(String[] args) throws JsonProcessingException {
        List<PeerFiles> peers = Arrays.stream(args)
                .skip(1)
                .map(name -> PeerFiles.of(Path.of(args[0]), name))
                .toList();
        GalaxyFindings findings = GalaxyFindings.of(new GalaxyAudit(peers));
        FindingsLine.print(findings);
        System.exit(findings.good() ? 0 : 1);
    }
}

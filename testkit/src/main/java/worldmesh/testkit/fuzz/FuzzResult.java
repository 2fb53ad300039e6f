package worldmesh.testkit.fuzz;

import java.util.List;

/**
 * What a target did.
 *
 * @param name the target
 * @param executions how many inputs it was given
 * @param read how many of them it took as sound
 * @param mostAllocated the most bytes that it allocated for one input
 * @param findings broken promises with the input in hex, the first few
 */
public record FuzzResult(String name, long executions, long read, long mostAllocated, List<String> findings) {
    /** Copies the findings. */
    public FuzzResult {
        findings = List.copyOf(findings);
    }

    /** True if nothing was found. */
    public boolean kept() {
        return findings.isEmpty();
    }
}

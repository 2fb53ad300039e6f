package worldmesh.benchmarks.nat;

import org.jspecify.annotations.Nullable;
import worldmesh.mesh.path.CandidateKind;

/**
 * What became of two ends.
 *
 * @param name of the networks they sat in
 * @param directPossible what the standards say
 * @param connectMillis from the search to the first message that came back; 0 if none did
 * @param first how the link went at first; null if there was none
 * @param last how it goes now
 * @param quiet false if a server still carried for them after they had moved to a direct way
 */
public record NatPair(
        String name,
        boolean directPossible,
        double connectMillis,
        @Nullable CandidateKind first,
        @Nullable CandidateKind last,
        boolean quiet) {
    /** True if a message went there and back. */
    public boolean connected() {
        return connectMillis > 0;
    }

    /** True if nobody is between them now. */
    public boolean direct() {
        return connected() && last != null && last != CandidateKind.RELAYED;
    }

    /** True if a server was between them at first. */
    public boolean upgraded() {
        return direct() && first == CandidateKind.RELAYED;
    }

    /** True if it was found directly at once. */
    public boolean directAtOnce() {
        return direct() && first != CandidateKind.RELAYED;
    }

    /** What was demanded and did not happen; null if all did. */
    public @Nullable String missed() {
        if (!connected()) {
            return name + ": no connection";
        }
        if (directPossible && !direct()) {
            return name + ": relayed though a direct way is possible";
        }
        return quiet ? null : name + ": the server still carried after the move";
    }
}

package worldmesh.world.trust;

import java.util.List;

/** Why a grant counts. */
public sealed interface Warrant {
    /** The world's trust root signed it. */
    record Rooted(Signature signature) implements Warrant {}

    /**
     * Members of a roster voted for it: a quorum, or, if it is adopted, some of them with the holder among them.
     */
    record Voted(ProofId roster, boolean adopted, List<Vote> votes) implements Warrant {
        /** Copies the votes. */
        public Voted {
            votes = List.copyOf(votes);
        }
    }
}

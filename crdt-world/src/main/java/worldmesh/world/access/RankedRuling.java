package worldmesh.world.access;

import java.util.Comparator;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.Ruling;

/**
 * A ruling with its place among the others.
 *
 * @param ruling what was said
 * @param by the grant it was said under
 * @param rank how much that grant weighs
 */
record RankedRuling(Ruling ruling, Grant by, Rank rank) {
    /** The one that counts first: under the grant that weighs most, and there the latest. */
    static final Comparator<RankedRuling> LATEST_FIRST = Comparator.comparing(RankedRuling::rank)
            .thenComparing(ranked -> ranked.ruling.index())
            .reversed()
            .thenComparing(ranked -> ranked.ruling.id());

    /**
     * How much a grant weighs: what was agreed more than what a side gave itself, then that of the later roster, since
     * a quorum of an old and small one may be a single member, then that of the later epoch.
     *
     * @param agreed true if a quorum stands behind the grant and behind every roster before it
     * @param roster the number of the roster that voted
     * @param epoch the tenure
     */
    record Rank(boolean agreed, long roster, long epoch) implements Comparable<Rank> {
        private static final Comparator<Rank> ORDER = Comparator.comparing(Rank::agreed)
                .thenComparing(Rank::roster)
                .thenComparing(Rank::epoch, Long::compareUnsigned);

        @Override
        public int compareTo(Rank other) {
            return ORDER.compare(this, other);
        }
    }

    PeerId author() {
        return by.holder();
    }

    PeerId peer() {
        return ruling.order().peer();
    }
}

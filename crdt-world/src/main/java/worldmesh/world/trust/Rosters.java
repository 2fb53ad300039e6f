package worldmesh.world.trust;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;

/**
 * How many members of a roster are enough. Any two quorums of one roster share a member, and so do a quorum and a
 * strict majority. Keeps no state.
 */
public final class Rosters {
    private Rosters() {}

    /** More than half of the members, or exactly half with the first one among them; others do not count. */
    public static boolean isQuorum(Roster roster, Collection<PeerId> voters) {
        return isQuorum(roster.peers(), voters);
    }

    /** More than half of the members; others do not count. */
    public static boolean isMajority(Roster roster, Collection<PeerId> voters) {
        return isMajority(roster.peers(), voters);
    }

    /** {@link #isQuorum(Roster, Collection)} of members in the order of seniority. */
    public static <T> boolean isQuorum(List<T> members, Collection<T> voters) {
        int twice = 2 * present(members, voters);
        return twice > members.size() || (twice == members.size() && voters.contains(members.get(0)));
    }

    /** {@link #isMajority(Roster, Collection)} of members in any order. */
    public static <T> boolean isMajority(List<T> members, Collection<T> voters) {
        return 2 * present(members, voters) > members.size();
    }

    static boolean isQuorumOf(Roster roster, Set<PublicKey> voters) {
        return isQuorum(roster.members(), voters);
    }

    private static <T> int present(List<T> members, Collection<T> voters) {
        Set<T> present = new HashSet<>(voters);
        present.retainAll(members);
        return present.size();
    }
}

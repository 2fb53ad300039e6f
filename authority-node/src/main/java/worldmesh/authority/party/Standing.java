package worldmesh.authority.party;

import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;

/**
 * Where a member stands.
 *
 * @param role what it may do
 * @param epoch of the newest tenure it follows
 * @param holder whom it follows, null if nobody holds the role on its side
 * @param roster the members whose disks count
 * @param forked true if another branch may hold in the end, since a side adopted itself not long ago
 */
public record Standing(Role role, long epoch, @Nullable PeerId holder, List<PeerId> roster, boolean forked) {
    /** Copies the roster. */
    public Standing {
        roster = List.copyOf(roster);
    }

    /** What a member may do. */
    public enum Role {
        /** It judges commands and a quorum of the roster is with it. */
        HOLDER,
        /** It stores and votes. */
        FOLLOWER,
        /** It stores and has no vote. */
        LEARNER,
        /** Nobody on its side can commit anything. */
        PROVISIONAL
    }
}

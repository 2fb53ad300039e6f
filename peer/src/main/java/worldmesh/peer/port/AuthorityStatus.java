package worldmesh.peer.port;

import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;

/**
 * Who holds the authority, as one peer sees it.
 *
 * @param role this peer's part
 * @param epoch the tenure it goes by, 0 while none is known
 * @param holder who answers commands: the holder, or on a side without a majority the peer that collects them; null
 *     while unknown
 * @param roster the members whose disks count, the first breaks ties
 * @param committedTick the last tick known to be on a majority of them
 */
public record AuthorityStatus(
        Role role, long epoch, @Nullable PeerId holder, List<PeerId> roster, long committedTick) {
    /** Copies the roster. */
    public AuthorityStatus {
        roster = List.copyOf(roster);
    }

    /** A peer's part in the authority. */
    public enum Role {
        /** It validates and answers. */
        HOLDER,
        /** Its disk counts, another holds the role. */
        FOLLOWER,
        /** It came lately: it is told, and its disk does not count yet. */
        LEARNER,
        /** Its side has no majority of the last roster: nothing is acknowledged. */
        PROVISIONAL
    }
}

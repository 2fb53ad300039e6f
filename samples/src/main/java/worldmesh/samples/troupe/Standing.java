package worldmesh.samples.troupe;

import worldmesh.peer.port.AuthorityStatus;

/**
 * A player's part in the authority, as it said so.
 *
 * @param role its part
 * @param epoch the tenure it goes by
 * @param roster how many members' disks count
 * @param sinceMillis the wall time at which it became so
 */
public record Standing(AuthorityStatus.Role role, long epoch, int roster, long sinceMillis) {
    static Standing parse(String line) {
        String[] parts = line.split(" ", -1);
        return new Standing(
                AuthorityStatus.Role.valueOf(parts[0]),
                Long.parseLong(parts[1]),
                Integer.parseInt(parts[2]),
                Long.parseLong(parts[3]));
    }

    /** True if it answers commands. */
    public boolean holds() {
        return role == AuthorityStatus.Role.HOLDER;
    }

    /** True if its disk counts. */
    public boolean isSeated() {
        return holds() || role == AuthorityStatus.Role.FOLLOWER;
    }
}

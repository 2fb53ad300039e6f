package worldmesh.authority.scale;

/**
 * How much of a node is in use.
 *
 * @param players the players connected
 * @param room players it takes at once
 * @param busy the share of its time that its turns take, 0 to 1
 */
public record Load(int players, int room, double busy) {
    /** The share of what it can do that is done now: the scarcer of room and time. */
    double share() {
        return Math.max((double) players / room, busy);
    }
}

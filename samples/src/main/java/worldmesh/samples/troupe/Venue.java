package worldmesh.samples.troupe;

import java.util.List;

/** Where the processes of a troupe run: on this machine as it is, or each on a host of its own. */
public interface Venue extends AutoCloseable {
    /** The command line that runs {@code command} where the player of this index lives. */
    List<String> command(int player, List<String> command);

    /** True if players are on a LAN and find each other there; else they join by address. */
    boolean isLan();

    /** True if no player is in reach of another: all meet at a node, and join by the founder's invitation. */
    default boolean hasNode() {
        return false;
    }

    /** Parts these players from the others; only on a LAN. */
    void split(List<Integer> apart);

    /** Ends a split. */
    void heal();

    /** Pulls or plugs one player's cable; only on a LAN. */
    void plug(int player, boolean plugged);

    /** Frames this player's host sent so far; only on a LAN. */
    long sentFrames(int player);

    /** Leaves nothing behind, no process either. */
    @Override
    void close();

    /** All players on the loopback interface of this machine; nothing can be split. */
    static Venue loopback() {
        return new Loopback();
    }
}

package worldmesh.peer.checkup;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * How a session's updates ran lately.
 *
 * @param watchedMillis over what time
 * @param perSecond so many updates a second, rounded
 * @param busyPercent the part of the time that was spent inside of them
 * @param longestMillis the longest time from one update to the next
 * @param asked so many a second as the configuration asks for; 0 if the game decides
 */
public record TurnFigures(int watchedMillis, int perSecond, int busyPercent, int longestMillis, int asked) {
    private static final int FIGURE_MAX = 1 << 24;

    /** Writes them. */
    public void write(ByteWriter out) {
        out.varint(watchedMillis)
                .varint(perSecond)
                .varint(busyPercent)
                .varint(longestMillis)
                .varint(asked);
    }

    /** Reads them; a figure that cannot be fails the reader. */
    public static TurnFigures read(ByteReader in) {
        return new TurnFigures(figure(in), figure(in), figure(in), figure(in), figure(in));
    }

    private static int figure(ByteReader in) {
        return in.count(FIGURE_MAX);
    }
}

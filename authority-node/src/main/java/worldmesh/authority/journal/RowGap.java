package worldmesh.authority.journal;

import org.jspecify.annotations.Nullable;

/**
 * Rows that a damaged file hides.
 *
 * @param after the last key that could be read before them
 * @param before the first key that can be read behind them, null if none can
 * @param why what the database says, with the file
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares gaps
public record RowGap(byte[] after, byte @Nullable [] before, String why) {
    /** Hears of gaps. */
    @FunctionalInterface
    public interface Listener {
        /** There is one. */
        void onGap(RowGap gap);
    }
}

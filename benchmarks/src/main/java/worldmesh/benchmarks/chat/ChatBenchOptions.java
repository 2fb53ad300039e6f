package worldmesh.benchmarks.chat;

/**
 * How long and how much.
 *
 * @param budgetSeconds how long all may take; a transfer that is not done by then is cut off
 * @param transferBytes what is sent beside the chat
 * @param host the address of both ends
 */
public record ChatBenchOptions(int budgetSeconds, long transferBytes, String host) {
    /** The demand's transfer: one gigabyte. */
    public static final long FULL_BYTES = 1L << 30;

    /** The default pace of a link brings a gigabyte over in 86 seconds; with room for a slow machine. */
    public static final int FULL_SECONDS = 240;

    /** Refuses what cannot work. */
    public ChatBenchOptions {
        if (budgetSeconds < 6 || budgetSeconds > 3_600) {
            throw new IllegalArgumentException("the budget is " + budgetSeconds + " seconds, must be within 6..3600");
        }
    }

    /** As much of the transfer as fits into the budget. */
    public static ChatBenchOptions within(int budgetSeconds) {
        return new ChatBenchOptions(budgetSeconds, FULL_BYTES, "127.0.0.1");
    }

    /** The whole transfer. */
    public static ChatBenchOptions full() {
        return within(FULL_SECONDS);
    }
}

package worldmesh.authority.party;

/** Waits for a word of the holder that was asked whether it still holds the role. Confined to the owner's thread. */
final class Silence {
    /** A holder that does not introduce itself to a new view for so many graces does not hold the role any more. */
    static final int GRACES = 4;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private long endsAt = Long.MAX_VALUE;

    /** The holder has so long to say something. */
    void begin(long nowNanos, long millis) {
        endsAt = nowNanos + millis * NANOS_PER_MILLI;
    }

    /** Nothing is waited for. */
    void end() {
        endsAt = Long.MAX_VALUE;
    }

    boolean isWaiting() {
        return endsAt != Long.MAX_VALUE;
    }

    /** True once if nothing was heard in time. */
    boolean isOver(long nowNanos) {
        boolean over = nowNanos >= endsAt;
        endsAt = over ? Long.MAX_VALUE : endsAt;
        return over;
    }
}

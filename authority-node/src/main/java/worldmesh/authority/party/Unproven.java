package worldmesh.authority.party;

/**
 * Since when a holder proposes what nobody can check, since it cannot be read, rests on what was never shown, or was
 * shown before it was proposed. Confined to its owner.
 */
final class Unproven {
    /** So long it is waited for: proofs travel beside the log, and come again within three seconds after a loss. */
    private static final long PATIENCE_NANOS = 5_000_000_000L;

    private long since = Long.MAX_VALUE;

    /** What it proposes can be checked. */
    void end() {
        since = Long.MAX_VALUE;
    }

    /** It cannot; true once that has been so for too long. */
    boolean isTooLong(long now) {
        if (since == Long.MAX_VALUE) {
            since = now;
        }
        return now - since >= PATIENCE_NANOS;
    }
}

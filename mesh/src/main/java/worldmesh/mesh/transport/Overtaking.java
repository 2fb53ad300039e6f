package worldmesh.mesh.transport;

/**
 * Learns how far records overtake each other on the way, so that one that is merely late is not taken for lost. As long
 * as none came after it was given up, order alone tells a loss; from then on time does (RFC 8985 §6.2). Confined to its
 * owner.
 */
final class Overtaking {
    /** RFC 9002 §6.1.1. */
    private static final int PACKET_THRESHOLD = 3;

    /** After so many records of which none came late the patience is halved. */
    private static final int CALM_RECORDS = 1_000;

    /** Patience shorter than this makes no difference to what is waited anyhow. */
    private static final long LEAST_NANOS = 1_000_000L;

    private long nanos;
    private int calm;

    /** How much longer than a round trip an acknowledgement is waited for; 0 if nothing overtakes. */
    long nanos() {
        return nanos;
    }

    /** True if a record is lost by order: one sent so many later has arrived. */
    boolean lost(long sentLater) {
        return nanos == 0 && sentLater >= PACKET_THRESHOLD;
    }

    void onArrival() {
        if (nanos > 0 && ++calm >= CALM_RECORDS) {
            calm = 0;
            nanos = nanos / 2 < LEAST_NANOS ? 0 : nanos / 2;
        }
    }

    /** A record came that was given up, {@code age} after it was sent; at most a round trip is waited longer. */
    void onLate(long age, long rttNanos) {
        long late = Math.max(0, age - rttNanos);
        nanos = Math.max(nanos, Math.min(rttNanos, Math.max(LEAST_NANOS, late + late / 8)));
        calm = 0;
    }

    void restart() {
        nanos = 0;
        calm = 0;
    }
}

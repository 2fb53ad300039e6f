package worldmesh.mesh.congestion;

/**
 * A window that grows and shrinks along the curve of TCP CUBIC (RFC 9438), steeper and falling by three twentieths in
 * place of three tenths: who comes to a queue that a TCP flow has filled would else need minutes for its share.
 * Confined to its owner.
 */
final class CubicWindow {
    private static final double SEGMENT_BYTES = 1_448;
    private static final double SCALE = 1;
    private static final double KEPT = 0.85;

    /** Reno's growth, which holds where the curve is flatter: on short and slow lines. */
    private static final double RENO_SEGMENTS_PER_ROUND = 1;

    private double window;
    private double top;
    private double reno;
    private double rise;
    private long since;

    /** Begins with so many bytes, in the flat part of the curve. */
    void start(double bytes, long now) {
        window = bytes / SEGMENT_BYTES;
        top = window;
        reno = window;
        rise = 0;
        since = now;
    }

    double bytes() {
        return window * SEGMENT_BYTES;
    }

    /** So many bytes were acknowledged while the window was full. */
    void onAcked(long bytes, long rttNanos, long now) {
        double seconds = (now - since + rttNanos) * 1e-9 - rise;
        double target = top + SCALE * seconds * seconds * seconds;
        double segments = bytes / SEGMENT_BYTES;
        reno += RENO_SEGMENTS_PER_ROUND * segments / window;
        // RFC 9438 §4.4: at most half as much again in a round trip.
        double goal = Math.min(Math.max(target, window), 1.5 * window);
        window = Math.max(window + (goal - window) * segments / window, reno);
    }

    void onLoss(long now) {
        // RFC 9438 §4.7: who loses below its last top gives room to newcomers.
        top = window < top ? window * (1 + KEPT) / 2 : window;
        window *= KEPT;
        reno = window;
        rise = Math.cbrt(Math.max(0, top - window) / SCALE);
        since = now;
    }
}

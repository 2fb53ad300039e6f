package worldmesh.mesh.transport;

/** Lets bytes through at a steady rate with a bounded burst. Confined to its owner. */
public final class TokenBucket {
    private double bytesPerNano;
    private double burst;
    private double tokens;
    private long since;

    /** A full bucket. */
    public TokenBucket(Pace pace, long now) {
        this.bytesPerNano = pace.bytesPerSecond() * 1e-9;
        this.burst = pace.burstBytes();
        this.tokens = burst;
        this.since = now;
    }

    /** From {@code now} on another pace; what it holds is at most the new burst. */
    void change(long bytesPerSecond, int burstBytes, long now) {
        open(now);
        bytesPerNano = bytesPerSecond * 1e-9;
        burst = burstBytes;
        tokens = Math.min(tokens, burst);
    }

    /** True if a datagram may be sent now; the last one may overdraw the bucket. */
    public boolean open(long now) {
        return open(0, now);
    }

    /** True if it may and leaves such a share of the burst to others. */
    public boolean open(double share, long now) {
        tokens = Math.min(burst, tokens + (now - since) * bytesPerNano);
        since = now;
        return tokens > share * burst;
    }

    /** Nothing is known of a new path: it begins with no more than {@code bytes}. */
    void restart(int bytes) {
        tokens = Math.min(tokens, bytes);
    }

    /** A whole burst may go at once. */
    void fill() {
        tokens = burst;
    }

    /** Takes out {@code bytes}, even if that overdraws it. */
    public void spend(int bytes) {
        tokens -= bytes;
    }

    /** When the bucket opens again if it is closed. */
    long opensAt() {
        return tokens > 0 ? since : since + (long) (-tokens / bytesPerNano) + 1_000;
    }
}

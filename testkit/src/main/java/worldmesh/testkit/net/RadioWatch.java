package worldmesh.testkit.net;

/** Counts what the radio of a machine carries and how often it has to wake up, by the times of its packets. */
public final class RadioWatch {
    /** A radio that carried nothing for so long sleeps: LTE and 5G keep it on for 100 to 200 ms. */
    public static final long SLEEP_NANOS = 100_000_000L;

    private static final double SECOND = 1e9;
    private static final int BITS = 8;
    private long begun;
    private long last = Long.MIN_VALUE / 2;
    private long wakeUps;
    private long packets;
    private long bytes;

    /** A packet of so many bytes, headers of IP and UDP among them, comes or goes. */
    void packet(int size, long now) {
        wakeUps += now - last >= SLEEP_NANOS ? 1 : 0;
        last = now;
        packets++;
        bytes += size;
    }

    /** Counts anew. */
    public void restart(long now) {
        begun = now;
        wakeUps = 0;
        packets = 0;
        bytes = 0;
    }

    /** How often a second it woke up since it counts. */
    public double wakeUpsPerSecond(long now) {
        return wakeUps * SECOND / (now - begun);
    }

    /** Bits a second in both directions. */
    public double bitsPerSecond(long now) {
        return bytes * BITS * SECOND / (now - begun);
    }

    /** Packets in both directions. */
    public long packets() {
        return packets;
    }

    /** Bytes in both directions. */
    public long bytes() {
        return bytes;
    }
}

package worldmesh.mesh.congestion;

/**
 * How BULK goes while something urgent goes beside it: what is urgent overtakes BULK in this process, but nothing
 * overtakes what stands in a router. So the queue there is kept to two milliseconds, a record holds the line no longer
 * than that, and each leaves by itself. Decision 0014. Confined to its owner.
 */
final class Courtesy {
    /** Something is urgent for so long after the last of it: ten ticks of a slow game, a pause between two words. */
    static final long URGENT_NANOS = 1_000_000_000L;

    /** A step of the window is such a part of it: what a round adds to the queue is a 64th of the round trip. */
    private static final int GROWTH_PARTS = 64;

    /** Growth without falling back doubles after so many rounds, so often at most. */
    private static final int PATIENT_ROUNDS = 16;

    /** Where round trips differ the window falls back by chance, so it grows by such a part. */
    private static final int RESTLESS_PARTS = 32;

    /** Round trips differ by more than what is looked for, at the mean, until they differ by less than the next. */
    private static final long RESTLESS_NANOS = 3_000_000L;

    private static final long CALM_NANOS = 2_000_000L;

    /** On a way of more nobody feels so short a queue, and growing so slowly costs half of what the line carries. */
    static final long FAR_NANOS = 250_000_000L;

    private static final int MOST_DOUBLINGS = 2;

    /** BULK has seven eighths of the window: so it leaves hardly faster than what arrives is acknowledged. */
    private static final double GAIN = 0.9;

    /** The same while the window grows to the size of the line. */
    private static final double STARTUP_GAIN = 1.5;

    /** What is looked for: with a step of the window, a record and chance a voice is less than five later. */
    private static final long TARGET_NANOS = 750_000L;

    /** A record takes the line for so long at most, */
    private static final double RECORD_SECONDS = 0.002;

    /** but carries more than it costs. */
    private static final int LEAST_RECORD_BYTES = 400;

    /** The least window keeps the line busy for so long, however late the machines are. */
    static final double SLACK_SECONDS = 0.0015;

    /** Leaves at once what a timer is late by. */
    private static final double BURST_SECONDS = 0.001;

    private long urgentUntil = Long.MIN_VALUE;
    private long bulkUntil = Long.MIN_VALUE;
    private boolean on;
    private long residue;
    private long jitter;
    private boolean restless;

    void onUrgent(long now) {
        urgentUntil = now + URGENT_NANOS;
    }

    void onBulk(long now) {
        bulkUntil = now + URGENT_NANOS;
    }

    /** Looks whether there is both. */
    void onTime(long now) {
        boolean was = on;
        on = now < urgentUntil && now < bulkUntil;
        residue = was ? residue : 0;
        jitter = was ? jitter : 0;
        restless &= was;
    }

    boolean on() {
        return on;
    }

    /** So long a queue stood after falling back: no longer this side's, and not to be fallen back from again. */
    void onBottom(long queueNanos) {
        residue += (queueNanos - residue) / 2;
    }

    /** Round trips of a round lay so far above their shortest, on a way of {@code base}. */
    void onRound(long spreadNanos, long base) {
        jitter += (spreadNanos - jitter) / 4;
        long own = base / GROWTH_PARTS; // what the growth of the window makes of it
        restless = jitter > own + (restless ? CALM_NANOS : RESTLESS_NANOS);
    }

    /** True if so short a queue can be seen, and would be felt: it is neither where round trips differ by more. */
    boolean isStrict() {
        return on && !restless;
    }

    /** By how much round trips differ. */
    long jitter() {
        return jitter;
    }

    /** What stands however this side gives way. */
    long residue() {
        return on ? residue : 0;
    }

    /** How long a queue may stand, with {@code own} what the least window makes. */
    long target(long own, double bytesPerSecond) {
        long datagram = bytesPerSecond == 0 ? 0 : (long) (recordBytes(bytesPerSecond) * 1e9 / bytesPerSecond);
        return own + TARGET_NANOS + datagram / 2 + residue + jitter / 2;
    }

    /** How much faster than the window comes round records leave. */
    double gain(boolean startup) {
        return startup ? STARTUP_GAIN : GAIN;
    }

    /** By how much the window grows after so many rounds without falling back. */
    double step(double window, int recordBytes, int patientRounds) {
        int doublings = Math.min(MOST_DOUBLINGS, Math.max(0, patientRounds - PATIENT_ROUNDS));
        return Math.max(recordBytes / 4.0, window / (restless ? RESTLESS_PARTS : GROWTH_PARTS)) * (1 << doublings);
    }

    /** The longest record on a line that carries so much; 0: nobody knows. */
    int recordBytes(double bytesPerSecond) {
        double bytes = bytesPerSecond == 0 ? CongestionControl.RECORD_BYTES : bytesPerSecond * RECORD_SECONDS;
        return (int) Math.max(LEAST_RECORD_BYTES, Math.min(CongestionControl.RECORD_BYTES, bytes));
    }

    /** What may leave at once at this pace. */
    int burstBytes(double bytesPerSecond, long pace) {
        return Math.max(recordBytes(bytesPerSecond), (int) Math.min(CongestionControl.MAX_BYTES, pace * BURST_SECONDS));
    }
}

package worldmesh.mesh.congestion;

/**
 * Decides how many bytes of the reliable lanes may be on the way and how fast they leave. It looks at the queue: a
 * window grows until a queue of a few milliseconds stands, and falls back to what the line carries without one. A loss
 * says little, since radio loses by chance; only losses above those of an empty queue count. When the queue does not go
 * away by giving way, somebody else fills it: then the window is that of TCP CUBIC, until the queue is gone. Decision
 * 0014. Confined to its owner.
 */
public final class CongestionControl {
    /** A full record. */
    public static final int RECORD_BYTES = 1_200;

    /** Records leave in bursts of so many at least, which is what one acknowledgement speaks of. */
    public static final int BURST_RECORDS = 4;

    /** What begins a link: one message of the largest size, which is to need no more than the round trips of loss. */
    public static final long FIRST_BYTES = 64L * RECORD_BYTES;

    /** What begins a new path (RFC 9002 §7.2: ten datagrams), and what follows a long silence. */
    public static final long RESTART_BYTES = 10L * RECORD_BYTES;

    /** More is of no use: records older than 1,024 cannot be acknowledged. */
    public static final long MAX_BYTES = 1 << 20;

    /** The least window in records: so there is one acknowledgement a round trip at least. */
    private static final int LEAST_RECORDS = 4;

    static final long MIN_BYTES = (long) LEAST_RECORDS * RECORD_BYTES;

    /** A queue shorter than this is the scheduling of the two machines. */
    static final long LEAST_TARGET_NANOS = 4_000_000L;

    static final long MOST_TARGET_NANOS = 100_000_000L;

    /** While competing, the queue is looked under so often. */
    static final long LOOK_NANOS = 8_000_000_000L;

    /** Before the first round trip is known. */
    private static final long INITIAL_RTT_NANOS = 150_000_000L;

    /** So much of the line is in use after the window fell back, a little less than all so that the queue empties. */
    private static final double FALL_BACK = 0.95;

    /** The window grows by this part of itself in a round, or by two records. */
    private static final int GROWTH_PARTS = 16;

    /** After so many rounds without a queue growth doubles, round by round: the line has become faster. */
    private static final int PATIENT_ROUNDS = 6;

    /** Falling back so often without an effect means that the queue is somebody else's. */
    private static final int STRIKES = 2;

    /** Who comes back to competing within this time goes on where it left. */
    private static final long MEMORY_NANOS = 10_000_000_000L;

    /** The longest round trip beside somebody else loses this part a round in memory. */
    private static final int DEEPEST_PARTS = 256;

    /** Who comes to a full queue grows by this part a round until the first loss, a quarter of a slow start's pace. */
    private static final int EAGER_PARTS = 2;

    /** What the line carried at its best loses this share a round in memory. */
    private static final double FORGOTTEN = 0.99;

    /** The window is at most so many times what the line was seen to carry in a round trip. */
    private static final double HEADROOM = 1.5;

    /** Who has little of a line beside somebody else does not take that for a slow line. */
    private static final long MOST_BURST_NANOS = 5_000_000L;

    /** Up to such a share of what the line carried lately the window grows as if nothing urgent were there. */
    private static final double KNOWN_SHARE = 0.8;

    private static final double STARTUP_GAIN = 2;
    private static final double STEADY_GAIN = 1.25;
    private static final double PLATEAU = 1.25;
    private static final int PLATEAU_ROUNDS = 3;

    /** What scheduling and delayed acknowledgements may hold up without the line running dry. */
    private static final double SLACK_SECONDS = 0.005;

    /** A queue that has become so much longer than it should be is no matter for the end of the round. */
    private static final long SUDDEN_NANOS = 15_000_000L;

    /** A jump of the round trip this long ago may have been the one to a longer way. */
    private static final long JUMP_MEMORY_NANOS = 2_000_000_000L;

    private enum Phase {
        /** Doubling until the line is full. */
        STARTUP,
        /** Around what the line carries. */
        CRUISE,
        /** Beside somebody who fills the queue. */
        COMPETE
    }

    private final PathDelay delay = new PathDelay();
    private final CubicWindow cubic = new CubicWindow();
    private final DelayJump jump = new DelayJump();
    private final Courtesy courtesy = new Courtesy();
    private final RoundLoss loss = new RoundLoss();
    private long jumpedAt = -JUMP_MEMORY_NANOS;
    private Phase phase = Phase.STARTUP;
    private double window = FIRST_BYTES;
    private double windowLastRound = FIRST_BYTES;
    private double windowOfSamples = FIRST_BYTES;
    private long smoothedRtt;
    private long roundEnd;
    private long roundBegun;
    private boolean limited;
    private boolean settling;
    private boolean bottom;
    private double rate;
    private double fastest;
    private double bestRate;
    private int plateau;
    private int patient;
    private int strikes;
    private double windowBeforeStrikes;
    private double windowLeft;
    private long leftAt = -MEMORY_NANOS;
    private long deepest;
    private long lookAt;
    private boolean looking;
    private boolean eager;

    /** Bytes that may be on the way. */
    public long windowBytes() {
        double bytes = phase == Phase.COMPETE ? cubic.bytes() * (looking ? 0.5 : 1) : window;
        return (long) Math.max((double) least(), Math.min(MAX_BYTES, bytes));
    }

    private long least() {
        return isCourteous() ? (long) LEAST_RECORDS * recordBytes() : MIN_BYTES;
    }

    /** How fast they leave. */
    public long bytesPerSecond() {
        double rtt = (smoothedRtt == 0 ? INITIAL_RTT_NANOS : smoothedRtt) * 1e-9;
        return (long) (gain() * windowBytes() / rtt);
    }

    private double gain() {
        boolean startup = phase == Phase.STARTUP;
        return isStrict() ? courtesy.gain(startup) : startup ? STARTUP_GAIN : STEADY_GAIN;
    }

    /** Something was sent that is not to wait behind BULK. */
    public void onUrgent(long now) {
        courtesy.onUrgent(now);
    }

    /** There is BULK to be sent. */
    public void onBulk(long now) {
        courtesy.onBulk(now);
        courtesy.onTime(now);
    }

    /**
     * True while BULK gives way beforehand, because something urgent goes beside it that would feel it. Beside somebody
     * who fills the queue it would only starve.
     */
    public boolean isCourteous() {
        return courtesy.on() && phase != Phase.COMPETE && !loss.isWild() && delay.base() <= Courtesy.FAR_NANOS;
    }

    private boolean isStrict() {
        return isCourteous() && courtesy.isStrict();
    }

    /** The longest record with BULK in it. */
    public int recordBytes() {
        return isCourteous() ? courtesy.recordBytes(fastest) : RECORD_BYTES;
    }

    /** What may leave at once while this side is courteous. */
    public int burstBytes() {
        return courtesy.burstBytes(fastest, bytesPerSecond());
    }

    /** True while the flow behaves as TCP does. */
    public boolean competing() {
        return phase == Phase.COMPETE;
    }

    /** So many bytes are on the way now, a record just sent among them. */
    public void onSent(long inFlight) {
        limited |= inFlight >= windowBytes() * 3 / 4;
    }

    /** A round trip was measured; {@code smoothed} is the mean of the last ones. */
    public void onRtt(long rttNanos, long smoothed, long now) {
        smoothedRtt = smoothed;
        if (jump.seen(rttNanos, delay.roundSpread(), now)) {
            jumpedAt = now;
        }
        delay.sample(rttNanos, phase == Phase.COMPETE, now);
    }

    /** How long the way there took by the clocks of both sides, of which nobody knows how they stand to each other. */
    public void onOneWay(long nanos, long now) {
        delay.oneWay(nanos, phase == Phase.COMPETE, now);
    }

    /** So many bytes have arrived. */
    public void onAcked(long bytes, long now) {
        loss.onAcked(bytes);
        if (phase == Phase.STARTUP && limited) {
            window = Math.min(MAX_BYTES, window + (isCourteous() ? bytes / 2 : bytes));
        } else if (phase == Phase.COMPETE && limited && !looking && cubic.bytes() < MAX_BYTES) {
            if (eager) {
                long part = bytes / EAGER_PARTS;
                cubic.start(cubic.bytes() + part, now);
            } else {
                cubic.onAcked(bytes, smoothedRtt, now);
            }
        }
    }

    /** So many bytes are taken for lost. */
    public void onLost(long bytes) {
        loss.onLost(bytes);
    }

    /** They were not lost. */
    public void onSpurious(long bytes) {
        loss.onSpurious(bytes);
    }

    /** An acknowledgement was read, of counters up to {@code largest}; the next record will be {@code next}. */
    public void onAckRead(long largest, long next, long now) {
        courtesy.onTime(now);
        boolean full = phase == Phase.STARTUP && limited && delay.recentQueue() > usualTarget();
        boolean sudden = phase == Phase.CRUISE && !settling && isSudden(now);
        if (full || sudden) {
            noteRate(now);
            if (full) {
                cruise();
            } else if (isCourteous()) {
                windowBeforeStrikes = strikes == 0 ? windowBytes() : windowBeforeStrikes;
            }
            fallBack(delay.recentQueue(), 0, now);
            settling = true;
            beginRound(next, now);
            return;
        }
        if (largest >= roundEnd && delay.roundKnown()) {
            endRound(now);
            beginRound(next, now);
        }
    }

    /** A queue that is not waited with until the end of the round. */
    private boolean isSudden(long now) {
        long queue = delay.recentQueue();
        boolean late = hasJumped(now) && queue > target() + SUDDEN_NANOS;
        // Four round trips in a row are long by chance where they differ.
        return late || (isStrict() && !bottom && queue > target() + courtesy.jitter() / 2);
    }

    /** Nothing comes back for the moment: the way that answers next may be a longer one. */
    public void onOutage(long now) {
        jumpedAt = now;
    }

    /** Nothing has come back for long: whatever was known of the line may be wrong. */
    public void onSilence() {
        if (window > RESTART_BYTES || phase != Phase.STARTUP) {
            startup(RESTART_BYTES);
        }
    }

    /** Another path: nothing is known of it. */
    public void restart() {
        delay.restart();
        smoothedRtt = 0;
        rate = 0;
        fastest = 0;
        loss.restart();
        startup(RESTART_BYTES);
    }

    private void startup(double bytes) {
        phase = Phase.STARTUP;
        window = bytes;
        windowLastRound = bytes;
        windowOfSamples = bytes;
        bestRate = 0;
        plateau = 0;
        limited = false;
        settling = false;
        looking = false;
        strikes = 0;
    }

    private void cruise() {
        phase = Phase.CRUISE;
        looking = false;
        strikes = 0;
        patient = 0;
    }

    private void beginRound(long next, long now) {
        roundEnd = next;
        roundBegun = now;
        loss.beginRound();
        limited = false;
        windowOfSamples = windowLastRound;
        windowLastRound = windowBytes();
        delay.beginRound();
    }

    private double noteRate(long now) {
        // A round may be cut short by a queue: what came in that moment is no rate.
        long took = Math.max(now - roundBegun, Math.max(1, smoothedRtt / 4));
        double roundRate = loss.acked() / (took * 1e-9);
        if (limited || roundRate > rate) {
            rate = rate == 0 ? roundRate : rate + (roundRate - rate) / 4;
        }
        fastest = Math.max(rate, fastest * FORGOTTEN);
        return roundRate;
    }

    private void endRound(long now) {
        double roundRate = noteRate(now);
        if (settling) {
            settling = false;
            bottom = true;
            return;
        }
        switch (phase) {
            case STARTUP -> endStartupRound(roundRate);
            case CRUISE -> endCruiseRound(now);
            case COMPETE -> endCompeteRound(now);
        }
        bottom = false;
    }

    /** A line without a queue to speak of shows its end by carrying no more. */
    private void endStartupRound(double roundRate) {
        if (!limited) {
            return;
        }
        if (roundRate >= PLATEAU * bestRate) {
            bestRate = roundRate;
            plateau = 0;
        } else if (++plateau >= PLATEAU_ROUNDS) {
            cruise();
            double carried = bestRate * (delay.base() * 1e-9 + SLACK_SECONDS) / (1 - Math.min(0.5, loss.share()));
            window = Math.max(floor(), Math.min(window, carried));
            settling = true;
        }
    }

    private void endCruiseRound(long now) {
        long queue = delay.roundQueue();
        courtesy.onRound(delay.roundSpread(), delay.base());
        boolean over = queue > target();
        if (bottom) {
            strikes = queue > half() + (hasJumped(now) ? 0 : burst()) ? strikes + 1 : 0;
            if (strikes == 0) {
                loss.learn();
            }
            courtesy.onBottom(queue);
        }
        double excess = loss.excess();
        if (strikes >= STRIKES && hasJumped(now)) {
            changeWay(now);
        } else if (strikes >= STRIKES) {
            compete(queue, now);
        } else if (over || excess > 0) {
            windowBeforeStrikes = strikes == 0 ? windowBytes() : windowBeforeStrikes;
            fallBack(queue, excess, now);
            settling = true;
        } else if (limited) {
            grow(queue);
        }
    }

    private boolean hasJumped(long now) {
        // Where much is lost by chance, outages and jumps are chance as well.
        return now - jumpedAt < JUMP_MEMORY_NANOS && !loss.isWild();
    }

    /** The queue that does not go away is none: a mast handed over, and the way has another length and another rate. */
    private void changeWay(long now) {
        jumpedAt = now - JUMP_MEMORY_NANOS;
        delay.restart();
        rate = 0;
        fastest = 0;
        startup(RESTART_BYTES);
    }

    private void grow(long queue) {
        patient = isCourteous() || queue * 2 < target() ? patient + 1 : 0;
        double grown = window + Math.min(window / 2, isCourteous() && !isBelow() ? smallStep() : step());
        window = Math.max(window, Math.min(grown, Math.min(MAX_BYTES, most())));
    }

    private double step() {
        int doublings = Math.max(0, patient - PATIENT_ROUNDS);
        return Math.max(2.0 * RECORD_BYTES, window / GROWTH_PARTS) * (1 << Math.min(doublings, 4));
    }

    /** True if the line is known to carry more. */
    private boolean isBelow() {
        return window < KNOWN_SHARE * fastest * delay.way() * 1e-9;
    }

    private double smallStep() {
        return courtesy.step(window, recordBytes(), patient);
    }

    private void fallBack(long queue, double excess, long now) {
        double base = Math.max(1, delay.way());
        double stays = isStrict() ? Math.min(queue, courtesy.residue()) : 0;
        if (queue > target() + SUDDEN_NANOS && hasJumped(now)) {
            // What was carried before, or in the burst after a standstill, is carried no more.
            rate = Math.min(rate, windowOfSamples * 1e9 / (base + queue));
            fastest = rate;
        }
        double kept = FALL_BACK * (base + stays) / (base + queue) * Math.min(window, windowOfSamples);
        double carried = FALL_BACK * rate * base * 1e-9 / (1 - loss.chance());
        window = Math.max(floor(), Math.min(excess > 0 ? Math.min(kept, carried) : kept, most()));
        patient = 0;
    }

    /** More would only be lost, on a line whose queue is too short to be seen. */
    private double most() {
        return MIN_BYTES + HEADROOM * fastest * ((delay.way() + target()) * 1e-9 + SLACK_SECONDS);
    }

    /** What keeps the line busy however late the machines are. */
    private double floor() {
        return least() + Math.min(rate * (isCourteous() ? Courtesy.SLACK_SECONDS : SLACK_SECONDS), MAX_BYTES / 4.0);
    }

    private void compete(long queue, long now) {
        phase = Phase.COMPETE;
        boolean again = now - leftAt < MEMORY_NANOS;
        cubic.start(Math.max(again ? windowLeft : 0, Math.max(windowBeforeStrikes, MIN_BYTES)), now);
        deepest = queue + delay.base();
        lookAt = now + LOOK_NANOS;
        looking = false;
        strikes = 0;
        eager = !again;
    }

    private void endCompeteRound(long now) {
        long queue = delay.roundQueue();
        deepest = Math.max(queue + delay.base(), deepest - deepest / DEEPEST_PARTS);
        boolean deep = queue * 2 >= deepest - delay.base();
        if (hasJumped(now)) {
            changeWay(now);
        } else if (looking && queue <= target()) {
            window = windowBytes();
            windowLeft = cubic.bytes();
            leftAt = now;
            cruise();
        } else if (looking) {
            looking = false;
            lookAt = now + LOOK_NANOS;
        } else if (loss.hasLost(!deep)) {
            cubic.onLoss(now);
            eager = false;
            settling = true;
        } else if (deep && now - lookAt >= 0) {
            looking = true;
            settling = true;
        }
    }

    /** How long a queue may stand: what the machines, a few datagrams on a slow line and jitter make up anyhow. */
    private long target() {
        return isStrict() ? Math.min(usualTarget(), courtesy.target(own(), fastest)) : usualTarget();
    }

    private long usualTarget() {
        long patient = Math.max(LEAST_TARGET_NANOS, delay.base() / 8);
        long datagrams = fastest == 0 ? 0 : (long) (2 * RECORD_BYTES * 1e9 / fastest);
        return Math.min(MOST_TARGET_NANOS, own() + patient + datagrams + delay.roundSpread() / 2);
    }

    /** Half of that: what stands after falling back is no longer this side's. */
    private long half() {
        return (own() + usualTarget()) / 2;
    }

    /** How long the last of a burst waits for the others: an acknowledgement speaks of the last. */
    private long burst() {
        double waits = (BURST_RECORDS - 1) * RECORD_BYTES * 1e9;
        return fastest == 0 ? 0 : (long) Math.min(MOST_BURST_NANOS, waits / fastest);
    }

    /** The queue that the least window makes on a short line. */
    private long own() {
        return fastest == 0 ? 0 : Math.max(0, (long) (floor() * 1e9 / fastest) - delay.base());
    }
}

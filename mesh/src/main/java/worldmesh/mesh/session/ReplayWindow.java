package worldmesh.mesh.session;

/**
 * Remembers which of the last 1,024 counters were received. Counters run on across epochs, so one window serves all
 * keys of a direction. Confined to its owner.
 */
public final class ReplayWindow {
    /** How far back a counter is still accepted. */
    public static final int SIZE = 1_024;

    /** A counter that is missing when this many newer ones have come is counted as lost. */
    private static final int LOSS_DISTANCE = 32;

    /** Weight of one counter in the loss figure: about the last 128 datagrams count. */
    private static final double LOSS_WEIGHT = 1.0 / 128;

    private final long[] bits = new long[SIZE / Long.SIZE];
    private long highest = -1;
    private double loss;
    private long received;
    private long settledCount;
    private long missingCount;

    /** The highest counter received, -1 before the first. */
    public long highest() {
        return highest;
    }

    /** True if {@code counter} was received and is not too old to tell. */
    public boolean has(long counter) {
        return counter >= 0
                && counter <= highest
                && highest - counter < SIZE
                && (bits[word(counter)] & (1L << counter)) != 0;
    }

    /** True if {@code counter} is neither too old nor known. */
    public boolean fresh(long counter) {
        return counter > highest || (counter >= 0 && highest - counter < SIZE && !has(counter));
    }

    /** Notes a counter that was {@link #fresh} and whose record proved genuine. */
    public void mark(long counter) {
        if (counter > highest) {
            advance(counter);
        }
        bits[word(counter)] |= 1L << counter;
        received++;
    }

    /** How many counters were marked. */
    public long received() {
        return received;
    }

    /** The share of datagrams lost on the way here lately, 0..100. */
    public double lossPercent() {
        return loss * 100;
    }

    /** Counters of which it is known whether they came, or will be taken for lost. */
    public long settled() {
        return settledCount;
    }

    /** How many of these did not come in time. */
    public long missing() {
        return missingCount;
    }

    /** Another path loses otherwise. */
    public void forgetLoss() {
        loss = 0;
    }

    private void advance(long counter) {
        if (counter - highest >= SIZE) {
            java.util.Arrays.fill(bits, 0);
            highest = counter;
            return;
        }
        for (long c = highest + 1; c <= counter; c++) {
            bits[word(c)] &= ~(1L << c);
            long settled = c - LOSS_DISTANCE;
            if (settled >= 0) {
                boolean missing = (bits[word(settled)] & (1L << settled)) == 0;
                loss += ((missing ? 1 : 0) - loss) * LOSS_WEIGHT;
                settledCount++;
                missingCount += missing ? 1 : 0;
            }
        }
        highest = counter;
    }

    private static int word(long counter) {
        return (int) (counter >>> 6) & (SIZE / Long.SIZE - 1);
    }
}

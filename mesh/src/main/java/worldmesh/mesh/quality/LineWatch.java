package worldmesh.mesh.quality;

/**
 * What acknowledgements tell of the line to the other side: how much of what was sent it carries, how long what is sent
 * waits in front of it, and what is lost on the way there. Every record that came is named in an acknowledgement, so
 * that lanes that are never repeated are measured as well. Bytes are those of whole datagrams with the headers of IPv4
 * and UDP. Decision 0027. Confined to its owner.
 */
public final class LineWatch {
    /** Headers of IPv4 and UDP. */
    public static final int HEADER_BYTES = 28;

    /** Who sends so much without an answer asks for one, which then is less than a tenth of it. */
    static final int ASK_BYTES = 700;

    /** But not more often than this: 25 a second tell of a queue before it is felt. */
    static final long ASK_NANOS = 40_000_000L;

    /** As many as an acknowledgement can name. */
    private static final int SIZE = 1_024;

    /** A record that is missing when so many newer ones have come is lost: the same as for what arrives here. */
    private static final int LOSS_DISTANCE = 32;

    /** Weight of one record in the loss figure: about the last 128 count. */
    private static final double LOSS_WEIGHT = 1.0 / 128;

    /** The shortest round trip is forgotten after one to two of these, as for the congestion control. */
    private static final long BASE_NANOS = 15_000_000_000L;

    /** While a queue hides it. */
    private static final long HIDDEN_NANOS = 120_000_000_000L;

    /** Jitter makes round trips longer by so many times what successive ones differ by, at the most. */
    private static final int JITTER_TIMES = 3;

    /** As long as too few are known. */
    private static final long FIRST_JITTER_NANOS = 250_000_000L;

    /** Where less is lost no ask is taken for lost. */
    private static final double FEW_LOST = 0.003;

    /** Where less is lost as many as a burst loses may be; where more is, nothing is said of what is overdue. */
    private static final double SOME_LOST = 0.02;

    private static final int BURST = 3;

    /** Weight of one difference in it; more for the first few. */
    private static final int JITTER_PARTS = 32;

    private static final int FEW_SAMPLES = 16;
    private static final int FEW_PARTS = 4;

    /** A difference counts for this much at least, but else for no more than twice the mean: a queue is no jitter. */
    private static final long STEP_NANOS = 5_000_000L;

    /** Asks that are not answered: later ones are not timed. */
    private static final int ASKS_MAX = 32;

    private static final int MICRO = 1_000;
    private static final long NONE = -1;

    private final int[] sentMicros = new int[SIZE];
    private final short[] sizes = new short[SIZE];
    private final long[] arrived = new long[SIZE / Long.SIZE];
    private final long[] asked = new long[ASKS_MAX];
    private int askedFirst;
    private int askedCount;
    private final DeliveryRate rate = new DeliveryRate();
    private final TrainTimes trains = new TrainTimes();
    private long next;
    private long largest = NONE;
    private long settled;
    private long sentUpTo;
    private long carried;
    private double loss;
    private int bytesSinceAsk;
    private long askedAt;
    private long bucketSince;
    private long bucketMin = Long.MAX_VALUE;
    private long lastBucketMin = Long.MAX_VALUE;
    private long excess;
    private long previous;
    private long jitter;
    private int samples;
    private boolean asking;

    /** Nothing is known of the line. */
    public LineWatch(long now) {
        askedAt = now - ASK_NANOS;
        bucketSince = now;
    }

    /** True if the record that is about to go with data is to ask for an acknowledgement at once. */
    public boolean asks(long now) {
        return trains.begins() || (bytesSinceAsk >= ASK_BYTES && now - askedAt >= ASK_NANOS);
    }

    /** Trains of records, by which a line is measured that is not full. */
    public TrainTimes trains() {
        return trains;
    }

    /** The record that is about to go will be acknowledged at once; with data a train may begin with it. */
    public void asking(long counter, boolean withData, long now) {
        asking = true;
        if (withData && trains.begins()) {
            trains.begun(counter, now);
        }
    }

    /** A record went, of so many bytes without headers of IP. */
    public void onSent(long counter, int bytes, long now) {
        int size = bytes + HEADER_BYTES;
        if (next == 0) {
            settled = counter;
            largest = counter - 1;
        }
        int i = index(counter);
        sentMicros[i] = (int) (now / MICRO);
        sizes[i] = (short) size;
        arrived[i / Long.SIZE] &= ~(1L << counter);
        next = counter + 1;
        bytesSinceAsk += size;
        if (asking) {
            asking = false;
            bytesSinceAsk = 0;
            askedAt = now;
            if (askedCount < ASKS_MAX) {
                asked[(askedFirst + askedCount++) % ASKS_MAX] = counter;
            }
        }
    }

    /** These records came, says an acknowledgement. */
    public void onAcknowledged(long low, long high) {
        for (long c = Math.max(low, Math.max(settled, next - SIZE)); c <= high && c < next; c++) {
            int i = index(c);
            long bit = 1L << c;
            if ((arrived[i / Long.SIZE] & bit) == 0) {
                arrived[i / Long.SIZE] |= bit;
                carried += sizes[i];
            }
        }
    }

    /** It was read: the newest record that it names came {@code delayNanos} before it left. */
    public void onAckRead(long newest, long delayNanos, long now) {
        if (newest <= largest || newest >= next || newest < next - SIZE) {
            return;
        }
        long at = now - delayNanos;
        trains.onAcknowledged(newest, at);
        for (long c = Math.max(largest + 1, next - SIZE); c <= newest; c++) {
            sentUpTo += sizes[index(c)];
        }
        largest = newest;
        settle();
        while (askedCount > 0 && asked[askedFirst] < newest) {
            forgetAsk(); // answered by a later one, or lost
        }
        if (askedCount > 0 && asked[askedFirst] == newest) {
            forgetAsk();
            onRoundTrip(at - sentAt(newest, now), sizes[index(newest)], now);
        }
        rate.onLoss(loss);
        if (rate.onPoint(new DeliveryRate.Point(at, sentAt(newest, now), carried, sentUpTo), beyondJitter(excess))) {
            trains.forget(); // what they said before holds no more
        }
    }

    private void forgetAsk() {
        askedFirst = (askedFirst + 1) % ASKS_MAX;
        askedCount--;
    }

    private void onRoundTrip(long nanos, int bytes, long now) {
        long memory = beyondJitter(excess) >= DeliveryRate.QUEUE_NANOS ? HIDDEN_NANOS : BASE_NANOS;
        if (now - bucketSince >= memory) {
            lastBucketMin = now - bucketSince >= 2 * memory ? Long.MAX_VALUE : bucketMin;
            bucketMin = Long.MAX_VALUE;
            bucketSince = now;
        }
        bucketMin = Math.min(bucketMin, nanos);
        long onLine = rate.reached() ? bytes * 8_000_000_000L / Math.max(1, rate.bitsPerSecond()) : 0;
        excess = Math.max(0, nanos - base() - onLine);
        long difference = samples == 0 ? 0 : Math.abs(nanos - previous);
        previous = nanos;
        boolean few = samples++ < FEW_SAMPLES;
        long most = few ? difference : Math.min(difference, 2 * jitter + STEP_NANOS);
        jitter += (most - jitter) / (few ? FEW_PARTS : JITTER_PARTS);
    }

    private long beyondJitter(long nanos) {
        long unknown = samples < FEW_SAMPLES ? FIRST_JITTER_NANOS : 0;
        return Math.max(0, nanos - unknown - JITTER_TIMES * jitter);
    }

    private long base() {
        return Math.min(bucketMin, lastBucketMin);
    }

    /** What is old enough came, or is lost. */
    private void settle() {
        for (; settled <= largest - LOSS_DISTANCE; settled++) {
            if (settled >= next - SIZE) {
                boolean missing = (arrived[index(settled) / Long.SIZE] & 1L << settled) == 0;
                loss += ((missing ? 1 : 0) - loss) * LOSS_WEIGHT;
            }
        }
    }

    /** Another path: nothing is known of it but what went. */
    public void onNewPath() {
        loss = 0;
        excess = 0;
        samples = 0;
        jitter = 0;
        bucketMin = Long.MAX_VALUE;
        lastBucketMin = Long.MAX_VALUE;
        askedCount = 0;
        rate.restart();
        trains.restart();
    }

    /** Records count from 0 again: another link goes on with this one. */
    public void restart() {
        onNewPath();
        next = 0;
    }

    /**
     * How long what is sent waits in front of the line, beyond the shortest way there and back and what jitter makes of
     * it: by the last answer, or by asks that are overdue.
     */
    public long queueNanos(long now) {
        int lost = lostInARow();
        if (askedCount <= lost || base() == Long.MAX_VALUE) {
            return beyondJitter(excess);
        }
        long overdue = asked[(askedFirst + lost) % ASKS_MAX];
        return beyondJitter(Math.max(excess, now - sentAt(overdue, now) - base()));
    }

    /** So many asks in a row may have been lost, or their answers: an overdue one more says that it waits. */
    private int lostInARow() {
        if (loss < FEW_LOST) {
            return 0;
        }
        return loss < SOME_LOST ? BURST : ASKS_MAX;
    }

    /** The share lost on the way there lately, 0..100. */
    public double lossPercent() {
        return loss * 100;
    }

    /** What the line was seen to carry lately, losses taken off; 0 while nothing is known. */
    public long bitsPerSecond() {
        return Math.max(rate.bitsPerSecond(), trains.bitsPerSecond());
    }

    /** True if that is all it carries; else it was not asked for more. */
    public boolean reached() {
        return rate.reached() && rate.bitsPerSecond() >= trains.bitsPerSecond();
    }

    /** How long what came lately took to be sent, as a share of how long it took to come: below 1 a queue grows. */
    public double throughput() {
        return rate.throughput();
    }

    private long sentAt(long counter, long now) {
        int micros = (int) (now / MICRO);
        return now - (micros - sentMicros[index(counter)]) * (long) MICRO;
    }

    private static int index(long counter) {
        return (int) counter & SIZE - 1;
    }
}

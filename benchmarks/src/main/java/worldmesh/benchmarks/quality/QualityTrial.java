package worldmesh.benchmarks.quality;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.LinkQuality;
import worldmesh.testkit.mesh.SimulatedPair;
import worldmesh.testkit.net.LinkCounts;
import worldmesh.testkit.net.LinkShape;

/**
 * A link over an emulated line in virtual time, which is asked for its quality: while a game sends sixty small states a
 * second both ways, and then, for the bandwidth, while it is offered more than it carries. One thread.
 */
final class QualityTrial {
    /** The verdict on stability is to be the emulator's in so many of a hundred looks. */
    static final double AGREED = 0.9;

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    private static final long CONNECT_NANOS = 120 * SECOND;
    private static final long WARM_NANOS = 15 * SECOND;
    private static final long TICK_NANOS = SECOND / 60;
    private static final int LOOK_TICKS = 15;
    private static final int STATE_BYTES = 60;
    private static final int FULL_BYTES = 1_100;
    private static final int FULL_WIRE_BYTES = FULL_BYTES + 56;
    private static final long FULL_STEP_NANOS = 2 * MILLI;
    /** Faster ones are filled by BULK, which keeps what it may have on the way within what can be acknowledged. */
    private static final long BY_STATES_BITS = 50_000_000;

    /** Each line is full until it has carried so much, twice; in bursts of losses less is chance. */
    private static final long FULL_BITS = 30_000_000;

    private static final long FULL_NANOS_MIN = 4 * SECOND;
    private static final int PART_BYTES = 8 << 10;
    private static final int BULK_STREAM = 7;
    private static final double OFFERED = 1.3;
    private static final double BITS_PER_BYTE = 8;
    private static final double PERCENT = 100;

    /** A round trip of an unloaded line is told with the machines' half millisecond and the wait for company. */
    private static final double RTT_LEEWAY_NANOS = 600_000;

    /** One datagram in a thousand: of so few lost that one more or less is a tenth of them. */
    private static final double LOSS_LEEWAY_PERCENT = 0.1;

    private static final double JITTER_LEEWAY_NANOS = 300_000;

    /** What the emulator's verdict is made of: the bounds of row O23. */
    private static final double UNSTABLE_LOSS = 0.05;

    private static final int UNSTABLE_LOST = 3;
    private static final double UNSTABLE_JITTER_NANOS = 30e6;
    private static final int WINDOW_LOOKS = 8;
    private static final int GOOD_LOOKS = 40;

    private final SimulatedPair pair;
    private final LinkShape shape;
    private final double trueJitter;
    private final Deque<LinkCounts> recent = new ArrayDeque<>();
    private int looks;
    private int allLooks;
    private int agreed;
    private int badLook = -GOOD_LOOKS;
    private double rtt;
    private double lossHere;
    private double lossThere;
    private double jitter;

    private QualityTrial(LinkShape shape, long seed) {
        this.shape = shape;
        this.pair = new SimulatedPair(shape, shape, seed);
        this.trueJitter = TrueJitter.nanos(shape, seed);
    }

    /**
     * What came of it.
     *
     * @param line its name
     * @param ping round trips in ns
     * @param lossHere percent lost on the way here
     * @param lossThere percent lost on the way there
     * @param jitter mean difference of round trips in ns
     * @param bandwidth bits a second while the line was full
     * @param stability share of the looks at which the verdict was the emulator's
     */
    record Result(
            String line,
            Figure ping,
            Figure lossHere,
            Figure lossThere,
            Figure jitter,
            Figure bandwidth,
            double stability) {
        boolean passed() {
            return ping.passed()
                    && lossHere.passed()
                    && lossThere.passed()
                    && jitter.passed()
                    && bandwidth.passed()
                    && stability >= AGREED;
        }

        String toJson() {
            return String.format(
                    Locale.ROOT,
                    "{\"line\":\"%s\",\"rttNanos\":%s,\"lossPercent\":%s,\"lossSentPercent\":%s,\"jitterNanos\":%s,"
                            + "\"bandwidthBitsPerSecond\":%s,\"stabilityShare\":%.3f,\"passed\":%b}",
                    line,
                    ping.toJson(),
                    lossHere.toJson(),
                    lossThere.toJson(),
                    jitter.toJson(),
                    bandwidth.toJson(),
                    stability,
                    passed());
        }
    }

    /** Asks a link over that line for so many seconds of play. */
    static Result run(String name, LinkShape shape, int seconds, long seed) {
        return new QualityTrial(shape, seed).run(name, seconds);
    }

    private Result run(String name, int seconds) {
        if (!pair.connect(CONNECT_NANOS)) {
            throw new IllegalStateException("no link over " + name + " within " + CONNECT_NANOS / SECOND + " s");
        }
        play(WARM_NANOS);
        looks = 0;
        agreed = 0;
        rtt = 0;
        lossHere = 0;
        lossThere = 0;
        jitter = 0;
        LinkCounts there = pair.there().counts();
        LinkCounts back = pair.back().counts();
        play(seconds * SECOND);
        LinkCounts thereNow = pair.there().counts();
        LinkCounts backNow = pair.back().counts();
        double way = wayNanos(there, thereNow) + wayNanos(back, backNow);
        return new Result(
                name,
                new Figure(rtt / looks, way, RTT_LEEWAY_NANOS),
                new Figure(lossHere / looks, lostPercent(back, backNow), LOSS_LEEWAY_PERCENT),
                new Figure(lossThere / looks, lostPercent(there, thereNow), LOSS_LEEWAY_PERCENT),
                new Figure(jitter / looks, trueJitter, JITTER_LEEWAY_NANOS),
                fill(),
                agreed / (double) looks);
    }

    private static double wayNanos(LinkCounts from, LinkCounts to) {
        return (to.wayNanosSum() - from.wayNanosSum()) / (double) (to.delivered() - from.delivered());
    }

    private static double lostPercent(LinkCounts from, LinkCounts to) {
        return PERCENT * (to.lost() - from.lost()) / (to.offered() - from.offered());
    }

    private LinkQuality quality() {
        return pair.near().stats(pair.far().self()).quality();
    }

    private void play(long nanos) {
        long end = pair.scheduler().nowNanos() + nanos;
        for (int tick = 0; pair.scheduler().nowNanos() < end; tick++) {
            pair.near().send(pair.far().self(), Lane.STATE, 0, new byte[STATE_BYTES]);
            pair.far().send(pair.near().self(), Lane.STATE, 0, new byte[STATE_BYTES]);
            pair.run(TICK_NANOS);
            drain();
            if (tick % LOOK_TICKS == 0) {
                look();
            }
        }
    }

    private void look() {
        LinkQuality quality = quality();
        looks++;
        allLooks++;
        rtt += quality.rttNanos();
        lossHere += quality.lossPercent();
        lossThere += quality.lossSentPercent();
        jitter += quality.jitterNanos();
        LinkCounts now = pair.back().counts();
        recent.addLast(now);
        LinkCounts before = recent.size() > WINDOW_LOOKS ? recent.removeFirst() : recent.getFirst();
        long lost = now.lost() - before.lost();
        boolean loses = lost >= UNSTABLE_LOST && lost > UNSTABLE_LOSS * (now.offered() - before.offered());
        if (loses || trueJitter > UNSTABLE_JITTER_NANOS) {
            badLook = allLooks;
        }
        boolean unstable = allLooks - badLook < GOOD_LOOKS;
        agreed += unstable == quality.unstable() ? 1 : 0;
    }

    private void drain() {
        pair.near().drain(signal -> {}, Integer.MAX_VALUE);
        pair.far().drain(signal -> {}, Integer.MAX_VALUE);
    }

    /** Offers more than the line carries; says what was told while it was full, and what came through. */
    private Figure fill() {
        long nanos = Math.max(FULL_NANOS_MIN, FULL_BITS / shape.bitsPerSecond() * SECOND);
        offer(nanos);
        double told = 0;
        int asked = 0;
        LinkCounts before = pair.there().counts();
        long begun = pair.scheduler().nowNanos();
        while (pair.scheduler().nowNanos() < begun + nanos) {
            offer(nanos / 20);
            told += quality().bandwidthBitsPerSecond();
            asked++;
        }
        double bytes = (double) (pair.there().counts().deliveredBytes() - before.deliveredBytes());
        double seconds = (pair.scheduler().nowNanos() - begun) / (double) SECOND;
        return new Figure(told / asked, bytes * BITS_PER_BYTE / seconds, 0);
    }

    private void offer(long nanos) {
        double perStep = OFFERED * shape.bitsPerSecond() / BITS_PER_BYTE / FULL_WIRE_BYTES * FULL_STEP_NANOS / SECOND;
        double owed = 0;
        long end = pair.scheduler().nowNanos() + nanos;
        while (pair.scheduler().nowNanos() < end) {
            boolean byBulk = shape.bitsPerSecond() > BY_STATES_BITS;
            while (byBulk && pair.near().send(pair.far().self(), Lane.BULK, BULK_STREAM, new byte[PART_BYTES])) {
                owed = 0;
            }
            for (owed += byBulk ? 0 : perStep; owed >= 1; owed--) {
                pair.near().send(pair.far().self(), Lane.STATE, 0, new byte[FULL_BYTES]);
            }
            pair.run(FULL_STEP_NANOS);
            drain();
        }
    }
}

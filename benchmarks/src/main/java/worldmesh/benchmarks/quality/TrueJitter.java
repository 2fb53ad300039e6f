package worldmesh.benchmarks.quality;

import java.util.SplittableRandom;
import worldmesh.testkit.net.EmulatedLine;
import worldmesh.testkit.net.LinkShape;

/** By how much round trips of an emulated line differ, asked of the emulator itself: two lines of their own. */
final class TrueJitter {
    private static final long SECOND = 1_000_000_000L;
    private static final long TICK_NANOS = SECOND / 60;

    /** A link asks about every so many ticks while it is calm; closer ones differ less, since lines keep order. */
    private static final int TICKS_APART = 25;

    private static final int ROUND_TRIPS = 100_000;
    private static final int BYTES = 100;

    private TrueJitter() {}

    /** The mean difference of round trips that begin 400 ms apart, while sixty datagrams a second go both ways. */
    static double nanos(LinkShape shape, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        EmulatedLine there = new EmulatedLine(shape, random.split());
        EmulatedLine back = new EmulatedLine(shape, random.split());
        long[] arrivals = new long[1];
        long now = 0;
        long turned = 0;
        int next = 0;
        long previous = 0;
        double sum = 0;
        int count = 0;
        for (int i = 0; i < ROUND_TRIPS; i++) {
            now += TICK_NANOS;
            boolean came = there.offer(BYTES, now, at -> arrivals[0] = at) > 0;
            turned = Math.max(turned, came ? arrivals[0] : now + shape.delayNanos());
            came &= back.offer(BYTES, turned, at -> arrivals[0] = at) > 0;
            if (came && i >= next) {
                next = i + TICKS_APART;
                long roundTrip = arrivals[0] - now;
                sum += previous == 0 ? 0 : Math.abs(roundTrip - previous);
                count += previous == 0 ? 0 : 1;
                previous = roundTrip;
            }
        }
        return sum / count;
    }
}

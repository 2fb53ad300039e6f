package worldmesh.samples.hybrid.check;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * The frames from one angler to another, while both lived and frames counted.
 *
 * <p>The delay of a frame is from when it was due, which is every 20 ms since its speaker began, to when the other's
 * game got it. The usual delay of a path is the one in the middle of all. A frame is <em>missed</em> if it never came,
 * or came more than one frame (20 ms) later than usual. Of a late one's delay is taken off what the machine let one of
 * the two processes stand meanwhile, as their pulses say; how long the gaps are without that is told too. A
 * <em>gap</em> is a run of missed frames. What was due in the last tenth of a second before one of both ended does not
 * count.
 *
 * @param frames frames that count
 * @param lost of them those that never came
 * @param late those that came late
 * @param excused those that would be late but for the machine
 * @param gap the longest gap in frames
 * @param rawGap the longest gap if nothing is taken off
 * @param delaysNanos all delays, sorted
 * @param silent true if nothing came at all
 */
@SuppressWarnings("ArrayRecordComponent") // only read
record VoicePath(
        Life from,
        Life to,
        int frames,
        int lost,
        int late,
        int excused,
        int gap,
        int rawGap,
        long[] delaysNanos,
        boolean silent) {
    private static final long FRAME_NANOS = 20_000_000;
    private static final long LAST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** All paths among anglers that talked at the same time. */
    static List<VoicePath> all(List<Life> lives) {
        List<VoicePath> paths = new ArrayList<>();
        for (Life from : lives) {
            for (Life to : lives) {
                long begin = Math.max(from.beganNanos, to.beganNanos);
                long end = Math.min(from.endedNanos, to.endedNanos) - LAST_NANOS;
                if (!from.name.equals(to.name) && from.talked() && to.talked() && begin < end) {
                    paths.add(of(from, to, begin, end));
                }
            }
        }
        return paths;
    }

    private static VoicePath of(Life from, Life to, long begin, long end) {
        Times due = from.framesDue;
        Times came = to.heardOf(from);
        int first = due.first();
        while (first < due.end() && due.at(first) < begin) {
            first++;
        }
        int last = first;
        while (last < due.end() && due.at(last) < end) {
            last++;
        }
        long[] delays = IntStream.range(first, last)
                .filter(came::has)
                .mapToLong(number -> came.at(number) - due.at(number))
                .sorted()
                .toArray();
        long usual = delays.length == 0 ? 0 : delays[delays.length / 2];
        boolean silent = delays.length == 0;
        Tally tally = new Tally();
        for (int number = first; number < last; number++) {
            if (!came.has(number)) {
                tally.lost();
                continue;
            }
            long late = came.at(number) - due.at(number) - usual - FRAME_NANOS;
            long stood = late <= 0
                    ? 0
                    : from.stalls.within(due.at(number), came.at(number))
                            + to.stalls.within(due.at(number), came.at(number));
            tally.came(late, stood);
        }
        return new VoicePath(
                from,
                to,
                last - first,
                tally.lost,
                tally.late,
                tally.excused,
                tally.gaps.longest,
                tally.rawGaps.longest,
                delays,
                silent);
    }

    /** Runs of missed frames. */
    private static final class Gaps {
        private int run;
        private int longest;

        void next(boolean missed) {
            run = missed ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
    }

    private static final class Tally {
        private final Gaps gaps = new Gaps();
        private final Gaps rawGaps = new Gaps();
        private int lost;
        private int late;
        private int excused;

        void lost() {
            lost++;
            gaps.next(true);
            rawGaps.next(true);
        }

        void came(long lateNanos, long stoodNanos) {
            boolean missed = lateNanos > stoodNanos;
            late += missed ? 1 : 0;
            excused += lateNanos > 0 && !missed ? 1 : 0;
            gaps.next(missed);
            rawGaps.next(lateNanos > 0);
        }
    }
}

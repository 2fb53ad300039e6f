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
 * the two processes stand meanwhile, as their pulses say; how long the gaps are without that is told too, and how long
 * if only that is taken off which a process that does nothing overslept meanwhile. A <em>gap</em> is a run of missed
 * frames. What was due in the last tenth of a second before one of both ended does not count.
 *
 * @param frames frames that count
 * @param lost of them those that never came
 * @param late those that came late
 * @param excused those that would be late but for the machine
 * @param gap the longest gap in frames
 * @param rawGap the longest gap if nothing is taken off
 * @param anchoredGap the longest gap if only that is taken off which the idle process overslept
 * @param lateSent frames that their speaker itself sent more than 20 ms after they were due
 * @param rawByMinute for each minute frames that were missed and the longest gap, nothing taken off
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
        int anchoredGap,
        int lateSent,
        List<Minute> rawByMinute,
        long[] delaysNanos,
        boolean silent) {
    private static final long FRAME_NANOS = 20_000_000;
    private static final long LAST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** What was missed in one minute, and the longest run of it that ended then. */
    record Minute(int missed, int gap) {}

    /** All paths among anglers that talked at the same time; {@code anchor} is what an idle process overslept. */
    static List<VoicePath> all(List<Life> lives, Stalls anchor) {
        List<VoicePath> paths = new ArrayList<>();
        for (Life from : lives) {
            for (Life to : lives) {
                long begin = Math.max(from.beganNanos, to.beganNanos);
                long end = Math.min(from.endedNanos, to.endedNanos) - LAST_NANOS;
                if (!from.name.equals(to.name) && from.talked() && to.talked() && begin < end) {
                    paths.add(of(from, to, begin, end, anchor));
                }
            }
        }
        return paths;
    }

    private static VoicePath of(Life from, Life to, long begin, long end, Stalls anchor) {
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
        Tally tally = new Tally(List.of(from.stalls, to.stalls), anchor, begin, usual);
        for (int number = first; number < last; number++) {
            tally.take(due.at(number), came.at(number));
            tally.lateSent += from.framesSent.at(number) - due.at(number) > FRAME_NANOS ? 1 : 0;
        }
        return tally.path(from, to, last - first, delays);
    }

    /** Runs of missed frames. */
    private static final class Gaps {
        private int run;
        private int longest;

        int next(boolean missed) {
            run = missed ? run + 1 : 0;
            longest = Math.max(longest, run);
            return run;
        }
    }

    private static final class Tally {
        private final List<Stalls> ends;
        private final Stalls anchor;
        private final long beginNanos;
        private final long usualNanos;
        private final Gaps gaps = new Gaps();
        private final Gaps rawGaps = new Gaps();
        private final Gaps anchoredGaps = new Gaps();
        private final List<Minute> minutes = new ArrayList<>();
        private int lost;
        private int late;
        private int excused;
        private int lateSent;

        Tally(List<Stalls> ends, Stalls anchor, long beginNanos, long usualNanos) {
            this.ends = ends;
            this.anchor = anchor;
            this.beginNanos = beginNanos;
            this.usualNanos = usualNanos;
        }

        void take(long due, long came) {
            boolean never = came == Life.NEVER;
            long lateNanos = never ? Long.MAX_VALUE : came - due - usualNanos - FRAME_NANOS;
            boolean raw = lateNanos > 0;
            boolean missed = raw && (never || lateNanos > stood(due, came));
            lost += never ? 1 : 0;
            late += missed && !never ? 1 : 0;
            excused += raw && !missed ? 1 : 0;
            gaps.next(missed);
            anchoredGaps.next(raw && (never || lateNanos > anchor.within(due, came)));
            note((int) ((due - beginNanos) / MINUTE_NANOS), raw, rawGaps.next(raw));
        }

        private long stood(long due, long came) {
            return ends.stream().mapToLong(end -> end.within(due, came)).sum();
        }

        private void note(int minute, boolean raw, int run) {
            while (minutes.size() <= minute) {
                minutes.add(new Minute(0, 0));
            }
            Minute before = minutes.get(minute);
            if (raw) {
                minutes.set(minute, new Minute(before.missed() + 1, Math.max(before.gap(), run)));
            }
        }

        VoicePath path(Life from, Life to, int frames, long[] delays) {
            return new VoicePath(
                    from,
                    to,
                    frames,
                    lost,
                    late,
                    excused,
                    gaps.longest,
                    rawGaps.longest,
                    anchoredGaps.longest,
                    lateSent,
                    List.copyOf(minutes),
                    delays,
                    delays.length == 0);
        }
    }
}

package worldmesh.samples.hybrid.check;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where late frames come from, and when, and what the machine was kept busy with. {@link VoicePath} says what is late.
 *
 * @param cpuSecondsBefore processor time of all anglers until frames counted, their start included
 * @param cpuSeconds the same while they counted, of those that lived
 * @param anchoredGapFrames the longest gap of any path if only that is taken off which the idle process overslept
 * @param anchorStallMillis the longest that the idle process overslept, which wanted to wake up each millisecond
 * @param sentLate frames that their speaker itself sent more than 20 ms after they were due, once for each path
 * @param rawMissedByMinute frames of all paths that were missed, nothing taken off, by the minute they were due in
 * @param rawGapByMinute the longest gap in that minute, nothing taken off
 */
record Lateness(
        long cpuSecondsBefore,
        long cpuSeconds,
        int anchoredGapFrames,
        long anchorStallMillis,
        long sentLate,
        List<Integer> rawMissedByMinute,
        List<Integer> rawGapByMinute) {
    static Lateness of(List<Life> lives, List<VoicePath> paths, long anchorStallMillis) {
        int minutes =
                paths.stream().mapToInt(path -> path.rawByMinute().size()).max().orElse(0);
        long before = lives.stream().mapToLong(life -> cpuMillis(life, 0)).sum();
        long living = lives.stream()
                .filter(life -> life.cpuMillis.size() > 1)
                .mapToLong(life -> cpuMillis(life, 1) - cpuMillis(life, 0))
                .sum();
        return new Lateness(
                TimeUnit.MILLISECONDS.toSeconds(before),
                TimeUnit.MILLISECONDS.toSeconds(living),
                paths.stream().mapToInt(VoicePath::anchoredGap).max().orElse(0),
                anchorStallMillis,
                paths.stream().mapToInt(VoicePath::lateSent).sum(),
                IntStream.range(0, minutes)
                        .map(minute -> minute(paths, minute)
                                .mapToInt(VoicePath.Minute::missed)
                                .sum())
                        .boxed()
                        .toList(),
                IntStream.range(0, minutes)
                        .map(minute -> minute(paths, minute)
                                .mapToInt(VoicePath.Minute::gap)
                                .max()
                                .orElse(0))
                        .boxed()
                        .toList());
    }

    private static long cpuMillis(Life life, int which) {
        return life.cpuMillis.size() > which ? life.cpuMillis.get(which) : 0;
    }

    private static Stream<VoicePath.Minute> minute(List<VoicePath> paths, int minute) {
        return paths.stream()
                .filter(path -> path.rawByMinute().size() > minute)
                .map(path -> path.rawByMinute().get(minute));
    }
}

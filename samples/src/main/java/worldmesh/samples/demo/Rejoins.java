package worldmesh.samples.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How the players found the host again after each of its returns, from the times all of them reported.
 *
 * @param millis from each return of the host to the last player's link to its new epoch, where all got there
 * @param cut returns that the next kill ended before all players were there
 * @param complete true if all players found the host after its last return
 */
public record Rejoins(List<Long> millis, int cut, boolean complete) {
    private static final long NEVER = Long.MAX_VALUE;

    /** The longest, or -1 if there is none. */
    public long max() {
        return millis.stream().max(Long::compare).orElse(-1L);
    }

    /** The one in the middle, or -1 if there is none. */
    public long median() {
        return millis.isEmpty() ? -1 : millis.stream().sorted().toList().get(millis.size() / 2);
    }

    /** The last, or -1 if a player is missing. */
    long last() {
        return complete ? millis.get(millis.size() - 1) : -1;
    }

    /** Works them out from the wall times at which the host listened and was killed, and players heard of an epoch. */
    static Rejoins of(List<Long> listening, List<Long> killed, List<List<Long>> epochs) {
        List<Long> millis = new ArrayList<>();
        int cut = 0;
        boolean complete = false;
        for (long back : listening) {
            // A player may hear of the epoch in the moment before the host reports that it listens.
            long before =
                    killed.stream().filter(at -> at <= back).max(Long::compare).orElse(NEVER);
            if (before < NEVER) {
                List<Long> links =
                        epochs.stream().map(times -> firstAfter(times, before)).toList();
                long last = Collections.max(links);
                complete = last < firstAfter(killed, back);
                if (complete) {
                    millis.add(Math.max(0, last - back));
                } else {
                    cut++;
                }
            }
        }
        return new Rejoins(List.copyOf(millis), cut, complete);
    }

    private static long firstAfter(List<Long> times, long from) {
        return times.stream().filter(at -> at > from).min(Long::compare).orElse(NEVER);
    }
}

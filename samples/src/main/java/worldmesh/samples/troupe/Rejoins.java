package worldmesh.samples.troupe;

import java.util.ArrayList;
import java.util.List;

/**
 * How fast killed players were part of the party again: from the moment one listens to the moment its disk counts.
 *
 * @param millis of each return that got there
 * @param cut returns that the next kill ended before
 * @param complete true if everybody's last return got there
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

    /** The longest, or -1 if one never got there. */
    public long maxIfComplete() {
        return complete ? max() : -1;
    }

    /** Works one player's out from the wall times at which it listened, was killed and had its seat. */
    static Rejoins of(List<Long> listening, List<Long> killed, List<Long> seated) {
        List<Long> millis = new ArrayList<>();
        int cut = 0;
        boolean complete = true;
        for (long back : listening) {
            boolean isReturn = killed.stream().anyMatch(at -> at <= back);
            if (isReturn) {
                long seat = firstFrom(seated, back);
                long nextKill = firstFrom(killed, back + 1);
                complete = seat < nextKill;
                if (complete) {
                    millis.add(seat - back);
                } else {
                    cut++;
                }
            }
        }
        return new Rejoins(List.copyOf(millis), cut, complete);
    }

    /** Those of several players together. */
    static Rejoins join(List<Rejoins> all) {
        return new Rejoins(
                all.stream().flatMap(one -> one.millis.stream()).toList(),
                all.stream().mapToInt(Rejoins::cut).sum(),
                all.stream().allMatch(Rejoins::complete));
    }

    private static long firstFrom(List<Long> times, long from) {
        return times.stream().filter(at -> at >= from).min(Long::compare).orElse(NEVER);
    }
}

package worldmesh.samples.troupe;

import java.util.ArrayList;
import java.util.List;

/**
 * How long the party waited for an answer after each death of its holder: from the kill to the first acknowledgement
 * that anybody got under a newer epoch.
 *
 * @param millis of each kill that was followed by one before the next kill
 * @param missing kills that were not
 */
public record Takeovers(List<Long> millis, int missing) {
    /** The first acknowledgement a player got under an epoch. */
    record FirstAck(long wallMillis, long epoch) {}

    /** Works them out from the wall times of kills and first acknowledgements. */
    static Takeovers of(List<Long> felled, List<FirstAck> acks) {
        List<Long> kills = felled.stream().sorted().toList();
        List<Long> millis = new ArrayList<>();
        int missing = 0;
        for (int i = 0; i < kills.size(); i++) {
            long kill = kills.get(i);
            long next = i + 1 < kills.size() ? kills.get(i + 1) : Long.MAX_VALUE;
            long before = acks.stream()
                    .filter(ack -> ack.wallMillis() <= kill)
                    .mapToLong(FirstAck::epoch)
                    .max()
                    .orElse(0);
            long first = acks.stream()
                    .filter(ack -> ack.wallMillis() > kill && ack.wallMillis() <= next && ack.epoch() > before)
                    .mapToLong(FirstAck::wallMillis)
                    .min()
                    .orElse(-1);
            if (first < 0) {
                missing++;
            } else {
                millis.add(first - kill);
            }
        }
        return new Takeovers(List.copyOf(millis), missing);
    }

    /** The longest, or -1 if there is none or one is missing. */
    public long max() {
        return missing > 0 ? -1 : millis.stream().max(Long::compare).orElse(-1L);
    }

    /** The one in the middle, or -1 if there is none. */
    public long median() {
        return millis.isEmpty() ? -1 : millis.stream().sorted().toList().get(millis.size() / 2);
    }

    /** The one that 99 of 100 do not exceed, or -1 if there is none or one is missing. */
    public long p99() {
        if (missing > 0 || millis.isEmpty()) {
            return -1;
        }
        List<Long> sorted = millis.stream().sorted().toList();
        return sorted.get((int) Math.ceil(0.99 * sorted.size()) - 1);
    }
}

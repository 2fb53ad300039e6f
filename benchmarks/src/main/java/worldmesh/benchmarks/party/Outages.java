package worldmesh.benchmarks.party;

import java.util.List;

/**
 * How long a party took after each fault of one kind until it was whole and answered again.
 *
 * @param millis of each fault, in the order they happened
 */
public record Outages(List<Long> millis) {
    private static final double MOST = 0.99;
    private static final double HALF = 0.5;

    /** Where no fault of the kind was made. */
    static final Outages NONE = new Outages(List.of());

    /** Keeps its own copy. */
    public Outages {
        millis = List.copyOf(millis);
    }

    /** How many faults there were. */
    public int count() {
        return millis.size();
    }

    /** The one that 99 of 100 do not exceed, so of a hundred or fewer the longest; -1 if there is none. */
    public long p99() {
        return quantile(MOST);
    }

    /** The one in the middle, or -1 if there is none. */
    public long median() {
        return quantile(HALF);
    }

    /** True if there was none, or 99 of 100 took less. */
    public boolean isWithin(long demandMillis) {
        return millis.isEmpty() || p99() < demandMillis;
    }

    private long quantile(double share) {
        List<Long> sorted = millis.stream().sorted().toList();
        return sorted.isEmpty() ? -1 : sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }
}

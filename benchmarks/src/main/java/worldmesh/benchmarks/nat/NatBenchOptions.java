package worldmesh.benchmarks.nat;

import java.util.List;
import java.util.stream.Stream;

/**
 * What is measured.
 *
 * @param kinds every pair of which, one with itself too
 * @param extras also pairs behind one router, with a hairpin and without, and pairs that are kept apart for a while
 * @param times so often each pair of kinds
 */
public record NatBenchOptions(List<NatKind> kinds, boolean extras, int times) {
    /** More would take hours. */
    public static final int TIMES_MAX = 1_000;

    /** Refuses nothing to measure. */
    public NatBenchOptions {
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("there is no NAT to measure; name one or leave the option out for all");
        }
        if (times < 1 || times > TIMES_MAX) {
            throw new IllegalArgumentException(
                    "each pair is to be measured " + times + " times, must be within 1.." + TIMES_MAX);
        }
        kinds = List.copyOf(kinds);
    }

    /** Each pair once. */
    public NatBenchOptions(List<NatKind> kinds, boolean extras) {
        this(kinds, extras, 1);
    }

    /** The same, each pair so often. */
    public NatBenchOptions withTimes(int often) {
        return new NatBenchOptions(kinds, extras, often);
    }

    /** Everything. */
    public static NatBenchOptions all() {
        return new NatBenchOptions(NatKind.all(), true);
    }

    /** Those in {@code list}, parted by commas, and nothing else. */
    public static NatBenchOptions of(String list) {
        return new NatBenchOptions(
                Stream.of(list.split(",", -1))
                        .map(String::strip)
                        .map(NatKind::named)
                        .toList(),
                false);
    }
}

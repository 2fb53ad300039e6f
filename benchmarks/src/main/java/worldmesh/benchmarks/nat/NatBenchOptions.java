package worldmesh.benchmarks.nat;

import java.util.List;
import java.util.stream.Stream;

/**
 * What is measured.
 *
 * @param kinds every pair of which, one with itself too
 * @param extras also pairs behind one router, with a hairpin and without, and pairs that are kept apart for a while
 */
public record NatBenchOptions(List<NatKind> kinds, boolean extras) {
    /** Refuses nothing to measure. */
    public NatBenchOptions {
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("there is no NAT to measure; name one or leave the option out for all");
        }
        kinds = List.copyOf(kinds);
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

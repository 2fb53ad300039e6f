package worldmesh.benchmarks.nat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Figures of one run over all pairs. */
public record NatReport(List<NatPair> results) {
    /** Copies. */
    public NatReport {
        results = List.copyOf(results);
    }

    private long count(Predicate<NatPair> which) {
        return results.stream().filter(which).count();
    }

    /** Every demand that was missed, by the name of its pair. */
    public List<String> missed() {
        return results.stream().map(NatPair::missed).filter(Objects::nonNull).toList();
    }

    /** Milliseconds below which {@code share} of those pairs connected; 0 if there are none. */
    public double connectMillis(Predicate<NatPair> which, double share) {
        double[] sorted = results.stream()
                .filter(which)
                .mapToDouble(NatPair::connectMillis)
                .toArray();
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, (long) (sorted.length * share))];
    }

    /** True if nothing was missed. */
    public boolean passed() {
        return !results.isEmpty() && missed().isEmpty();
    }

    /** One line, the keys of issue 5. */
    public String toJson() {
        String missed = missed().stream().map(one -> "\"" + one + "\"").collect(Collectors.joining(","));
        return String.format(
                Locale.ROOT,
                "{\"pairs\":%d,\"connected\":%d,\"direct\":%d,\"directPossible\":%d,\"connectMillisP50Direct\":%.1f,"
                        + "\"connectMillisP95\":%.1f,\"relayUpgraded\":%d,\"missed\":[%s]}",
                results.size(),
                count(NatPair::connected),
                count(NatPair::direct),
                count(NatPair::directPossible),
                connectMillis(NatPair::directAtOnce, 0.5),
                connectMillis(NatPair::connected, 0.95),
                count(NatPair::upgraded),
                missed);
    }

    /** A table in Markdown, one row a pair. */
    public String toTable() {
        String head = "| pair | theory | way | connect ms |\n|---|---|---|---|\n";
        return head
                + results.stream()
                        .map(pair -> String.format(
                                Locale.ROOT,
                                "| %s | %s | %s | %.0f |",
                                pair.name(),
                                pair.directPossible() ? "direct" : "relay",
                                pair.upgraded() ? "relay, then direct" : pair.direct() ? "direct" : "relay",
                                pair.connectMillis()))
                        .collect(Collectors.joining("\n"));
    }
}

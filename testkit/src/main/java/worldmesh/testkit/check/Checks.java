package worldmesh.testkit.check;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Compares what a run left behind with what was promised. Every method answers the violations it finds. */
public final class Checks {
    private Checks() {}

    /** All values are equal: {@code digests} maps the name of a replica to its digest in hexadecimal. */
    public static List<Violation> converged(Map<String, String> digests) {
        if (Set.copyOf(digests.values()).size() <= 1) {
            return List.of();
        }
        return List.of(new Violation(Promise.CONVERGENCE, "replicas differ: " + new TreeMap<>(digests)));
    }

    /** Every acknowledged command is among the applied ones. */
    public static <C> List<Violation> acksKept(Collection<C> acked, Map<C, Integer> applied) {
        return acked.stream()
                .filter(command -> !applied.containsKey(command))
                .map(command -> new Violation(
                        Promise.NO_LOST_ACK, "command " + command + " was acknowledged and is not in the store"))
                .toList();
    }

    /** No command was applied more than once. */
    public static <C> List<Violation> appliedOnce(Map<C, Integer> applied) {
        return applied.entrySet().stream()
                .filter(entry -> entry.getValue() > 1)
                .map(entry -> new Violation(
                        Promise.EXACTLY_ONCE,
                        "command " + entry.getKey() + " was applied " + entry.getValue() + " times"))
                .toList();
    }

    /** The sum over all accounts is what it was. */
    public static List<Violation> ledgerKept(String where, long before, long after) {
        if (before == after) {
            return List.of();
        }
        return List.of(
                new Violation(Promise.LEDGER, where + " holds " + after + " over all accounts, must hold " + before));
    }
}

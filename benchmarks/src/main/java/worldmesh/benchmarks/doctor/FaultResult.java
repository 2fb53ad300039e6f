package worldmesh.benchmarks.doctor;

import java.util.List;

/**
 * What came of one fault.
 *
 * @param fault which
 * @param skipped why it could not be injected here; empty if it was
 * @param named what was named, in order
 * @param namedFirst true if that was the injected one before anything else
 * @param remedies what was printed to cure it
 * @param after what was named after exactly that
 * @param cured true if nothing was
 */
record FaultResult(
        Fault fault,
        String skipped,
        List<String> named,
        boolean namedFirst,
        List<String> remedies,
        List<String> after,
        boolean cured) {
    FaultResult {
        named = List.copyOf(named);
        remedies = List.copyOf(remedies);
        after = List.copyOf(after);
    }

    static FaultResult skipped(Fault fault, String why) {
        return new FaultResult(fault, why, List.of(), false, List.of(), List.of(), false);
    }

    boolean isSkipped() {
        return !skipped.isEmpty();
    }

    String id() {
        return fault.topic() + ": " + fault.name();
    }
}

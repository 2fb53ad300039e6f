package worldmesh.samples.demo;

/**
 * What the checker found, as it is printed: issue 2 §5.
 *
 * @param joinMillisMax from the call of join in a warm process to the first update that shows the host's world
 * @param acked commands that players hold receipts for
 * @param lostAcks of those, how many the host's store does not know
 * @param duplicateEffects commands that stand in the host's log more than once
 * @param goldBefore gold in all accounts, veins and offers included, when the host was killed
 * @param goldAfter the same at the end
 * @param restored true if everything the host had decided when it was killed is there at the end, unaltered
 * @param rejoinMillis from the host's return to the last player's link to its new epoch
 */
public record Findings(
        int peers,
        long startMillisMax,
        long joinMillisMax,
        boolean converged,
        String digest,
        int acked,
        int lostAcks,
        int duplicateEffects,
        long goldBefore,
        long goldAfter,
        boolean restored,
        long rejoinMillis,
        int budgetSeconds) {

    /** True if every promise held. */
    public boolean good() {
        return converged
                && acked > 0
                && lostAcks == 0
                && duplicateEffects == 0
                && goldBefore == goldAfter
                && goldBefore > 0
                && restored
                && rejoinMillis >= 0;
    }
}

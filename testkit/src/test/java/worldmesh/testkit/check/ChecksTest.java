package worldmesh.testkit.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChecksTest {
    @Test
    void namesReplicasThatDiffer() {
        assertEquals(List.of(), Checks.converged(Map.of("a", "1", "b", "1")));
        assertEquals(
                "convergence: replicas differ: {a=1, b=2}",
                Checks.converged(Map.of("a", "1", "b", "2")).get(0).describe());
    }

    @Test
    void namesLostAcksAndDoubleEffects() {
        Map<String, Integer> applied = Map.of("x", 1, "y", 2);

        assertEquals(
                "no-lost-ack: command z was acknowledged and is not in the store",
                Checks.acksKept(List.of("x", "z"), applied).get(0).describe());
        assertEquals(
                "exactly-once: command y was applied 2 times",
                Checks.appliedOnce(applied).get(0).describe());
    }

    @Test
    void namesALedgerThatDoesNotAddUp() {
        assertEquals(List.of(), Checks.ledgerKept("host", 5, 5));
        assertEquals(
                "ledger: host holds 4 over all accounts, must hold 5",
                Checks.ledgerKept("host", 5, 4).get(0).describe());
    }
}

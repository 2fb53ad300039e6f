package worldmesh.benchmarks.crdt;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** A short soak: memory is judged by the long one on the command line. */
class CrdtSoakIT {
    @Test
    void membersWhoComeBackFromBeforeACutEndWithTheSameWorld() {
        SoakReport report = CrdtSoak.run(200_000, 400, 7);

        assertTrue(report.converged(), report::toString);
        assertTrue(report.cuts() > 3 && report.returns() > 0, report::toString);
        assertTrue(report.snapshotGrowth() < 1.5, report::toString);
        assertTrue(report.heapGrowth() < 1.5, report::toString);
    }
}

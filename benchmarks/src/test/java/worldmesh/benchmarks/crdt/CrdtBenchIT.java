package worldmesh.benchmarks.crdt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import worldmesh.benchmarks.crdt.CrdtBenchOptions.Workloads;
import worldmesh.world.hash.Hash;

/** Small workloads: what must hold on any machine. Rates are judged elsewhere, on a quiet one. */
@Timeout(120)
@NullUnmarked // an unexpected null fails the test anyway
class CrdtBenchIT {
    private static final Path ANCHORS = Path.of("anchor", "src", "main", "java", "anchors");

    private static CrdtReport run(Workloads workload, int n) {
        return CrdtBench.run(new CrdtBenchOptions(workload, 42, n, 500, 100, null, 1));
    }

    @Test
    void aPopulatedWorldHasTheHashOfTheField() {
        CrdtReport report = run(Workloads.W1, 2_000);

        assertTrue(report.sound(), report.sentence());
        assertEquals("14fd9a92c959", report.values().get("hash"));
        assertEquals(2_000, report.values().get("count"));
    }

    @Test
    void eightChurningReplicasConvergeInFewBytesAnOp() {
        CrdtReport report = run(Workloads.W2, 10_000);

        assertTrue(report.sound(), report.sentence());
        assertTrue((double) report.values().get("bytes_per_op_raw") <= 6.5, report.values()::toString);
        assertEquals(0.0, report.values().get("median_allocated_bytes_per_op_local"));
        assertEquals(0.0, report.values().get("median_allocated_bytes_per_op_merge"));
    }

    @Test
    void anOpIsTimedInASmallAndInALargeWorldThatConverge() {
        CrdtReport report =
                CrdtBench.run(new CrdtBenchOptions(Workloads.GROWTH, 42, 1_000, 2_000, 100, null, 1), 500, 5_000);

        assertTrue(report.sound(), report.sentence());
        for (String cost : new String[] {"local_ns_500", "merge_ns_500", "local_ns_5000", "merge_ns_5000"}) {
            assertTrue((long) report.values().get(cost) > 0, report.values()::toString);
            assertTrue((long) report.values().get("bound_" + cost) > 0, report.values()::toString);
        }
        double growth = (long) report.values().get("local_ns_5000")
                / (double) (long) report.values().get("local_ns_500");
        assertEquals(growth, (double) report.values().get("growth_local"), 0.05);
    }

    @Test
    void twoThatDivergedAgreeAgain() {
        CrdtReport report = run(Workloads.W4, 2_000);

        assertTrue(report.sound(), report.sentence());
    }

    @Test
    void twoThatTypeADrawnTextSeeTheSameInFewBytesAnEdit() {
        CrdtReport report = run(Workloads.W5, 100);

        assertTrue(report.sound(), report.sentence());
        assertTrue((double) report.values().get("sequence_bytes_per_op_raw") <= 1.4, report.values()::toString);
    }

    /** The bound is a yardstick only as long as nobody improves it. */
    @Test
    void theBoundIsTheOneThatWasMeasuredFirst() throws IOException {
        assertEquals(
                "253982d4fa2d3a6d107ee28c290b84b251f5bdaa52b7b00898901d0a94be8052",
                Hash.of(Files.readAllBytes(ANCHORS.resolve("Plain.java"))).toString());
        assertEquals(
                "14cd303a1df6b3ad2d79e8878b219188db02ccbc3245ce9332d0874036f563cd",
                Hash.of(Files.readAllBytes(ANCHORS.resolve("Workload.java"))).toString());
    }
}

package worldmesh.benchmarks.nat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import worldmesh.testkit.lab.NatLab;

/** The NATs that differ most, of those {@code ./worldmesh bench nat} has; it needs root, nftables and coturn. */
@Timeout(300)
class NatMatrixIT {
    private static final NatBenchOptions OPTIONS = new NatBenchOptions(
            List.of(NatKind.PORT_RESTRICTED, NatKind.SYMMETRIC, NatKind.UDP_BLOCKED, NatKind.DUAL_STACK), true);

    @Test
    void everyPairConnectsAndThoseThatCanAreDirectByName() {
        Optional<String> obstacle = NatBench.obstacle(OPTIONS);
        assertTrue(obstacle.isEmpty() || !NatLab.isRequired(), () -> "required here, but " + obstacle.orElse(""));
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));

        NatReport report = NatBench.run(OPTIONS, "natm", line -> {});

        assertEquals(List.of(), report.missed());
        assertEquals(17, report.results().size());
        TreeSet<String> direct = report.results().stream()
                .filter(NatPair::direct)
                .map(NatPair::name)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(
                new TreeSet<>(List.of(
                        "port-restricted - port-restricted",
                        "port-restricted - dual-stack",
                        "port-restricted - sequential",
                        "dual-stack - dual-stack",
                        "one router, hairpin",
                        "one router",
                        "guests of one router, hairpin",
                        "port-restricted - port-restricted, kept apart for a while")),
                direct);
        NatPair apart = report.results().get(report.results().size() - 1);
        assertTrue(apart.upgraded(), () -> "it began on a server and went direct: " + apart);
    }
}

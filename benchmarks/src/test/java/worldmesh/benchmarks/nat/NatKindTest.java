package worldmesh.benchmarks.nat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NatKindTest {
    /** By name, so that a slip in the rule is no slip in what is demanded: RFC 5128 §3.3, RFC 4787 §4 and §5. */
    private static final List<String> DIRECT = List.of(
            "open - open",
            "open - full-cone",
            "open - restricted-cone",
            "open - port-restricted",
            "open - symmetric",
            "open - cgn",
            "open - cgn-symmetric",
            "open - dual-stack",
            "open - sequential",
            "full-cone - full-cone",
            "full-cone - restricted-cone",
            "full-cone - port-restricted",
            "full-cone - symmetric",
            "full-cone - cgn",
            "full-cone - cgn-symmetric",
            "full-cone - dual-stack",
            "full-cone - sequential",
            "restricted-cone - restricted-cone",
            "restricted-cone - port-restricted",
            "restricted-cone - symmetric",
            "restricted-cone - cgn",
            "restricted-cone - cgn-symmetric",
            "restricted-cone - dual-stack",
            "restricted-cone - sequential",
            "port-restricted - port-restricted",
            "port-restricted - cgn",
            "port-restricted - dual-stack",
            "cgn - cgn",
            "cgn - dual-stack",
            "ipv6-only - ipv6-only",
            "ipv6-only - dual-stack",
            "dual-stack - dual-stack");

    @Test
    void theseAndNoOtherPairsCanBeDirect() {
        TreeSet<String> direct = new TreeSet<>();
        List<NatKind> all = NatKind.all();
        for (int i = 0; i < all.size(); i++) {
            for (NatKind other : all.subList(i, all.size())) {
                assertEquals(NatKind.direct(all.get(i), other), NatKind.direct(other, all.get(i)));
                if (NatKind.direct(all.get(i), other)) {
                    direct.add(all.get(i).label() + " - " + other.label());
                }
            }
        }

        assertEquals(new TreeSet<>(DIRECT), direct);
    }

    @Test
    void portThatIsCountedCanBeGuessedByWhoKeepsItsOwnOrCountsToo() {
        List<NatKind> partners = NatKind.all().stream()
                .filter(kind -> NatKind.guessable(kind, NatKind.SEQUENTIAL))
                .toList();

        assertEquals(List.of(NatKind.PORT_RESTRICTED, NatKind.CGN, NatKind.DUAL_STACK, NatKind.SEQUENTIAL), partners);
        assertFalse(NatKind.guessable(NatKind.SYMMETRIC, NatKind.PORT_RESTRICTED));
    }

    @Test
    void kindsAreFoundByTheirNames() {
        assertEquals(
                List.of(NatKind.CGN, NatKind.OPEN),
                NatBenchOptions.of("cgn, open").kinds());
        assertThrows(IllegalArgumentException.class, () -> NatBenchOptions.of("cone"));
    }
}

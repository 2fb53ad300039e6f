package worldmesh.simulation.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import worldmesh.testkit.fuzz.FuzzResult;
import worldmesh.testkit.fuzz.FuzzTarget;
import worldmesh.testkit.fuzz.Fuzzing;

class FuzzTargetsTest {
    /** About a second of the slowest target; more on the command line. */
    private static final int INPUTS = 5_000;

    static List<FuzzTarget> targets() {
        return FuzzTargets.all();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void noInputThrowsOrTakesMoreMemoryThanItsSizeAllows(FuzzTarget target) {
        FuzzResult result = new Fuzzing(target, 1).run(INPUTS);

        assertEquals(List.of(), result.findings(), target.name());
        assertTrue(result.read() > 0, "the corpus of " + target.name() + " is not read");
    }

    @Test
    void aReaderThatThrowsIsFound() {
        FuzzTarget.Reader broken = data -> {
            if (data.length > 3 && data[3] == 7) {
                throw new IllegalArgumentException("seven");
            }
            return true;
        };

        FuzzResult result = new Fuzzing(FuzzTarget.of("broken", List.of(new byte[16]), broken), 1).run(100_000);

        assertTrue(result.findings().get(0).contains("seven"), result::toString);
    }

    @Test
    void aReaderThatBelievesALengthIsFound() {
        FuzzTarget.Reader bomb = data -> data.length > 0 && new byte[(data[0] & 0x7f) << 14].length == 0;

        FuzzResult result = new Fuzzing(FuzzTarget.of("bomb", List.of(new byte[16]), bomb), 1).run(100_000);

        assertTrue(result.findings().get(0).contains("allocated"), result::toString);
    }
}

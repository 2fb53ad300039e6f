package worldmesh.benchmarks.badlinks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import worldmesh.testkit.net.LineProfile;

class LineTrialTest {
    @ParameterizedTest
    @ValueSource(strings = {"lte-at-rest", "train", "umts", "satellite", "edge", "absurd"})
    void worstLinesAreConnectedAndLoseNoReliableMessage(String rung) {
        LineTrial.Result result = LineTrial.run(LineProfile.ofLabel(rung).shape(), 2);

        assertTrue(result.connected());
        assertTrue(result.messages() > 100, "sent " + result.messages());
        assertEquals(0, result.lost());
    }

    @Test
    void gridHasEveryCellOnceWhateverTheSeed() {
        var names = LineCase.grid(1).stream().map(LineCase::name).sorted().toList();

        assertEquals(240, names.stream().distinct().count());
        assertEquals(
                names, LineCase.grid(9).stream().map(LineCase::name).sorted().toList());
    }
}

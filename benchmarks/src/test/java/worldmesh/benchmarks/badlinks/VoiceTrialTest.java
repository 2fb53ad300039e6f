package worldmesh.benchmarks.badlinks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VoiceTrialTest {
    /** With the router's queue of 100 ms full it would be 100 ms later. */
    @ParameterizedTest
    @CsvSource({"250, 40", "1000, 40"})
    void aFileMovesTheSlowestVoiceByLessThanFiveMillisecondsAndStillFillsTheLine(int kilobytes, int rttMillis) {
        VoiceTrial.Result result = VoiceTrial.run(kilobytes, rttMillis, 1);

        double moved = result.besideP99Millis() - result.aloneP99Millis();
        assertTrue(moved < 5, () -> "moved by " + moved + " ms: " + result.toJson());
        assertTrue(result.fileBytesPerSecond() > 750.0 * kilobytes, result::toJson);
    }
}

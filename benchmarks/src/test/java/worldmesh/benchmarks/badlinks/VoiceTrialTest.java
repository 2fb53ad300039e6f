package worldmesh.benchmarks.badlinks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class VoiceTrialTest {
    /** With the router's queue of 100 ms full it would be 100 ms later. */
    @Test
    void aFileDoesNotCompeteWithItsOwnQueue() {
        VoiceTrial.Result result = VoiceTrial.run(1_000, 40, 1);

        double moved = result.besideP99Millis() - result.aloneP99Millis();
        assertTrue(moved < 25, () -> "moved by " + moved + " ms: " + result.toJson());
        assertTrue(result.fileBytesPerSecond() > 800_000, result::toJson);
    }
}

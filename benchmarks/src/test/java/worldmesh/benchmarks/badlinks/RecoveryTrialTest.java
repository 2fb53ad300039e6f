package worldmesh.benchmarks.badlinks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecoveryTrialTest {
    @ParameterizedTest
    @CsvSource({"1, 100, 1", "2, 100, 2", "5, 100, 3", "10, 100, 4", "10, 40, 6"})
    void whatIsLostIsMadeGoodInOneAndAQuarterRoundTripsAndAtTheEndInTwo(int lossPercent, int rttMillis, long seed) {
        RecoveryTrial.Result result = RecoveryTrial.run(lossPercent, rttMillis, 25, seed);

        assertTrue(result.passed(), result.toJson());
    }

    @ParameterizedTest
    @CsvSource({"1, 1.2", "10, 1.75"})
    void whatGoesEarlyIsBounded(int lossPercent, double sentTimes) {
        RecoveryTrial.Result result = RecoveryTrial.run(lossPercent, 100, 3, 1);

        assertTrue(result.sentTimes() <= sentTimes, result.toJson());
    }
}

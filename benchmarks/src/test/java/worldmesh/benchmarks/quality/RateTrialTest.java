package worldmesh.benchmarks.quality;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import worldmesh.testkit.net.LineProfile;

/** How the rate of updates follows lines, squeezed to 64 kbit/s for a while. */
class RateTrialTest {
    @Test
    void aSqueezedLineHasNoQueueAndIsToldAsOftenAsBeforeSoonAfterwards() {
        RateTrial.Result result = RateTrial.run("wifi", LineProfile.WIFI.shape(), 1);

        assertTrue(result.passed(), result::toJson);
    }

    @ParameterizedTest
    @EnumSource(LineProfile.class)
    void theRateOfALineThatStaysDoesToo(LineProfile line) {
        int changes = RateTrial.calm(line.shape(), 1);

        assertTrue(changes <= RateTrial.CHANGES_MAX, "changes " + changes);
    }
}

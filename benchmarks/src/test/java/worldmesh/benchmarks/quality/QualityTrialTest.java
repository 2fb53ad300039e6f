package worldmesh.benchmarks.quality;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import worldmesh.testkit.net.LineProfile;

/** What links say of nine lines, for less time than {@code ./worldmesh bench quality} takes. */
class QualityTrialTest {
    private static final int SECONDS = 30;

    /** Of half a minute jitter is known to within a few tenths: the tenth needs the minutes of the bench. */
    private static final double JITTER_WITHIN = 0.4;

    private static final double BANDWIDTH_WITHIN = 0.25;

    @ParameterizedTest
    @EnumSource(
            value = LineProfile.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"WIFI", "DSL"})
    void aLinkKnowsItsLine(LineProfile line) {
        QualityTrial.Result result = QualityTrial.run(line.label(), line.shape(), SECONDS, 1);

        assertTrue(result.ping().passed(), result::toJson);
        assertTrue(result.lossThere().passed(), result::toJson);
        assertTrue(isWithin(result.jitter(), JITTER_WITHIN), result::toJson);
        assertTrue(isWithin(result.bandwidth(), BANDWIDTH_WITHIN), result::toJson);
    }

    private static boolean isWithin(Figure figure, double share) {
        return Math.abs(figure.told() - figure.truth()) <= share * figure.truth();
    }
}

package worldmesh.benchmarks.quality;

import java.util.stream.Stream;
import worldmesh.testkit.net.LineProfile;

/** Asks links over nine lines for their quality, and squeezes them, in virtual time: a seed repeats. */
public final class QualityBench {
    private QualityBench() {}

    /** Measures all lines, each for so many seconds of play. */
    public static QualityReport run(int seconds, long seed) {
        return new QualityReport(
                seed,
                Stream.of(LineProfile.values())
                        .map(line -> QualityTrial.run(line.label(), line.shape(), seconds, seed))
                        .toList(),
                Stream.of(LineProfile.values())
                        .map(line -> RateTrial.run(line.label(), line.shape(), seed))
                        .toList());
    }
}

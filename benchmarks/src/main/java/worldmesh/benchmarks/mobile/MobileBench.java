package worldmesh.benchmarks.mobile;

import java.util.stream.Stream;
import worldmesh.testkit.net.MobileProfile;

/** Takes a player over every mobile profile, in virtual time: a seed repeats. */
public final class MobileBench {
    /** With four to six hand-overs in each, the worst of forty or sixty is the p99. */
    private static final int ROUNDS = 10;

    private MobileBench() {}

    /** Measures all profiles. */
    public static MobileReport run(long seed) {
        return new MobileReport(
                seed,
                Stream.of(MobileProfile.values())
                        .map(profile -> new MobileReport.Line(
                                MobileTrial.run(profile, ROUNDS, seed), IdleTrial.run(profile, IdleTrial.REST, seed)))
                        .toList());
    }
}

package worldmesh.benchmarks.mobile;

import java.util.Locale;
import worldmesh.mesh.link.RadioRest;
import worldmesh.testkit.mesh.SimulatedPair;
import worldmesh.testkit.net.LineCourse;
import worldmesh.testkit.net.MobileProfile;
import worldmesh.testkit.net.RadioWatch;

/** A link over a mobile line on which nobody says anything, in virtual time. One thread. */
final class IdleTrial {
    /** How a telephone spares its radio while it plays. */
    static final RadioRest REST = new RadioRest(1_000, false);

    /** The demand of row W19. */
    static final double MAX_WAKE_UPS = 2;

    private static final long SECOND = 1_000_000_000L;
    private static final long CONNECT_NANOS = 20 * SECOND;
    private static final long SETTLE_NANOS = 5 * SECOND;
    private static final long IDLE_NANOS = 60 * SECOND;

    private IdleTrial() {}

    /**
     * What came of it.
     *
     * @param wakeUpsPerSecond of the player's radio, by the times of its packets
     * @param bitsPerSecond both ways, with headers of IP and UDP
     * @param alive true if neither side took the other for gone
     */
    record Result(double wakeUpsPerSecond, double bitsPerSecond, boolean alive) {
        boolean passed() {
            return alive && wakeUpsPerSecond <= MAX_WAKE_UPS;
        }

        String toJson() {
            return String.format(
                    Locale.ROOT,
                    "{\"wakeUpsPerSecond\":%.2f,\"bitsPerSecond\":%.0f,\"alive\":%b}",
                    wakeUpsPerSecond,
                    bitsPerSecond,
                    alive);
        }
    }

    /** An idle minute on the profile's first line, with {@code rest} asked for by the player. */
    static Result run(MobileProfile profile, RadioRest rest, long seed) {
        LineCourse.Phase calm = profile.course().phase(0);
        SimulatedPair pair = new SimulatedPair(calm.shape(), calm.shape(), seed);
        pair.near().rest(rest);
        RadioWatch radio = new RadioWatch();
        pair.network().watch(SimulatedPair.NEAR, radio);
        if (!pair.connect(CONNECT_NANOS)) {
            return new Result(0, 0, false);
        }
        pair.run(SETTLE_NANOS);
        radio.restart(pair.scheduler().nowNanos());
        pair.run(IDLE_NANOS);
        long now = pair.scheduler().nowNanos();
        boolean alive = pair.near().stats(pair.far().self()).rttNanos() > 0
                && !pair.near().stats(pair.far().self()).suspected()
                && !pair.far().stats(pair.near().self()).suspected();
        return new Result(radio.wakeUpsPerSecond(now), radio.bitsPerSecond(now), alive);
    }
}

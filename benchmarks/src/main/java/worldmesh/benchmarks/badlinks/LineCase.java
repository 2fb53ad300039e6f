package worldmesh.benchmarks.badlinks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import worldmesh.testkit.net.LineProfile;
import worldmesh.testkit.net.LinkShape;

/**
 * A line to try.
 *
 * @param name what it is
 * @param shape one direction of it; both are alike
 */
record LineCase(String name, LinkShape shape) {
    private static final int[] KILOBYTES = {64, 250, 1_000, 2_000};
    private static final int[] LOSS_PERCENT = {0, 2, 5, 10, 20};
    private static final int[] RTT_MILLIS = {0, 50, 100, 200};
    private static final int[] REORDER_PERCENT = {0, 10, 30};
    private static final long MILLI = 1_000_000L;
    private static final int BITS_PER_KILOBYTE = 8_000;

    /** Held back for so long at least, or for a quarter of the round trip. */
    private static final int REORDER_MILLIS = 10;

    /** The whole grid, in an order that begins everywhere at once. */
    static List<LineCase> grid(long seed) {
        List<LineCase> cases = new ArrayList<>();
        for (int kilobytes : KILOBYTES) {
            for (int loss : LOSS_PERCENT) {
                for (int rtt : RTT_MILLIS) {
                    for (int reorder : REORDER_PERCENT) {
                        cases.add(cell(kilobytes, loss, rtt, reorder));
                    }
                }
            }
        }
        Collections.shuffle(cases, new Random(seed));
        return cases;
    }

    private static LineCase cell(int kilobytes, int loss, int rtt, int reorder) {
        LinkShape shape = LinkShape.clear()
                .withDelay(rtt * MILLI / 2, 0)
                .withLoss(loss / 100.0, 1)
                .withReorder(reorder / 100.0, Math.max(REORDER_MILLIS, rtt / 4) * MILLI)
                .withRate((long) kilobytes * BITS_PER_KILOBYTE, LinkShape.DEFAULT_QUEUE_NANOS);
        return new LineCase(String.format(Locale.ROOT, "%dkB/s-%d%%-%dms-%d%%", kilobytes, loss, rtt, reorder), shape);
    }

    /** The nine rungs, the best line first. */
    static List<LineCase> ladder() {
        return Stream.of(LineProfile.values())
                .map(profile -> new LineCase(profile.label(), profile.shape()))
                .toList();
    }
}

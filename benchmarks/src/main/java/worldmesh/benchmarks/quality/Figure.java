package worldmesh.benchmarks.quality;

import java.util.Locale;

/**
 * One metric: what the link told, at the mean over the time it was asked, and what the emulator did in that time.
 *
 * @param told by the link
 * @param truth by the emulator
 * @param leeway what counts as equal however small the truth is, in its unit
 */
record Figure(double told, double truth, double leeway) {
    /** The demand of row L8. */
    static final double WITHIN = 0.1;

    boolean passed() {
        return Math.abs(told - truth) <= Math.max(leeway, WITHIN * truth);
    }

    String toJson() {
        return String.format(Locale.ROOT, "{\"told\":%.3f,\"truth\":%.3f,\"passed\":%b}", told, truth, passed());
    }
}

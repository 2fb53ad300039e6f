package worldmesh.samples.troupe;

import java.util.List;

/**
 * How fast the slowest bot of a party played while the party stood.
 *
 * @param tried commands it asked for in a second
 * @param accepted commands it was granted in a second
 */
public record Pace(double tried, double accepted) {
    /** The pace of each bot from what it did bit by bit: asked for, granted, milliseconds. */
    static Pace slowest(List<List<List<Long>>> bots) {
        double tried = bots.stream().mapToDouble(bot -> perSecond(bot, 0)).min().orElse(0);
        double accepted =
                bots.stream().mapToDouble(bot -> perSecond(bot, 1)).min().orElse(0);
        return new Pace(tried, accepted);
    }

    private static double perSecond(List<List<Long>> bot, int what) {
        long done = bot.stream().mapToLong(stint -> stint.get(what)).sum();
        long millis = bot.stream().mapToLong(stint -> stint.get(2)).sum();
        return millis == 0 ? 0 : Math.round(done * 10_000.0 / millis) / 10.0;
    }
}

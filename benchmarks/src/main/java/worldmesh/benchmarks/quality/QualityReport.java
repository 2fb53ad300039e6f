package worldmesh.benchmarks.quality;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a run of {@link QualityBench} found.
 *
 * @param seed of all chances
 * @param lines what links said of each line
 * @param rates how the rate of updates followed each line, squeezed to 64 kbit/s for a while
 */
public record QualityReport(long seed, List<QualityTrial.Result> lines, List<RateTrial.Result> rates) {
    /** True if every demand was met. */
    public boolean passed() {
        return lines.stream().allMatch(QualityTrial.Result::passed)
                && rates.stream().allMatch(RateTrial.Result::passed);
    }

    /** Lines that the rate of updates did not follow as it is to. */
    public long failedRates() {
        return rates.stream().filter(line -> !line.passed()).count();
    }

    /** Lines of which a link did not say the truth. */
    public long failed() {
        return lines.stream().filter(line -> !line.passed()).count();
    }

    /** One line, keys with their units. */
    public String toJson() {
        return String.format(
                Locale.ROOT,
                "{\"bench\":\"quality\",\"seed\":%d,\"withinDemand\":%.2f,\"lines\":%s,\"rates\":%s,\"passed\":%b}",
                seed,
                Figure.WITHIN,
                lines.stream().map(QualityTrial.Result::toJson).collect(Collectors.joining(",", "[", "]")),
                rates.stream().map(RateTrial.Result::toJson).collect(Collectors.joining(",", "[", "]")),
                passed());
    }
}

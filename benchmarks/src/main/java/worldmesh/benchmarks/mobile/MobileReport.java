package worldmesh.benchmarks.mobile;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a run of {@link MobileBench} found.
 *
 * @param seed of all chances
 * @param lines what each profile did
 */
public record MobileReport(long seed, List<Line> lines) {
    /** One profile: on its way, and idle. */
    record Line(MobileTrial.Result way, IdleTrial.Result idle) {
        boolean passed() {
            return way.passed() && idle.passed();
        }

        String toJson() {
            return String.format(
                    Locale.ROOT,
                    "{\"line\":\"%s\",\"way\":%s,\"idle\":%s,\"passed\":%b}",
                    way.line(),
                    way.toJson(),
                    idle.toJson(),
                    passed());
        }
    }

    /** The longest time after a hand-over until data went both ways again, in one of a hundred. */
    public double recoveryMillisP99() {
        return lines.stream()
                .mapToDouble(line -> line.way().recoveryP99Millis())
                .max()
                .orElse(0);
    }

    /** What waited in front of the line where most did. */
    public double queueMillisP95() {
        return lines.stream()
                .mapToDouble(line -> line.way().queueP95Millis())
                .max()
                .orElse(0);
    }

    /** How often an idle radio woke up at the most. */
    public double idleWakeUpsPerSecond() {
        return lines.stream()
                .mapToDouble(line -> line.idle().wakeUpsPerSecond())
                .max()
                .orElse(0);
    }

    /** Reliable messages that never came, came twice or out of order. */
    public int lost() {
        return lines.stream().mapToInt(line -> line.way().lost()).sum();
    }

    /** True if every demand was met. */
    public boolean passed() {
        return lines.stream().allMatch(Line::passed);
    }

    /** One line, keys with their units. */
    public String toJson() {
        return String.format(
                Locale.ROOT,
                "{\"bench\":\"mobile\",\"seed\":%d,\"recoveryMillisP99\":%.0f,\"recoveryMillisP99Demand\":%.0f,"
                        + "\"queueMillisP95\":%.1f,\"queueMillisP95Demand\":%.0f,\"idleWakeUpsPerSecond\":%.2f,"
                        + "\"idleWakeUpsPerSecondDemand\":%.0f,\"lost\":%d,\"lostDemand\":0,\"lines\":%s,"
                        + "\"passed\":%b}",
                seed,
                recoveryMillisP99(),
                MobileTrial.MAX_RECOVERY_MILLIS,
                queueMillisP95(),
                MobileTrial.MAX_QUEUE_MILLIS,
                idleWakeUpsPerSecond(),
                IdleTrial.MAX_WAKE_UPS,
                lost(),
                lines.stream().map(Line::toJson).collect(Collectors.joining(",", "[", "]")),
                passed());
    }
}

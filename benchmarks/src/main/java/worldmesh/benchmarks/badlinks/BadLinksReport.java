package worldmesh.benchmarks.badlinks;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a run of {@link BadLinksBench} found.
 *
 * @param ladder the nine rungs, the best line first
 * @param grid the cells that fitted the budget
 * @param gridCells all there are
 * @param recovery how late what was lost is there
 * @param voice what voice feels of a file
 * @param lab beside TCP over the same shaper
 */
public record BadLinksReport(
        BadLinksOptions options,
        List<Line> ladder,
        List<Line> grid,
        int gridCells,
        List<RecoveryTrial.Result> recovery,
        List<VoiceTrial.Result> voice,
        Lab lab) {
    /** The demand of the issue. */
    static final double MIN_SHARE = 0.5;

    static final double MAX_SHARE = 1.5;

    /**
     * A line and what came of it.
     *
     * @param name which line
     */
    record Line(String name, LineTrial.Result result) {
        String toJson() {
            return String.format(
                    Locale.ROOT,
                    "{\"line\":\"%s\",\"connected\":%b,\"connectMillis\":%.0f,\"goodputBytesPerSecond\":%.0f,"
                            + "\"goodputShare\":%.3f,\"p50Millis\":%.1f,\"p99Millis\":%.1f,\"messages\":%d,"
                            + "\"lost\":%d}",
                    name,
                    result.connected(),
                    result.connectMillis(),
                    result.goodputBytesPerSecond(),
                    result.goodputShare(),
                    result.p50Millis(),
                    result.p99Millis(),
                    result.messages(),
                    result.lost());
        }
    }

    /**
     * A link and TCP over the laboratory's shaper, 50 ms: with 2 % loss at 2 MB/s; one beside the other on a queue that
     * TCP has filled; with 2 % loss at 10 Mbit/s and a queue of a round trip beside three other flows of TCP.
     *
     * @param skipped why this machine cannot measure; empty if it can
     * @param failure why there are no figures on a machine that can; empty if there are
     * @param share what the link had of half of the line
     */
    record Lab(
            String skipped, String failure, String tcpKind, Contest lossy, Optional<Contest> congested, double share) {
        private static final Contest NONE = new Contest(0, 0, 0, 0, 0, 0, 0);

        static Lab skipped(String reason) {
            return new Lab(reason, "", "", NONE, Optional.empty(), 0);
        }

        static Lab failed(String reason) {
            return new Lab("", reason, "", NONE, Optional.empty(), 0);
        }

        int lost() {
            return lossy.lost() + congested.map(Contest::lost).orElse(0);
        }

        boolean passed() {
            return !skipped.isEmpty()
                    || (failure.isEmpty()
                            && lossy.passed()
                            && congested.map(Contest::passed).orElse(true)
                            && share >= MIN_SHARE
                            && share <= MAX_SHARE);
        }

        String toJson() {
            if (!skipped.isEmpty()) {
                return "{\"skipped\":\"" + quoted(skipped) + "\"}";
            }
            if (!failure.isEmpty()) {
                return "{\"failure\":\"" + quoted(failure) + "\",\"passed\":false}";
            }
            return String.format(
                    Locale.ROOT,
                    "{\"tcp\":\"%s\",%s,\"shareBesideTcp\":%.2f,%s\"passed\":%b}",
                    tcpKind,
                    lossy.toJsonFields(),
                    share,
                    congested
                            .map(contest -> "\"congested\":{" + contest.toJsonFields() + "},")
                            .orElse(""),
                    passed());
        }

        private static String quoted(String reason) {
            return reason.replace('"', '\'').replace('\n', ' ');
        }
    }

    /** Rungs on which the two were linked. */
    public long rungsConnected() {
        return ladder.stream().filter(line -> line.result().connected()).count();
    }

    /** Reliable messages that never came, came twice or out of order, on all lines. */
    public int lost() {
        return lost(ladder) + lost(grid) + lab.lost();
    }

    private static int lost(List<Line> lines) {
        return lines.stream().mapToInt(line -> line.result().lost()).sum();
    }

    /** The middle of the shares of the grid's lines that were carried; 0 without a grid. */
    public double goodputShareMedian() {
        double[] shares = grid.stream()
                .mapToDouble(line -> line.result().goodputShare())
                .sorted()
                .toArray();
        return shares.length == 0 ? 0 : shares[shares.length / 2];
    }

    /** Cells of the grid that were run. */
    public int cells() {
        return grid.size();
    }

    /** What the laboratory found, or why it found nothing. */
    public String beside() {
        return lab.toJson();
    }

    /** True if every demand was met. */
    public boolean passed() {
        boolean connected = rungsConnected() == ladder.size()
                && grid.stream().allMatch(line -> line.result().connected());
        return connected && lost() == 0 && isRecovered() && lab.passed();
    }

    /** True if what was lost was made good in time on every line. */
    public boolean isRecovered() {
        return recovery.stream().allMatch(RecoveryTrial.Result::passed);
    }

    /** How much later than usual 95 of 100 lost messages were there at the most, on all lines, in round trips. */
    public double lateP95() {
        return recovery.stream()
                .mapToDouble(RecoveryTrial.Result::middleP95)
                .max()
                .orElse(0);
    }

    /** One line, keys with their units. */
    public String toJson() {
        return String.format(
                Locale.ROOT,
                "{\"bench\":\"badlinks\",\"runs\":%d,\"budgetSeconds\":%d,\"seed\":%d,\"rungsConnected\":%d,"
                        + "\"rungs\":%d,\"cells\":%d,\"gridCells\":%d,\"lost\":%d,\"goodputShareMedian\":%.3f,"
                        + "\"recovery\":%s,\"voice\":%s,\"lab\":%s,\"ladder\":%s,\"grid\":%s,\"passed\":%b}",
                ladder.size() + grid.size(),
                options.budgetSeconds(),
                options.seed(),
                rungsConnected(),
                ladder.size(),
                grid.size(),
                gridCells,
                lost(),
                goodputShareMedian(),
                recovery.stream().map(RecoveryTrial.Result::toJson).collect(Collectors.joining(",", "[", "]")),
                voice.stream().map(VoiceTrial.Result::toJson).collect(Collectors.joining(",", "[", "]")),
                lab.toJson(),
                json(ladder),
                json(grid),
                passed());
    }

    private static String json(List<Line> lines) {
        return lines.stream().map(Line::toJson).collect(Collectors.joining(",", "[", "]"));
    }
}

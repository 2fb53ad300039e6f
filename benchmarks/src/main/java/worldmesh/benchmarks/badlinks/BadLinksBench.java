package worldmesh.benchmarks.badlinks;

import java.util.ArrayList;
import java.util.List;
import worldmesh.runtime.time.SystemClock;

/** Runs the ladder, then the grid as far as the budget goes, then the laboratory, and tells what came of each. */
public final class BadLinksBench {
    private static final long SECOND = 1_000_000_000L;

    /** What the laboratory takes of the budget: its figures are of real seconds. */
    private static final int LAB_SECONDS = 75;

    private static final int[] RECOVERY_LOSS_PERCENT = {1, 2, 5, 10};
    /** Kilobytes a second, and the round trip in milliseconds. */
    private static final int[][] VOICE_LINES = {
        {250, 40}, {1_000, 40}, {1_000, 50}, {2_000, 20}, {2_000, 50}, {12_500, 10}
    };

    private static final int[] RECOVERY_RTT_MILLIS = {40, 100, 200};

    /** Bursts of 200 messages: 100 are 200 lost messages at the least, and 100 ends. */
    private static final int RECOVERY_BURSTS = 100;

    private final BadLinksOptions options;
    private final long begun = SystemClock.INSTANCE.nanoTime();

    private BadLinksBench(BadLinksOptions options) {
        this.options = options;
    }

    /** Measures within the budget, or the whole grid. */
    public static BadLinksReport run(BadLinksOptions options) {
        return new BadLinksBench(options).measure();
    }

    private BadLinksReport measure() {
        List<BadLinksReport.Line> ladder = new ArrayList<>();
        for (LineCase rung : LineCase.ladder()) {
            ladder.add(new BadLinksReport.Line(rung.name(), LineTrial.run(rung.shape(), options.seed())));
        }
        boolean lab = options.full() || options.budgetSeconds() >= 2 * LAB_SECONDS;
        BadLinksReport.Lab figures = lab
                ? LabRun.measure(options.full())
                : BadLinksReport.Lab.skipped(
                        "a budget of " + 2 * LAB_SECONDS + " seconds or --full is needed for the laboratory");
        List<BadLinksReport.Line> grid = new ArrayList<>();
        for (LineCase cell : LineCase.grid(options.seed())) {
            if (options.full() || seconds() < options.budgetSeconds()) {
                grid.add(new BadLinksReport.Line(cell.name(), LineTrial.run(cell.shape(), options.seed())));
            }
        }
        return new BadLinksReport(
                options, ladder, grid, LineCase.grid(options.seed()).size(), recovery(), voice(), figures);
    }

    private List<VoiceTrial.Result> voice() {
        List<VoiceTrial.Result> results = new ArrayList<>();
        for (int[] line : VOICE_LINES) {
            results.add(VoiceTrial.run(line[0], line[1], options.seed()));
        }
        return results;
    }

    private List<RecoveryTrial.Result> recovery() {
        List<RecoveryTrial.Result> results = new ArrayList<>();
        for (int rtt : RECOVERY_RTT_MILLIS) {
            for (int loss : RECOVERY_LOSS_PERCENT) {
                results.add(RecoveryTrial.run(loss, rtt, RECOVERY_BURSTS, options.seed()));
            }
        }
        return results;
    }

    private double seconds() {
        return (SystemClock.INSTANCE.nanoTime() - begun) / (double) SECOND;
    }
}

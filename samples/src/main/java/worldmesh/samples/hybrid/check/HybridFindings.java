package worldmesh.samples.hybrid.check;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

/**
 * What the checker found, as it is printed. {@link VoicePath} says what frames and gaps are.
 *
 * @param seconds how long was judged
 * @param settleSeconds how long they played before, which was not
 * @param paths pairs of peers, each way, that talked at the same time
 * @param silentPaths of those, how many heard nothing
 * @param framesExcused frames that came late because the machine let a process stand
 * @param voiceGapFrames the longest gap of any path
 * @param voiceGapRawFrames the same where the machine is no excuse
 * @param worstPath whose gap that is
 * @param lateness where late frames come from, and when
 * @param machineStallMillis the longest that the machine let a process stand
 * @param chatLost lines that somebody did not hear who was there, once for each of them
 * @param receipts commands that players hold receipts for
 * @param lostAcks of those, how many some log lacks that reaches back to them
 * @param gameplayStallMillis for each kill the longest that a command of a living player waited; -1 if for ever
 * @param unanswered commands of living players without an answer
 * @param fishFromNowhere what is in the baskets without a command
 * @param problems what contradicts itself
 */
record HybridFindings(
        String sample,
        int peers,
        int seconds,
        int settleSeconds,
        int kills,
        int paths,
        int silentPaths,
        long framesExpected,
        long framesLost,
        long framesLate,
        long framesExcused,
        int voiceGapFrames,
        int voiceGapRawFrames,
        String worstPath,
        Lateness lateness,
        double voiceDelayMillisP50,
        double voiceDelayMillisP99,
        long machineStallMillis,
        int chatSaid,
        int chatLost,
        int receipts,
        int lostAcks,
        int duplicateEffects,
        int provisional,
        int refused,
        int unanswered,
        List<Long> gameplayStallMillis,
        long fishFromNowhere,
        boolean converged,
        List<String> problems) {
    private static final int GAP_FRAMES_MAX = 1;
    private static final long STALL_MILLIS_MAX = 2_000;
    private static final int PROBLEMS_TOLD = 10;

    static HybridFindings of(HybridAudit audit, int peers, int seconds, int settleSeconds) {
        List<VoicePath> paths = audit.paths();
        long[] delays = paths.stream()
                .flatMapToLong(path -> Arrays.stream(path.delaysNanos()))
                .sorted()
                .toArray();
        VoicePath worst = paths.stream()
                .max(Comparator.comparingInt(VoicePath::gap).thenComparingInt(VoicePath::rawGap))
                .orElseThrow();
        List<String> problems = audit.problems();
        return new HybridFindings(
                "hybrid",
                peers,
                seconds,
                settleSeconds,
                audit.kills(),
                paths.size(),
                (int) paths.stream().filter(VoicePath::silent).count(),
                sum(paths, VoicePath::frames),
                sum(paths, VoicePath::lost),
                sum(paths, VoicePath::late),
                sum(paths, VoicePath::excused),
                worst.gap(),
                paths.stream().mapToInt(VoicePath::rawGap).max().orElse(0),
                worst.from() + " to " + worst.to(),
                Lateness.of(audit.lives(), paths, millis(audit.anchor().longestNanos())),
                at(delays, 0.5),
                at(delays, 0.99),
                audit.lives().stream()
                        .mapToLong(life -> millis(life.stalls.longestNanos()))
                        .max()
                        .orElse(0),
                audit.chatSaid(),
                audit.chatLost(),
                audit.receipts(),
                audit.lostAcks(),
                audit.duplicates(),
                audit.lives().stream().mapToInt(life -> life.provisional).sum(),
                audit.lives().stream().mapToInt(life -> life.refused).sum(),
                audit.unanswered(),
                audit.stallsMillis(),
                audit.fishFromNowhere(),
                audit.converged(),
                problems.subList(0, Math.min(PROBLEMS_TOLD, problems.size())));
    }

    private static long sum(List<VoicePath> paths, ToIntFunction<VoicePath> figure) {
        return paths.stream().mapToLong(figure::applyAsInt).sum();
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    private static double at(long[] sorted, double quantile) {
        long nanos = sorted.length == 0 ? 0 : sorted[(int) (quantile * (sorted.length - 1))];
        return Math.round(nanos / 1e5) / 10.0;
    }

    /** True if every promise held. */
    boolean good() {
        return talksOn() && playsOn() && problems.isEmpty();
    }

    private boolean talksOn() {
        return framesExpected > 0
                && silentPaths == 0
                && voiceGapFrames <= GAP_FRAMES_MAX
                && chatSaid > 0
                && chatLost == 0;
    }

    private boolean playsOn() {
        return receipts > 0
                && lostAcks == 0
                && duplicateEffects == 0
                && unanswered == 0
                && fishFromNowhere == 0
                && converged
                && gameplayStallMillis.stream().allMatch(millis -> millis >= 0 && millis < STALL_MILLIS_MAX);
    }
}

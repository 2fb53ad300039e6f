package worldmesh.peer.doctor;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.wire.CheckupProbe;

/**
 * Sends probes over a link as a game sends its messages, and counts what comes back. Pure but for what it is given;
 * confined to its owner.
 */
final class LineMeasure {
    /** Of three hundred a line that loses 8 % lacks 24 and hardly ever fewer than 12; one that loses 1 % hardly 9. */
    static final int PROBES = 300;

    /** A hundred a second: twice what a player's motion takes, a tenth of what the member bears. */
    static final long GAP_NANOS = 10_000_000L;

    /** With its headers a probe takes some 300 bytes: 240 kbit/s each way, as a party of eight does. */
    static final int FILLING_BYTES = 200;

    /** An answer that comes later is of no use to a game. */
    private static final long LATE_NANOS = 1_000_000_000L;

    /** A side that stands still for a while may not lose probes by it: VOICE keeps 64 that wait. */
    static final int WAITING_MAX = 48;

    /** On a line that keeps datagrams in order neighbours are late together. */
    private static final int APART = 10;

    private static final int LEAST_ANSWERS = 20;

    private final long trace;
    private final long[] sentNanos = new long[PROBES];
    private final long[] rttNanos = new long[PROBES];
    private int sent;
    private int answered;
    private int heard;
    private int heardOf;
    private long nextNanos;
    private long late;

    LineMeasure(long trace) {
        this.trace = trace;
    }

    /** Sends what is due. */
    void onTime(long nowNanos, Consumer<CheckupProbe> out) {
        if (sent == 0) {
            nextNanos = nowNanos;
        }
        while (sent < PROBES && nowNanos - nextNanos >= 0) {
            if (waiting(nowNanos) >= WAITING_MAX) {
                nextNanos = nowNanos;
                return;
            }
            late += nowNanos - nextNanos;
            sentNanos[sent] = nowNanos;
            out.accept(new CheckupProbe(trace, sent++, false, 0, new byte[FILLING_BYTES]));
            nextNanos += GAP_NANOS;
        }
    }

    /** Probes that may still be answered. */
    private int waiting(long nowNanos) {
        int waiting = 0;
        for (int i = sent - 1; i >= 0 && nowNanos - sentNanos[i] <= LATE_NANOS; i--) {
            waiting += rttNanos[i] == 0 ? 1 : 0;
        }
        return waiting;
    }

    /** An answer came; anything may. */
    void onAnswer(CheckupProbe answer, long nowNanos) {
        boolean known = answer.trace() == trace && answer.answer() && answer.number() < sent;
        if (!known || rttNanos[answer.number()] != 0) {
            return;
        }
        rttNanos[answer.number()] = Math.max(1, nowNanos - sentNanos[answer.number()]);
        answered++;
        if (answer.heard() > heard && answer.number() >= heardOf - 1) {
            heard = answer.heard();
            heardOf = answer.number() + 1;
        }
    }

    /** True once nothing more is to come. */
    boolean isOver(long nowNanos) {
        return sent == PROBES && (answered == PROBES || nowNanos - sentNanos[PROBES - 1] > LATE_NANOS);
    }

    /** What is known; null if too little came back to say anything. */
    @Nullable LineFigures figures() {
        if (answered < LEAST_ANSWERS) {
            return null;
        }
        long[] rtts = Arrays.stream(rttNanos).filter(rtt -> rtt != 0).toArray();
        int quarter = rtts.length / 4;
        return new LineFigures(
                heardOf,
                Math.min(heard, heardOf),
                answered,
                median(rtts, 0, rtts.length),
                jitter(),
                median(rtts, rtts.length - quarter, rtts.length) - median(rtts, 0, quarter),
                late / sent);
    }

    private static long median(long[] rtts, int from, int end) {
        long[] sorted = Arrays.copyOfRange(rtts, from, end);
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private long jitter() {
        long differences = 0;
        int count = 0;
        for (int i = APART; i < PROBES; i++) {
            if (rttNanos[i] != 0 && rttNanos[i - APART] != 0) {
                differences += Math.abs(rttNanos[i] - rttNanos[i - APART]);
                count++;
            }
        }
        return count == 0 ? 0 : differences / count;
    }
}

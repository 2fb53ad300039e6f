package worldmesh.peer.doctor;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.IntStream;
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

    /** Who measures turns a thousand times a second; a machine that has time for it is hardly ever later than this. */
    private static final long STANDSTILL_NANOS = 5_000_000L;

    private static final double HALF = 0.5;

    /** Where a queue is full all wait, the fast ones too. */
    private static final double FAST = 0.1;

    private final long trace;
    private final long[] sentNanos = new long[PROBES];
    private final long[] rttNanos = new long[PROBES];
    private int sent;
    private int answered;
    private int heard;
    private int heardOf;
    private long nextNanos;
    private long beganNanos;
    private long turnedNanos;
    private long stoodNanos;
    private long linkJitterNanos;
    private long linkLeastNanos = Long.MAX_VALUE;
    private long linkLastNanos;

    LineMeasure(long trace) {
        this.trace = trace;
    }

    /** Sends what is due. */
    void onTime(long nowNanos, Consumer<CheckupProbe> out) {
        if (sent == 0) {
            nextNanos = nowNanos;
            beganNanos = nowNanos;
            turnedNanos = nowNanos;
        }
        stoodNanos += Math.max(0, nowNanos - turnedNanos - STANDSTILL_NANOS);
        turnedNanos = nowNanos;
        while (sent < PROBES && nowNanos - nextNanos >= 0) {
            if (waiting(nowNanos) >= WAITING_MAX) {
                nextNanos = nowNanos;
                return;
            }
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

    /** What the link itself says of its round trips. */
    void onLink(long rttNanos, long jitterNanos) {
        linkJitterNanos = Math.max(linkJitterNanos, jitterNanos);
        if (rttNanos > 0) {
            linkLeastNanos = Math.min(linkLeastNanos, rttNanos);
            linkLastNanos = rttNanos;
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
                ranked(rtts, HALF),
                jitter(),
                ranked(Arrays.copyOfRange(rtts, rtts.length - quarter, rtts.length), FAST)
                        - ranked(Arrays.copyOf(rtts, quarter), FAST),
                (int) (100 * stoodNanos / Math.max(1, turnedNanos - beganNanos)),
                new LineFigures.OfLink(linkJitterNanos, Math.max(0, linkLastNanos - linkLeastNanos)));
    }

    /** The value below which such a part of them is: a side that stands still now and then changes no such value. */
    private static long ranked(long[] values, double part) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) (sorted.length * part)];
    }

    private long jitter() {
        long[] differences = IntStream.range(APART, PROBES)
                .filter(i -> rttNanos[i] != 0 && rttNanos[i - APART] != 0)
                .mapToLong(i -> Math.abs(rttNanos[i] - rttNanos[i - APART]))
                .toArray();
        return differences.length == 0 ? 0 : ranked(differences, HALF);
    }
}

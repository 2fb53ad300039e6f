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

    private static final int LEAST_ANSWERS = 20;

    private final long trace;
    private final long[] sentNanos = new long[PROBES];
    private final long[] rttNanos = new long[PROBES];
    private int sent;
    private int answered;
    private int heard;
    private int heardOf;
    private long nextNanos;

    LineMeasure(long trace) {
        this.trace = trace;
    }

    /** Sends what is due. */
    void onTime(long nowNanos, Consumer<CheckupProbe> out) {
        if (sent == 0) {
            nextNanos = nowNanos;
        }
        while (sent < PROBES && nowNanos - nextNanos >= 0) {
            sentNanos[sent] = nowNanos;
            out.accept(new CheckupProbe(trace, sent++, false, 0, new byte[FILLING_BYTES]));
            nextNanos += GAP_NANOS;
        }
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
        long differences = 0;
        for (int i = 1; i < rtts.length; i++) {
            differences += Math.abs(rtts[i] - rtts[i - 1]);
        }
        long jitter = differences / (rtts.length - 1);
        Arrays.sort(rtts);
        return new LineFigures(heardOf, Math.min(heard, heardOf), answered, rtts[0], rtts[rtts.length / 2], jitter);
    }
}

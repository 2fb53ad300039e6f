package worldmesh.mesh;

import java.net.InetSocketAddress;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.transport.ControlFrame;

/**
 * A second way of a link, for its streams alone: used once the other side has answered there, watched while they use
 * it, and left when an answer is missing. Confined to the owner.
 */
final class StreamWay {
    /** The other side is asked again after so long, while it has not answered and while streams are on their way. */
    static final long ASK_NANOS = 400_000_000L;

    /** Else after so long, which also finds a way again that was given up. */
    static final long IDLE_NANOS = 5_000_000_000L;

    /** Without an answer for so long, or four round trips, the way is given up: three questions. */
    static final long ANSWER_NANOS = 1_200_000_000L;

    private static final int ROUND_TRIPS = 4;

    private final RandomGenerator random;
    private @Nullable InetSocketAddress way;
    private boolean proved;
    private boolean waiting;
    private long token;
    private long askedAt;
    private long waitingSince;

    StreamWay(RandomGenerator random) {
        this.random = random;
    }

    /** Streams are to go by {@code wished} as soon as it is proved, or where all else goes. */
    void wish(@Nullable InetSocketAddress wished, long now) {
        if (wished == null || !wished.equals(way)) {
            way = wished;
            proved = false;
            waiting = false;
            askedAt = now - IDLE_NANOS;
        }
    }

    /** What was wished last. */
    @Nullable InetSocketAddress wished() {
        return way;
    }

    /** Where streams go; null while that is where all else goes. */
    @Nullable InetSocketAddress address() {
        return proved ? way : null;
    }

    /** The question that is due now, to be sent to {@link #wished}; null if none is. {@code used}: streams wait. */
    @Nullable ControlFrame question(boolean used, long now) {
        if (way == null || now - askedAt < pause(used)) {
            return null;
        }
        if (!waiting) {
            waiting = true;
            waitingSince = now;
            token = random.nextLong();
        }
        askedAt = now;
        return ControlFrame.pathChallenge(token);
    }

    private long pause(boolean used) {
        return waiting || (proved && used) ? ASK_NANOS : IDLE_NANOS;
    }

    /** True if that was the answer: the way carries in both directions. */
    boolean takes(@Nullable InetSocketAddress from, long returned) {
        if (!waiting || from == null || !from.equals(way) || returned != token) {
            return false;
        }
        waiting = false;
        proved = true;
        return true;
    }

    /** Gives the way up if it has not answered for too long. */
    void onTime(long rttNanos, long now) {
        if (waiting && now - waitingSince >= patience(rttNanos)) {
            waiting = false;
            proved = false;
        }
    }

    private static long patience(long rttNanos) {
        return Math.max(ANSWER_NANOS, ROUND_TRIPS * rttNanos);
    }

    /** When a question is due, or an answer overdue. */
    long deadline(boolean used, long rttNanos) {
        if (way == null) {
            return Long.MAX_VALUE;
        }
        long asking = askedAt + pause(used);
        return waiting ? Math.min(asking, waitingSince + patience(rttNanos)) : asking;
    }
}

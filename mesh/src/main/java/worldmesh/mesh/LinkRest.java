package worldmesh.mesh;

import worldmesh.mesh.link.RadioRest;

/**
 * When a link may speak while one of its ends rests its radio: that end at moments that are the same for all its links,
 * the other when it has just heard it. Confined to the owner.
 */
final class LinkRest {
    /**
     * A radio that woke up is awake for so long: an answer over a line of up to 80 ms leaves and comes within. LTE and
     * 5G keep it awake for 100 to 200 ms after the last packet (TS 36.331, drx-InactivityTimer).
     */
    static final long AWAKE_NANOS = 100_000_000L;

    /** The end of a rest is said so often, since it is not known which record of these arrives. */
    private static final int SAYS = 4;

    private RadioRest own = RadioRest.NONE;
    private RadioRest theirs = RadioRest.NONE;
    private long wokenAt;
    private int says;

    LinkRest(long now) {
        this.wokenAt = now;
    }

    /** This side rests so from now on. */
    void own(RadioRest rest) {
        says = rest.equals(own) ? says : SAYS;
        own = rest;
    }

    /** The other side does. */
    void theirs(RadioRest rest, long now) {
        if (!rest.equals(theirs)) {
            wokenAt = now;
        }
        theirs = rest;
    }

    /** The other side was heard. */
    void heard(long now) {
        // Its radio is on. Not again and again, or who speaks all the time would keep it awake.
        if (now - wokenAt >= theirs.nanos() / 2) {
            wokenAt = now;
        }
    }

    /** The longer of the two rests; 0 if neither side rests. */
    long nanos() {
        return Math.max(own.nanos(), theirs.nanos());
    }

    /** True if this side asks at its own moments. */
    boolean ownMoments() {
        return own.periodMillis() > 0;
    }

    /** What the next ping is to say of this side's rest; -1 for nothing. */
    int word() {
        return ownMoments() || says > 0 ? own.wire() : -1;
    }

    /** A ping said it. */
    void said() {
        says = Math.max(0, says - 1);
    }

    /** True while the other side has to hear of a change. */
    boolean hasToSay() {
        return says > 0;
    }

    /** The first of this side's moments after {@code time}. */
    long momentAfter(long time) {
        return (Math.floorDiv(time, own.nanos()) + 1) * own.nanos();
    }

    /** True if messages and signs of life may leave now. */
    boolean open(long now) {
        return opensAt(now) <= now;
    }

    /** When they may, {@code now} or later. */
    long opensAt(long now) {
        long opens = now;
        if (own.silent() && Math.floorMod(now, own.nanos()) >= AWAKE_NANOS) {
            opens = momentAfter(now);
        }
        // Who is not heard any more is asked all the same.
        if (theirs.silent() && now - wokenAt >= AWAKE_NANOS) {
            opens = Math.max(opens, wokenAt + 2 * theirs.nanos());
        }
        return opens;
    }
}

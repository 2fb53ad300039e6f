package worldmesh.mesh.gossip;

import java.util.Arrays;
import worldmesh.mesh.gossip.wire.StreamId;
import worldmesh.mesh.gossip.wire.TreeFrame;

/** The part of one stream's tree that this peer is: who gives it, who gets it, and what came. Confined to its owner. */
final class Stream {
    /** Numbers back from the newest of which it is known whether they came; older ones count as seen. */
    static final int WINDOW = 1_024;

    /** The newest numbers of which it is known when they came and who has them: half a second at 120 a second. */
    static final int RECENT = 64;

    /** How far back a peer that comes in the middle asks for. */
    static final int JOINS_BACK = 16;

    /** One message that was lost on its way and sent again does not make another way the better one. */
    static final int EARLIER_TIMES = 2;

    static final int NOBODY = -1;

    private static final long TICK_NANOS = 100_000;

    final StreamId id;
    final int index;

    /** The slot that messages come from, if one is known. */
    int parent = NOBODY;

    /** The slot that was last asked to be the parent. */
    int joined = NOBODY;

    /** The slots that subscribe to the topic. */
    int wanted;

    /** True if this peer subscribes to the topic. */
    boolean mine;

    /** True if another stream has taken its place. */
    boolean gone;

    /** The slots that are sent every message. */
    int children;

    /** The slots that were asked to send no more. */
    int pruned;

    /** The slots that were told the index. */
    int bound;

    /** The slot whose announcements come earliest besides the parent, and by how much before the message came. */
    int alternative = NOBODY;

    private long alternativeLeadNanos;

    /** When it was last moved to another parent, and when somebody was last cut off. */
    long movedNanos;

    long prunedNanos;
    long usedNanos;

    /** Messages asked for since the parent brought one. */
    int pulls;

    private int earlierSlot = NOBODY;
    private int earlierTimes;
    private final int[] theirs = new int[GossipSettings.MAX_ACTIVE];
    private final long[] seen = new long[WINDOW / Long.SIZE];
    private final int[] arrivals = new int[RECENT];
    private final short[] known = new short[RECENT];
    private long newest = -1;
    private long floor = -1;

    Stream(StreamId id, int index, long nowNanos) {
        this.id = id;
        this.index = index;
        this.usedNanos = nowNanos;
        this.movedNanos = nowNanos;
        Arrays.fill(theirs, NOBODY);
    }

    long newest() {
        return newest;
    }

    /** True if it came, or is too old to be told from one that did. */
    boolean has(long number) {
        if (number > newest) {
            return false;
        }
        return number <= Math.max(floor, newest - WINDOW) || (seen[word(number)] & bit(number)) != 0;
    }

    /** True if the number is nearer to the newest than the window is long, or nothing came yet. */
    boolean inRange(long number) {
        return newest < 0 || number <= newest + WINDOW;
    }

    void arrived(long number, int hops, long nowNanos) {
        if (newest < 0) {
            floor = Math.max(-1, number - JOINS_BACK);
        }
        for (long next = Math.max(newest + 1, number - WINDOW + 1); next <= number; next++) {
            seen[word(next)] &= ~bit(next);
            if (next > number - RECENT) {
                known[recent(next)] = 0;
            }
        }
        newest = Math.max(newest, number);
        seen[word(number)] |= bit(number);
        if (number > newest - RECENT) {
            arrivals[recent(number)] = (int) ((nowNanos + hops * TreeFrame.HOP_NANOS) / TICK_NANOS);
        }
        usedNanos = nowNanos;
    }

    private static int word(long number) {
        return (int) (number % WINDOW) / Long.SIZE;
    }

    private static long bit(long number) {
        return 1L << (number % Long.SIZE);
    }

    private static int recent(long number) {
        return (int) (number % RECENT);
    }

    /** True if it is known when the number came. */
    boolean isRecent(long number) {
        return number <= newest && number > newest - RECENT && has(number);
    }

    /** How long ago a recent number came, within days, less what its hops are worth. */
    long ageNanos(long number, long nowNanos) {
        return ((int) (nowNanos / TICK_NANOS) - arrivals[recent(number)]) * TICK_NANOS;
    }

    /** From now on it is known that these slots have the number. */
    void knows(long number, int slots) {
        if (number <= newest && number > newest - RECENT) {
            known[recent(number)] |= (short) slots;
        }
    }

    /** The slots that have a recent number. */
    int whoKnows(long number) {
        return number <= newest && number > newest - RECENT ? known[recent(number)] : 0;
    }

    /** Notes who would be the parent if there were none. */
    void consider(int slot, long leadNanos) {
        if (alternative == NOBODY || alternative == slot || leadNanos > alternativeLeadNanos) {
            alternative = slot;
            alternativeLeadNanos = leadNanos;
        }
    }

    /** Notes how a neighbour compares with the parent; true if it was earlier as often as it takes to be believed. */
    boolean isEarlierOften(int slot, boolean earlier) {
        if (!earlier) {
            earlierTimes = earlierSlot == slot ? 0 : earlierTimes;
            return false;
        }
        earlierTimes = earlierSlot == slot ? earlierTimes + 1 : 1;
        earlierSlot = slot;
        return earlierTimes >= EARLIER_TIMES;
    }

    int theirIndex(int slot) {
        return theirs[slot];
    }

    void theirIndex(int slot, int value) {
        theirs[slot] = value;
    }

    /** Another neighbour may have this slot next. */
    void forget(int slot) {
        int keep = ~(1 << slot);
        children &= keep;
        wanted &= keep;
        pruned &= keep;
        bound &= keep;
        theirs[slot] = NOBODY;
        for (int i = 0; i < RECENT; i++) {
            known[i] &= (short) keep;
        }
        if (parent == slot) {
            parent = NOBODY;
        }
        if (joined == slot) {
            joined = NOBODY;
        }
        if (alternative == slot) {
            alternative = NOBODY;
        }
    }
}

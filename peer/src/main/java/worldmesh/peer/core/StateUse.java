package worldmesh.peer.core;

/**
 * Who uses which streams of the lane STATE. On one stream the newest message replaces what was sent before it, so that
 * no two uses share one; the last, 255, belongs to the membership of the party, which takes whatever comes on it.
 */
enum StateUse {
    /** Poses, by chunk of one beat. */
    POSES(0, 64),
    /** Updates of states, by chunk of one beat. */
    UPDATES(64, 64),
    /** What was heard of updates, by component: the newest says all. */
    ACKS(128, 64),
    /** Answers about the time. */
    TIME_PONG(253, 1),
    /** Questions about the time. */
    TIME_PING(254, 1);

    private final int first;
    private final int count;

    StateUse(int first, int count) {
        this.first = first;
        this.count = count;
    }

    /** The stream of a chunk, component or turn. */
    int stream(long turn) {
        return first + (int) Math.floorMod(turn, (long) count);
    }

    /** How many streams there are. */
    int count() {
        return count;
    }
}

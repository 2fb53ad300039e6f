package worldmesh.peer.topic;

/** How what is published under a name travels. */
public enum TopicKind {
    /**
     * Reliably to every subscriber that is in the party while it is published, once, also if the publisher dies when
     * one of them has it; signed by the publisher, and handed on by subscribers to those that it has no link with.
     * Those of one publisher may arrive out of order.
     */
    MESSAGES(16 << 10, 64),

    /**
     * Straight over the link to each subscriber, at once or not at all, never twice and never through anybody else:
     * what is old soon, as sound or where a hand points. Those of one publisher may arrive out of order.
     */
    FRAMES(1_024, 400),

    /**
     * As frames, but those of one publisher arrive in order, and a small one comes along with the next, so that one
     * lost datagram costs nothing while others follow: what a player presses, tick by tick.
     */
    INPUTS(1_024, 250);

    private final int bytesMax;
    private final int perSecond;

    TopicKind(int bytesMax, int perSecond) {
        this.bytesMax = bytesMax;
        this.perSecond = perSecond;
    }

    /** The largest content: a frame fits one datagram, and a message is copied to every player by every other. */
    public int bytesMax() {
        return bytesMax;
    }

    /**
     * How many one player publishes a second on all its topics of this kind, and twice as many at once: frames of 10 ms
     * or inputs at 60 Hz on four topics. Others take twice that rate from it and count what goes beyond.
     */
    public int perSecond() {
        return perSecond;
    }
}

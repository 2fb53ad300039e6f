package worldmesh.peer.core;

import worldmesh.mesh.link.RadioRest;
import worldmesh.peer.wire.Appetite;

/** How much of its network and its battery a player's machine gives for the game. */
public enum Attention {
    /** Everything at once. */
    FULL(RadioRest.NONE, Appetite.ALL),
    /**
     * A telephone that plays: motion at {@link #MOBILE_HERTZ}, edits of all from one neighbour alone, signs of life
     * once a second on all links at the same moment.
     */
    MOBILE(new RadioRest(1_000, false), Attention.MOBILE_HERTZ),
    /**
     * A telephone in a pocket: what is said to it comes every two seconds, motion and edits of others not at all. When
     * it is taken out again it is told what it lacks.
     */
    SCREEN_OFF(new RadioRest(2_000, true), 0);

    /** A quarter of what a component is streamed at by default; what is drawn between is made up of what came. */
    static final int MOBILE_HERTZ = 5;

    @SuppressWarnings("ImmutableEnumChecker") // a record of numbers
    private final RadioRest rest;

    private final int motionHertz;

    Attention(RadioRest rest, int motionHertz) {
        this.rest = rest;
        this.motionHertz = motionHertz;
    }

    /** How its radio rests. */
    RadioRest rest() {
        return rest;
    }

    /** Updates of motion a second that it sends, and takes, on each link. */
    int motionHertz() {
        return motionHertz;
    }
}

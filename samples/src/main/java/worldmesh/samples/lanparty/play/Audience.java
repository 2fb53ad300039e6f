package worldmesh.samples.lanparty.play;

/** Hears what a player is to be told: the pages, the terminal. Called on the game's thread. */
public interface Audience {
    /** The kinds of notice. */
    enum Tone {
        /** Just so that one knows. */
        PLAIN,
        /** Something worked. */
        GOOD,
        /** A deed was refused, with its reason. */
        REJECTED
    }

    /** Somebody spoke; an empty author is the game itself. */
    void heard(String author, int colour, String text);

    /** Something happened to this player. */
    void noticed(Tone tone, String text);
}

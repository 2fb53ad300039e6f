package worldmesh.samples.lanparty.play;

import java.util.List;

/** What a player's deeds need of the session. */
interface Outward {
    /** Sends a command to the authority. */
    void submit(Record command);

    /** Says something to everybody. */
    void say(String text);

    /** Tells everybody something as the host; false if this player is not the host. */
    boolean announce(String text);

    /** One line for each peer of the party. */
    List<String> who();
}
